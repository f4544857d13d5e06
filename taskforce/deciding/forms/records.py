"""Forms with which the office records a meeting and an instruction."""

from __future__ import annotations

from django import forms

from plans.system import clock
from plans.system.fields import DateField, Form, ModelForm
from taskforce.deciding.rules import voters
from taskforce.enums import BodyKind, Outcome
from taskforce.models import Gate, Instruction, MeetingRecord, MemberOpinion
from taskforce.permissions import is_head
from taskforce.seconds import seat_name

OUTCOME_HELP = "原则通过的，每行写一条审议意见，以便逐条落实。暂缓、退回的写明理由。"


class MeetingForm(ModelForm):
    """Record of a meeting and what it decided."""

    outcome = forms.ChoiceField(label="结果", choices=Outcome.choices)
    opinions = forms.CharField(
        label="审议意见或理由",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=OUTCOME_HELP,
    )
    minutes_file = forms.FileField(
        label="会议纪要", help_text="PDF、图片（png、jpg）或者Word（docx），复核的人对照它核对。"
    )

    class Meta:
        model = MeetingRecord
        fields = [
            "held_on",
            "expected",
            "present",
            "observers",
            "excused",
            "chair",
            "recorder",
            "voting",
            "in_favour",
            "against",
            "abstained",
            "chair_last",
            "written",
        ]
        field_classes = {"held_on": DateField}
        help_texts = {
            "voting": "例如：举手表决、无记名投票、口头表决。",
            "expected": "按有表决权的成员人数。",
            "observers": "列席人员没有表决权，不计入人数。",
            "excused": "写明请假的成员和事由。",
            "written": "缺席成员的书面意见在会上通报，不计入票数。",
        }

    def __init__(self, *args: object, gate: Gate, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["outcome"] = outcome_field(gate)
        if gate.body.kind != BodyKind.PARTY_GROUP:
            del self.fields["chair_last"]


def meeting_initial(gate: Gate, written: list[MemberOpinion]) -> dict[str, object]:
    """What the portal knows of a meeting before it is recorded: members and written opinions."""
    said = [f"{_speaker(one)}：{one.get_vote_display()}。{one.text}" for one in written]
    seats = list(voters(gate))
    return {
        "held_on": clock.today(),
        "expected": len(seats) or None,
        "chair": next((seat.name for seat in seats if is_head(seat)), ""),
        "voting": "举手表决",
        "written": "\n".join(said),
    }


def _speaker(opinion: MemberOpinion) -> str:
    name = seat_name(opinion.seat)
    return f"{name}（由{opinion.given_by}代理）" if opinion.by_deputy else name


def outcome_field(gate: Gate) -> forms.ChoiceField:
    """The outcomes that this gate's body may give."""
    choices = [(one.value, one.label) for one in gate.allowed_outcomes]
    return forms.ChoiceField(label="结果", choices=choices)


class InstructionForm(Form):
    """What a body outside the portal instructed."""

    sent_on = DateField(label="报送日期")
    instructed_on = DateField(label="批示日期", initial=clock.today)
    text = forms.CharField(label="批示内容", widget=forms.Textarea(attrs={"rows": 4}))
    letter = forms.FileField(label="请示或报告", required=False)
    scan = forms.FileField(
        label="批示扫描件", help_text="PDF或者图片（png、jpg），复核的人对照它核对。"
    )
    outcome = forms.ChoiceField(label="结果", choices=Outcome.choices)
    opinions = forms.CharField(
        label="审议意见或理由",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=OUTCOME_HELP,
    )

    def __init__(self, *args: object, gate: Gate, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["outcome"] = outcome_field(gate)


def said_before(waiting: MeetingRecord | Instruction) -> dict[str, object]:
    """What a record that is being corrected said."""
    names = [*MeetingForm.Meta.fields, "sent_on", "instructed_on", "text", "outcome"]
    values = {name: getattr(waiting, name) for name in names if hasattr(waiting, name)}
    return {**values, "opinions": "\n".join(waiting.items) or waiting.reason}


class CheckRecordForm(Form):
    """复核 of what another officer recorded."""

    entered = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label="退回的理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="只在退回时填写。",
    )
