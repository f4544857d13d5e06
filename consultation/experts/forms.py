"""Forms of an expert round."""

from __future__ import annotations

from typing import Any

from django import forms

from consultation.enums import CommentKind, Verdict
from plans.enums import UserKind
from plans.models import User
from plans.system.fields import Form

DECLARATIONS = (
    ("none", "无利害关系，能够独立、客观、公正地提出意见"),
    ("conflict", "有利害关系或其他可能影响公正的情形，申请回避"),
)


class InviteExpertForm(Form):
    """An account, or a name that comes by a personal link."""

    account = forms.ModelChoiceField(
        label="已有账号的专家",
        required=False,
        queryset=User.objects.filter(kind=UserKind.PERSON, is_active=True).select_related("unit"),
        help_text="没有账号的专家留空，填写下面的姓名，邀请后制作专用链接和二维码。",
    )
    name = forms.CharField(label="姓名", max_length=60, required=False)
    organisation = forms.CharField(label="工作单位", max_length=120, required=False)
    position = forms.CharField(label="职务或职称", max_length=120, required=False)
    email = forms.EmailField(label="电子邮箱", required=False, help_text="用于发送提醒。")
    chair = forms.BooleanField(
        label="担任专家组组长",
        required=False,
        help_text="由有平台账号的专家担任。组长可以在意见未交齐时说明理由提前启封，并撰写综合论证意见。",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("account") and not (data.get("name") or "").strip():
            self.add_error("name", "请填写专家姓名，或选择已有账号的专家。")
        return data


class DeclareForm(Form):
    """回避 or not."""

    declaration = forms.ChoiceField(
        label="回避声明", choices=DECLARATIONS, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="回避理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="申请回避的必须填写。",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("declaration") == "conflict" and not (data.get("reason") or "").strip():
            self.add_error("reason", "申请回避的，请写明理由。")
        return data


class ExpertOpinionForm(Form):
    """One opinion on a place; quote and wording only where there are any."""

    text = forms.CharField(label="意见", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    kind = forms.ChoiceField(label="类型", choices=CommentKind.choices, widget=forms.RadioSelect)
    quote = forms.CharField(
        label="针对的原文",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="在正文中选中文字后会自动带入，也可以粘贴。",
    )
    proposal = forms.CharField(
        label="建议修改为",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="意见和建议修改的文字至少填一项。",
    )
    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place = forms.IntegerField(required=False, widget=forms.HiddenInput)


class VerdictForm(Form):
    """The overall opinion; with ``partial`` as autosave takes it, half filled."""

    verdict = forms.ChoiceField(label="总体意见", choices=Verdict.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="说明",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="不同意的必须写明理由；修改后同意而没有分章意见的，须写明要修改什么。",
    )

    def __init__(self, *args: Any, partial: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].required = not partial


class WhyForm(Form):
    """The reason that a step asks for."""

    reason = forms.CharField(label="理由", max_length=200)


class ConclusionForm(Form):
    """综合论证意见 of the group."""

    text = forms.CharField(
        label="综合论证意见",
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="一段一行。各类意见的人数会自动列在文后。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class SignedForm(Form):
    """The signed 论证意见."""

    file = forms.FileField(
        label="专家签名的论证意见",
        help_text="PDF或图片（png、jpg），不超过20MB。上传后综合论证意见不再改动。",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
