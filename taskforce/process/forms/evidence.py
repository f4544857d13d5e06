"""登记材料: what shows that a step is done, a file or a thing of the portal."""

from __future__ import annotations

from typing import Any

from django import forms

from plans.system.fields import Form
from taskforce.evidence.registry import REGISTRY
from taskforce.process.evidence_choices import Choice, grouped


class EvidenceForm(Form):
    """A file or one of ``things``; without words of its own a thing is noted by its name."""

    thing = forms.ChoiceField(
        label="平台中的材料",
        required=False,
        help_text="已在平台中形成的稿、征求意见、论证意见、会议记录、审查意见等，可以直接选用。",
    )
    file = forms.FileField(label="或上传文件", required=False)
    note = forms.CharField(
        label="说明", max_length=300, required=False, help_text="例如：课题研究报告（8份）。"
    )
    key = forms.ChoiceField(
        label="材料类别",
        required=False,
        help_text="审议前须具备的材料按类别核对；选用平台中的材料时可以不选。",
    )

    def __init__(self, *args: Any, things: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = {one.value: one for one in things}
        chooser = self.fields["thing"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = [("", "不选用"), *grouped(things)]
        kinds = self.fields["key"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [("", "一般材料"), *((one.key, one.label) for one in REGISTRY.values())]
        if not things:
            del self.fields["thing"]

    @property
    def chosen(self) -> Choice | None:
        """The thing of the portal that was chosen."""
        return self.things.get(self.cleaned_data.get("thing", ""))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        thing = self.chosen
        if not (thing or data.get("file") or (data.get("note") or "").strip()):
            raise forms.ValidationError("请选用平台中的材料、上传文件，或者写明材料在哪里。")
        if thing is not None:
            data["note"] = data.get("note") or f"{thing.group}：{thing.label}"
            data["key"] = data.get("key") or thing.key
        elif data.get("file") and not data.get("note"):
            data["note"] = data["file"].name
        return data
