"""To whom what a leaver holds goes."""

from __future__ import annotations

from typing import Any

from django import forms

from plans.leaving.registry import Kind
from plans.models import User
from plans.system.fields import Form


class HandOverForm(Form):
    """One successor for all, or one for each kind."""

    def __init__(self, *args: Any, leaver: User, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(kind="person", is_active=True).exclude(pk=leaver.pk)
        self.fields["successor"] = forms.ModelChoiceField(
            people, label="接手人", required=False, empty_label="（下面分别选择）"
        )
        for kind in kinds:
            self.fields[kind.key] = forms.ModelChoiceField(
                people, label=f"{kind.label}由谁接手", required=False, empty_label="同上"
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.values()):
            self.add_error("successor", "请选择接手人。")
        return cleaned

    def successors(self) -> dict[str, User]:
        """By kind; a kind without its own successor goes to the one for all."""
        one = self.cleaned_data["successor"]
        chosen = {key: who or one for key, who in self.cleaned_data.items() if key != "successor"}
        return {key: who for key, who in chosen.items() if who is not None}
