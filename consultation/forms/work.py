"""Forms of rounds, invitations and collation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from consultation.enums import (
    AssessmentState,
    Audience,
    CommentKind,
    CommentSource,
    Disposition,
    ReplyOrigin,
    ReplyState,
)
from consultation.models import Round
from plans.enums import UnitKind
from plans.forms.work import DateField, MomentField
from plans.models import Edition, Plan, Unit, User


class RoundForm(forms.Form):
    """What staff fix when a round is opened."""

    edition = forms.ModelChoiceField(label="征求意见的稿", queryset=Edition.objects.none())
    name = forms.CharField(label="名称", max_length=120)
    audience = forms.ChoiceField(label="对象", choices=Audience.choices)
    opens_at = MomentField(label="开始时间")
    closes_at = MomentField(label="截止时间", help_text="到这一时刻为止，精确到分。")
    short_reason = forms.CharField(
        label="期限少于30日的理由",
        max_length=300,
        required=False,
        help_text="公开征求意见少于30日时必须填写，会印在公告中。",
    )
    needs_seal = forms.BooleanField(label="要求单位加盖公章", required=False)
    contact = forms.CharField(label="联系人及电话", max_length=120, required=False)
    letter_text = forms.CharField(
        label="函件正文", required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    previous = forms.ModelChoiceField(
        label="上一轮",
        required=False,
        queryset=Round.objects.none(),
        help_text="第二轮征求意见时选择，各单位会看到上一轮意见的处理情况。",
    )

    def __init__(self, *args: object, plan: Plan, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["edition"].queryset = plan.editions.all()  # type: ignore[attr-defined]
        rounds = Round.objects.filter(plan=plan)
        self.fields["previous"].queryset = rounds  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """Whom to ask: whole kinds of units, single units, named persons."""

    kinds = forms.MultipleChoiceField(
        label="按类别",
        choices=UnitKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.ModelMultipleChoiceField(
        label="逐个选择单位",
        queryset=Unit.objects.active(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )
    persons = forms.ModelMultipleChoiceField(
        label="逐个选择个人（代表、委员、专家）",
        required=False,
        queryset=User.objects.filter(kind="person", is_active=True),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("kinds", "units", "persons")):
            raise forms.ValidationError("请至少选择一类单位、一个单位或一个人。")
        return data


class WindowForm(forms.Form):
    closes_at = MomentField(label="新的截止时间")
    reason = forms.CharField(label="调整理由", max_length=200)


class OpinionForm(forms.Form):
    """One opinion; the hidden fields say where it belongs."""

    kind = forms.ChoiceField(label="类型", choices=CommentKind.choices, widget=forms.RadioSelect)
    quote = forms.CharField(
        label="针对的原文",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="在正文中选中文字后会自动带入，也可以粘贴。",
    )
    proposal = forms.CharField(
        label="建议修改为", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    reason = forms.CharField(label="理由", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SuggestionForm(OpinionForm):
    """A citizen's suggestion."""

    name = forms.CharField(label="姓名或称呼", max_length=60, required=False)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    email = forms.EmailField(
        label="电子邮箱", required=False, help_text="联系方式只用于核实意见，不会公开。"
    )


class SendBackForm(forms.Form):
    reason = forms.CharField(label="退回理由", max_length=300)


class NoteForm(forms.Form):
    note = forms.CharField(label="情况", max_length=300)


class EntryForm(forms.Form):
    """A reply that staff enter for a unit."""

    origin = forms.ChoiceField(label="来源", choices=ReplyOrigin.choices[1:])
    no_opinion = forms.BooleanField(label="该单位反馈“无意见”", required=False)
    original = forms.FileField(label="来函原件", required=False)
    late_reason = forms.CharField(
        label="逾期接收的理由",
        max_length=200,
        required=False,
        help_text="已过截止时间的必须填写，意见会标明“逾期”。",
    )


CANNED = (
    "已按所提意见修改。",
    "意见所提内容已在相关章节体现，不再重复。",
    "所提事项属具体工作安排，将在年度工作计划中研究。",
    "所提事项超出本规划职责范围，将转有关单位研究。",
    "现有表述与上级文件一致，拟不作修改。",
    "所提指标缺少统计基础，拟不列入。",
)
"""常用理由, to choose where the reason is left empty."""


class AnswerForm(forms.Form):
    """处理意见."""

    disposition = forms.ChoiceField(
        label="处理意见", choices=Disposition.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="部分采纳、不采纳的必须填写，会反馈给提出单位。",
    )
    canned = forms.ChoiceField(
        label="常用理由",
        required=False,
        choices=[("", "不使用"), *((text, text) for text in CANNED)],
        help_text="理由留空时，以所选的常用理由作为理由。",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["reason"] = data.get("reason") or data.get("canned") or ""
        return data


class AdoptForm(forms.Form):
    """Adopt by editing: the answer, and the text as it shall stand."""

    disposition = forms.ChoiceField(
        label="处理意见",
        choices=[(Disposition.ADOPTED, "采纳"), (Disposition.PARTLY, "部分采纳")],
        widget=forms.RadioSelect,
        initial=Disposition.ADOPTED,
    )
    reason = forms.CharField(label="理由", required=False, help_text="部分采纳的必须填写。")
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


class CollationFilter(forms.Form):
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
    mine = forms.BooleanField(label="只看我处理的", required=False)
    argued = forms.BooleanField(label="只看提交论证的", required=False)


class ChaseFilter(forms.Form):
    """Filters of the chase board, in the URL."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), *ReplyState.choices, ("no_opinion", "无意见"), ("late", "逾期")],
    )
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部"), *UnitKind.choices]
    )
    q = forms.CharField(
        label="单位名称", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )


class BulkForm(forms.Form):
    """One answer for several comments."""

    selected = forms.MultipleChoiceField(required=True)
    disposition = forms.ChoiceField(label="处理意见", choices=Disposition.choices)
    reason = forms.CharField(label="理由", required=False)

    def __init__(self, *args: object, ids: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["selected"] = forms.MultipleChoiceField(choices=[(i, i) for i in ids])


class LinkForm(forms.Form):
    expires_at = DateField(label="有效期至", help_text="到当天24时为止。")


class ScanForm(forms.Form):
    file = forms.FileField(
        label="盖章件扫描件",
        help_text="PDF或图片（png、jpg），不超过20MB。",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )


class FilledForm(forms.Form):
    file = forms.FileField(
        label="填好的意见反馈表",
        help_text="Word（docx）或Excel（xlsx），表头为“章节或任务”“修改意见”“理由”。先预览再导入。",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx"}),
    )
