"""Forms of letters 来函 entered by staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from consultation.incoming.letter_text import Span
from consultation.replies.fields import OpinionForm
from plans.models import EditionProvision
from plans.system.fields import DateField, Form

ACCEPTED = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"


class LetterForm(Form):
    """Registering a letter; the words may be left to the file."""

    receipt_number = forms.CharField(label="收文号", max_length=60)
    dated = DateField(label="来函日期")
    original = forms.FileField(
        label="来函原件",
        help_text="扫描件（PDF、png、jpg）、Word（docx）或Excel（xlsx），不超过20MB，原样保存，供复核对照。",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    text = forms.CharField(
        label="来函文字",
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="粘贴或录入来函的文字。原件是Word的可以留空，由系统取出。",
    )


class LetterChangeForm(LetterForm):
    """Correcting what was registered; the file stays."""

    original = None  # type: ignore[assignment]
    version = forms.IntegerField(widget=forms.HiddenInput)


class PassageForm(OpinionForm):
    """One opinion out of a letter: the passages are given, the place is chosen."""

    place = forms.ChoiceField(label="针对的部分", required=False)
    spans = forms.CharField(widget=forms.HiddenInput)

    field_order = ("place", "kind", "quote", "proposal", "reason")

    def __init__(self, *args: Any, places: Iterable[EditionProvision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(one.pk), f"{one.number}{one.title}"[:60]) for one in places]
        self.fields["place"] = forms.ChoiceField(
            label="针对的部分", required=False, choices=[("", "全文"), *rows]
        )
        self.fields["quote"].help_text = "要修改的原文，从征求意见稿中复制；没有的留空。"
        self.order_fields(self.field_order)

    def clean_spans(self) -> list[Span]:
        return read_spans(self.cleaned_data["spans"])


class ReleaseLetterForm(Form):
    """The letter becomes the reply."""

    no_opinion = forms.BooleanField(label="来函表示“无意见”", required=False)
    late_reason = forms.CharField(
        label="逾期接收的理由",
        max_length=200,
        required=False,
        help_text="已过截止时间的必须填写，意见会标明“逾期”。",
    )
    sealed = forms.BooleanField(
        label="来函原件已加盖公章",
        required=False,
        help_text="原件是盖章件的扫描件（PDF或图片）时勾选，不必再上传盖章件。",
    )

    def __init__(self, *args: Any, needs_seal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_seal:
            del self.fields["sealed"]


def read_spans(text: str) -> list[Span]:
    """``12-40,55-80`` as stretches; what is no stretch is left out."""
    found = []
    for piece in text.split(","):
        start, _, end = piece.partition("-")
        if start.isdecimal() and end.isdecimal() and len(piece) < 20:
            found.append((int(start), int(end)))
    return found


def write_spans(spans: Iterable[Span]) -> str:
    """Stretches as ``read_spans`` reads them."""
    return ",".join(f"{start}-{end}" for start, end in spans)
