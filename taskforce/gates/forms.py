"""Forms for the papers of a package before it is sealed."""

from __future__ import annotations

from django import forms

from plans.models import Edition, Plan
from plans.system.fields import Form
from taskforce.enums import Rule
from taskforce.evidence.registry import REGISTRY
from taskforce.models import Body, Gate, StepEvidence

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


class TermsForm(Form):
    """How a gate shall be decided, beginning with how it is decided now."""

    body = forms.ModelChoiceField(label="审议机构", queryset=Body.objects.none())
    rule = forms.ChoiceField(label="决定方式", choices=Rule.choices)
    quorum = forms.IntegerField(
        label="同意人数", required=False, min_value=1, help_text="按人数决定的才填。"
    )
    evidence = forms.MultipleChoiceField(
        label="须具备的材料", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="理由",
        max_length=300,
        help_text="会显示给确认调整的成员，并写入以后的报审材料。",
    )

    def __init__(self, *args: object, gate: Gate, **kwargs: object) -> None:
        kwargs["initial"] = {
            "body": gate.body_id,
            "rule": gate.rule,
            "quorum": gate.quorum,
            "evidence": gate.evidence,
        }
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        bodies = Body.objects.filter(plan=gate.stage.timeline.plan_id)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        pieces = [(key, kind.label) for key, kind in REGISTRY.items()]
        self.fields["evidence"].choices = pieces  # type: ignore[attr-defined]


class ItemForm(Form):
    """What became of a review opinion."""

    answer = forms.CharField(label="落实情况", max_length=500)
