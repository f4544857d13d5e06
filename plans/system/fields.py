"""The base of every form of the portal, and fields that every room may use."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from plans.system.secrecy import REFUSED, bears_mark, note_refusal, texts_in


class NonSecret(forms.BaseForm):
    """A form that refuses every text sent with it, file names too, that bears a mark of secrecy.

    What is no field of the form is read all the same: a view may take it from the request.
    """

    refusal = ""
    """The sentence of the refusal; empty where there was none."""

    def full_clean(self) -> None:
        super().full_clean()
        marked = list(self._marked()) if self.is_bound else []
        if marked:
            self.refusal = REFUSED
            note_refusal()
        for name in dict.fromkeys(marked):
            self.add_error(name, REFUSED)

    def _marked(self) -> Iterator[str | None]:
        """Names of visible fields that hold a mark; None for what else does."""
        shown = {self.add_prefix(field.name): field.name for field in self.visible_fields()}
        for sent in (self.data, self.files):
            for name in sent:
                values = sent.getlist(name) if isinstance(sent, MultiValueDict) else sent[name]
                if any(map(bears_mark, (name, *_words(values)))):
                    yield shown.get(name)


def _words(sent: object) -> Iterator[str]:
    """The texts among what was sent under one name; of a file its name."""
    for value in sent if isinstance(sent, list | tuple) else [sent]:
        yield from texts_in(value.name if isinstance(value, UploadedFile) else value)


class Form(NonSecret, forms.Form):
    """What every form of the portal is."""


class ModelForm(NonSecret, forms.ModelForm):
    """What every form of a row is."""


class DateField(forms.DateField):
    """A date with the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """Date and hour in local time."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
