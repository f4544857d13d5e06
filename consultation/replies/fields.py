"""What an opinion and its files are typed into; forms of other rooms build on these."""

from __future__ import annotations

from typing import Any

from django import forms

from consultation.enums import CommentKind
from plans.system.fields import Form


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; gives a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) and data else [data or None]
        return [super(FilesField, self).clean(one, initial) for one in files]


class OpinionForm(Form):
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
