"""Forms of the unit's reply: opinion at its place, enclosures, sending back, stamped scan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from consultation.replies.fields import FilesField, ManyFiles, OpinionForm
from plans.system.fields import Form


class PlacedOpinionForm(OpinionForm):
    """An opinion where nothing was selected: one of the paragraphs may be chosen instead."""

    def __init__(self, *args: Any, paragraphs: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paragraphs = list(paragraphs)
        if self.paragraphs:
            rows = [(str(at), text[:40]) for at, text in enumerate(self.paragraphs)]
            self.fields["paragraph"] = forms.ChoiceField(
                label="针对的段落", required=False, choices=[("", "整个部分"), *rows]
            )
            self.order_fields(["kind", "paragraph", "quote"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("paragraph") and not data.get("quote"):
            data["quote"] = self.paragraphs[int(data["paragraph"])]
        return data


class FilesForm(Form):
    uploads = FilesField(
        label="附件",
        help_text="可一次选择几个：PDF、Word（docx）、Excel（xlsx）、图片、文本，每个不超过20MB。",
        widget=ManyFiles(attrs={"accept": ".pdf,.docx,.xlsx,.txt,.png,.jpg,.jpeg"}),
    )


class SendBackForm(Form):
    reason = forms.CharField(label="退回理由", max_length=300)


class ScanForm(Form):
    file = forms.FileField(
        label="盖章件扫描件",
        help_text="PDF或图片（png、jpg），不超过20MB。",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
