"""Forms around editions: freezing, the files of an edition, its 编制说明."""

from __future__ import annotations

from typing import Any

from django import forms

from plans.enums import EditionKind
from plans.models import Edition, Explanation
from plans.system.fields import Form


class FreezeForm(Form):
    """Kind and name of the next 稿, and whether the 编制说明 goes with it."""

    kind = forms.ChoiceField(
        label="类型",
        choices=EditionKind.choices,
        help_text="审议环节按类型核对材料；稿名可以自己起。",
    )
    label = forms.CharField(label="稿名", max_length=40, help_text="例如：征求意见稿、送审稿。")
    note = forms.CharField(label="说明", max_length=300, required=False)
    explained = forms.BooleanField(label="附编制说明", required=False)

    def __init__(self, *args: Any, explanation: Explanation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if explanation is None:
            del self.fields["explained"]
        else:
            self.fields["explained"].label = f"附编制说明（现为第{explanation.number}版）"
            self.fields["explained"].help_text = "送审稿应附编制说明。定版后，随稿的说明不再变。"


class EditionFileForm(Form):
    """How an edition is printed."""

    toc = forms.BooleanField(label="目录", required=False, initial=True)
    explained = forms.BooleanField(label="附编制说明", required=False, initial=True)
    wide_margin = forms.BooleanField(label="宽页边，供手写批改", required=False)
    line_numbers = forms.BooleanField(label="行号", required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if edition.explanation_id is None:
            del self.fields["explained"]


class ExplanationForm(Form):
    """The 编制说明; ``number`` is the version that was opened."""

    text = forms.CharField(
        label="编制说明",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "data-editor": ""}),
        help_text="“一、”“（一）”开头的段落按标题排版。",
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")
