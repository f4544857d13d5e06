"""Forms for the papers of a package before it is sealed."""

from __future__ import annotations

from django import forms

ACCEPTED = "可以上传PDF、Word（docx）、Excel（xlsx）、图片或文本，不超过20MB。"


class ReplacePaperForm(forms.Form):
    """The office's own file instead of what the portal made."""

    file = forms.FileField(label="文件", help_text=ACCEPTED)


class AddPaperForm(forms.Form):
    """A further paper."""

    title = forms.CharField(label="材料名称", max_length=200)
    file = forms.FileField(label="文件", help_text=ACCEPTED)
