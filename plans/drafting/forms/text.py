"""Forms that change text and tree."""

from __future__ import annotations

from typing import Any

from django import forms

from plans.enums import ProvisionKind
from plans.system.fields import Form


class ProvisionForm(Form):
    """Title and body of a provision in the editor; ``version`` is the one that was opened."""

    title = forms.CharField(label="标题", max_length=300)
    text = forms.CharField(
        label="正文",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "data-editor": ""}),
    )
    run_in = forms.BooleanField(label="正文接排在标题后", required=False)
    reason = forms.CharField(
        label="修改说明", max_length=200, required=False, help_text="写明为什么改，方便以后查阅。"
    )
    recorded_for = forms.CharField(
        label="代录：修改意见的提出人",
        max_length=60,
        required=False,
        help_text="按领导在纸上的修改录入时填写。",
    )
    scan = forms.FileField(
        label="代录：修改页的扫描件",
        required=False,
        help_text="PDF或图片，随这次修改保存。不得上传带密级标志的文件。",
    )
    kept_scan = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("scan") and not data.get("recorded_for"):
            self.add_error("recorded_for", "请填写修改意见的提出人，扫描件随其保存。")
        return data

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class PlanTextForm(Form):
    """The plan's own title and preamble."""

    title = forms.CharField(label="规划名称", max_length=200)
    preamble = forms.CharField(
        label="引言",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "data-editor": ""}),
        help_text="名称之后、第一章之前的文字。",
    )
    reason = forms.CharField(label="修改说明", max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_preamble(self) -> str:
        return str(self.cleaned_data["preamble"]).replace("\r\n", "\n")


class AddForm(Form):
    """A new chapter, section or task behind the given sibling."""

    kind = forms.ChoiceField(label="层级", choices=ProvisionKind.choices)
    title = forms.CharField(label="标题", max_length=300)
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput)
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MoveForm(Form):
    """Where a provision goes: under ``parent`` behind ``after``; empty: on top, in front."""

    target = forms.ChoiceField(label="移动到")

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["target"] = forms.ChoiceField(label="移动到", choices=choices)


class ReasonForm(Form):
    """A reason to give with an action."""

    reason = forms.CharField(label="理由", max_length=200, required=False)
