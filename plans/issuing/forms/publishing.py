"""The form that issues a plan: number and disclosure, who issues, the notice, 版记."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from plans.enums import Disclosure
from plans.errors import InvalidInput
from plans.issuing.papers import Notice
from plans.system import clock
from plans.system.fields import DateField, Form
from plans.text.document_numbers import tidy_number

GROUPS = (
    ("文号和公开属性", ("document_number", "issued_on", "disclosure")),
    ("发文机关", ("issuer", "signature", "sealed")),
    ("联合发文", ("joint_bodies", "joint_signatures")),
    ("印发通知", ("notice_title", "addressees", "body", "note")),
    ("规划正文", ("toc",)),
    ("版记", ("copies_to", "printed_by", "printed_on")),
)
SEAL_CHOICES = (("yes", "加盖印章（按印章大小留出位置）"), ("no", "不加盖印章"))


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PublishForm(Form):
    """What turns the approved edition into an issued document; for a look no number is needed."""

    document_number = forms.CharField(
        label="发文字号",
        max_length=60,
        widget=forms.TextInput(attrs={"list": "numbers-at-hand", "autocomplete": "off"}),
        help_text="例如：渝科协发〔2021〕60号。联合发文使用主办机关的文号。",
    )
    issued_on = DateField(label="成文日期", initial=clock.today)
    disclosure = forms.ChoiceField(
        label="公开属性",
        choices=Disclosure.choices,
        widget=forms.RadioSelect,
        help_text="选择“主动公开”后，公众立即可以阅读和下载。",
    )
    issuer = forms.CharField(
        label="发文机关", max_length=120, help_text="版头上的全称，不含“文件”二字。"
    )
    signature = forms.CharField(label="署名", max_length=120)
    joint_bodies = forms.CharField(
        label="联合发文的其他机关",
        required=False,
        max_length=1000,
        widget=_lines(3),
        help_text="联合发文时填写，每行一个机关的全称，按排列顺序；主办机关排在最前，不用再写。",
    )
    joint_signatures = forms.CharField(
        label="其他机关的署名",
        required=False,
        max_length=1000,
        widget=_lines(3),
        help_text="与全称相同时不填；不同时按同样顺序，每行一个。",
    )
    sealed = forms.ChoiceField(
        label="用印", choices=SEAL_CHOICES, widget=forms.RadioSelect, initial="yes"
    )
    notice_title = forms.CharField(label="通知标题", max_length=200)
    addressees = forms.CharField(label="主送机关", max_length=400, widget=_lines(2))
    body = forms.CharField(label="通知正文", widget=_lines(5))
    note = forms.CharField(
        label="附注",
        max_length=200,
        required=False,
        help_text="排在成文日期之下，不用写括号，例如：此件公开发布。",
    )
    toc = forms.BooleanField(label="规划正文前加目录", required=False)
    copies_to = forms.CharField(label="抄送", max_length=400, required=False, widget=_lines(2))
    printed_by = forms.CharField(label="印发机关", max_length=120)
    printed_on = DateField(label="印发日期", required=False, help_text="不填时与成文日期相同。")

    def __init__(self, *args: Any, preview: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if preview:
            for name in ("document_number", "disclosure", "addressees"):
                self.fields[name].required = False

    def groups(self) -> list[tuple[str, list[BoundField], bool]]:
        """The fields in the order of the paper, under headings; which are rarely wanted, last."""
        return [(h, [self[name] for name in names], self._folded(names)) for h, names in GROUPS]

    def _folded(self, names: tuple[str, ...]) -> bool:
        return "joint_bodies" in names and not any(self[name].value() for name in names)

    def clean_document_number(self) -> str:
        """As printed, so that a look before issue shows what will be issued."""
        text = str(self.cleaned_data["document_number"])
        try:
            return tidy_number(text) if text else ""
        except InvalidInput as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        bodies, names = (_split(data.get(name)) for name in ("joint_bodies", "joint_signatures"))
        if names and len(names) != len(bodies):
            self.add_error("joint_signatures", "署名的个数与联合发文机关的个数不一致。")
        if data.get("issuer") in bodies or len(set(bodies)) < len(bodies):
            self.add_error("joint_bodies", "同一个机关不能重复。")
        if _earlier(data.get("printed_on"), data.get("issued_on")):
            self.add_error("printed_on", "印发日期不能早于成文日期。")
        return data

    def notice(self) -> Notice:
        """The notice that the valid form describes."""
        data = self.cleaned_data
        bodies, names = _split(data["joint_bodies"]), _split(data["joint_signatures"])
        return Notice(
            issuer=data["issuer"],
            title=data["notice_title"],
            addressees=data["addressees"],
            body=data["body"].replace("\r\n", "\n"),
            signature=data["signature"],
            copies_to=data["copies_to"],
            printed_by=data["printed_by"],
            sealed=data["sealed"] == "yes",
            joint=tuple(zip(bodies, names or bodies, strict=True)),
            note=_unbracketed(data["note"]),
            printed_on=data["printed_on"].isoformat() if data["printed_on"] else "",
            toc=data["toc"],
        )


def _split(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _unbracketed(text: str) -> str:
    text = text.strip()
    return text[1:-1] if text.startswith(("（", "(")) and text.endswith(("）", ")")) else text


def _earlier(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one < other
