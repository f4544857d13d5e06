"""Forms for the papers of a package before it is sealed."""

from __future__ import annotations

from django import forms

from plans.models import Edition, Plan
from plans.system.fields import Form
from taskforce.models import StepEvidence

ACCEPTED = "可以上传PDF、Word（docx）、Excel（xlsx）、图片或文本，不超过20MB。"


class ReplacePaperForm(Form):
    """The office's own file instead of what the portal made."""

    file = forms.FileField(label="文件", help_text=ACCEPTED)


class AddPaperForm(Form):
    """A further paper."""

    title = forms.CharField(label="材料名称", max_length=200)
    file = forms.FileField(label="文件", help_text=ACCEPTED)


class SealForm(Form):
    """What is put to the deciders."""

    question = forms.CharField(label="提请事项", max_length=300)
    edition = forms.ModelChoiceField(
        label="提请审议的稿",
        required=False,
        queryset=Edition.objects.none(),
        help_text="须与汇集材料时选的稿一致。没有规划文本的阶段可以不选，改以材料提请。",
    )
    evidence = forms.ModelMultipleChoiceField(
        label="另外列入各步骤登记的材料",
        required=False,
        queryset=StepEvidence.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    statement = forms.CharField(
        label="情况说明", required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    gap_reason = forms.CharField(
        label="材料不齐而仍要提请的理由",
        max_length=300,
        required=False,
        help_text="材料齐全时不用填写；填写的理由会显示给审议人员。",
    )

    def __init__(self, *args: object, plan: Plan, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["edition"].queryset = plan.editions.all()  # type: ignore[attr-defined]
        shown = StepEvidence.objects.filter(step__stage__timeline__plan=plan)
        self.fields["evidence"].queryset = shown  # type: ignore[attr-defined]


class ItemForm(Form):
    """What became of a review opinion."""

    answer = forms.CharField(label="落实情况", max_length=500)
