"""Forms of the collation: its filters, bulk steps, one opinion's answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from consultation.enums import (
    CARRIED_DISPOSITIONS,
    REASONED_DISPOSITIONS,
    AssessmentState,
    CommentKind,
    CommentSource,
    Disposition,
)
from plans.enums import ProvisionKind
from plans.models import EditionProvision, User
from plans.system.fields import DateField, Form

REASONED = "、".join(one.label for one in REASONED_DISPOSITIONS)
REASONED_CARRIED = "、".join(
    one.label for one in CARRIED_DISPOSITIONS if one in REASONED_DISPOSITIONS
)


class PlaceForm(Form):
    """At which provision of the edition an opinion is treated; gives the provision or None."""

    place = forms.TypedChoiceField(label="章条", required=False)

    def __init__(self, *args: Any, provisions: Sequence[EditionProvision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {str(one.pk): one for one in provisions}
        field = cast("forms.TypedChoiceField", self.fields["place"])
        field.choices = [("", "全文"), *((pk, _indented(one)) for pk, one in known.items())]
        field.coerce, field.empty_value = known.get, None


def _indented(one: EditionProvision) -> str:
    depth = {ProvisionKind.CHAPTER: 0, ProvisionKind.SECTION: 1}.get(ProvisionKind(one.kind), 2)
    return f"{'　' * depth}{one}"


class PartForm(PlaceForm):
    """What is parted from an opinion, and where it is treated."""

    gist = forms.CharField(
        label="拆出的内容",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="只留下要单独办理的那一部分。原来的意见不变，仍在原编号下办理其余部分。",
    )
    field_order = ("gist", "place")


class AnswerForm(Form):
    """处理意见, with the plan's reasons at hand."""

    disposition = forms.ChoiceField(
        label="处理意见", choices=Disposition.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-needed": " ".join(REASONED_DISPOSITIONS)}),
        help_text=f"{REASONED}的必须填写，会反馈给提出单位。",
    )
    canned = forms.ChoiceField(
        label="常用理由",
        required=False,
        widget=forms.Select(attrs={"data-fills": "id_reason"}),
        help_text="理由留空时，以所选的常用理由作为理由。",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reasons: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "不使用"), *((text, text) for text in reasons)]
        self.fields["canned"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["reason"] = data.get("reason") or data.get("canned") or ""
        return data


class AssignForm(Form):
    """Who handles it, until when; both may be left empty."""

    handler = forms.ModelChoiceField(
        label="经办人", required=False, queryset=User.objects.none(), empty_label="不指定"
    )
    due_on = DateField(label="办理期限", required=False)

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = people  # type: ignore[attr-defined]


class TagForm(Form):
    tag = forms.CharField(
        label="标签", max_length=30, widget=forms.TextInput(attrs={"list": "tags"})
    )


class ViewForm(Form):
    name = forms.CharField(label="视图名称", max_length=30)


class ReasonForm(Form):
    text = forms.CharField(
        label="常用理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class AdoptForm(Form):
    """Adopt by editing: the answer, and the text as it shall stand."""

    disposition = forms.ChoiceField(
        label="处理意见",
        choices=[(one.value, one.label) for one in CARRIED_DISPOSITIONS],
        widget=forms.RadioSelect,
        initial=Disposition.ADOPTED,
    )
    reason = forms.CharField(
        label="理由", required=False, help_text=f"{REASONED_CARRIED}的必须填写。"
    )
    title = forms.CharField(label="标题", max_length=300)
    text = forms.CharField(
        label="修改后的正文",
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 18, "data-editor": ""}),
    )
    provision_version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class PlainSelect(forms.Select):
    """A select whose thousands of options are written without a template for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 Django's signature
        rows = (
            (key, mark_safe(" selected") if str(key) == str(value or "") else "", label)
            for key, label in self.choices
        )
        options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        own = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(own), options)


class CollationFilter(Form):
    """Filters of the collation list, in the URL."""

    q = forms.CharField(
        label="查找",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "意见、原文、理由中的词"}),
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *AssessmentState.choices]
    )
    disposition = forms.ChoiceField(
        label="处理意见", required=False, choices=[("", "全部"), *Disposition.choices]
    )
    kind = forms.ChoiceField(
        label="类型", required=False, choices=[("", "全部"), *CommentKind.choices]
    )
    unit = forms.ChoiceField(label="单位", required=False, widget=PlainSelect)
    chapter = forms.ChoiceField(label="章", required=False)
    source = forms.ChoiceField(
        label="来源", required=False, choices=[("", "全部"), *CommentSource.choices]
    )
    tags = forms.ChoiceField(label="标签", required=False)
    handler = forms.ChoiceField(label="经办人", required=False)
    place = forms.IntegerField(
        required=False, min_value=1, max_value=10**18 - 1, widget=forms.HiddenInput
    )
    mine = forms.BooleanField(label="我经办的", required=False)
    overdue = forms.BooleanField(label="已过办理期限的", required=False)
    argued = forms.BooleanField(label="提交论证的", required=False)


class BulkForm(Form):
    """One answer for several comments."""

    disposition = forms.ChoiceField(label="处理意见", choices=Disposition.choices)
    reason = forms.CharField(
        label="理由", required=False, widget=forms.TextInput(attrs={"list": "reasons"})
    )
