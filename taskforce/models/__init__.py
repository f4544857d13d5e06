"""Tables of how the work advances and who decides."""

from taskforce.models.body import Body, Deputy, Seat
from taskforce.models.decision import (
    DECIDED,
    Decision,
    Gate,
    Material,
    MemberOpinion,
    Objection,
    Package,
    ReviewItem,
)
from taskforce.models.gate_change import GateChange
from taskforce.models.notice import CalendarLink, LogReading, MailPreference, Notice, Reminder
from taskforce.models.prepared import PreparedPaper
from taskforce.models.records import Instruction, MeetingRecord, Recorded
from taskforce.models.timeline import Stage, Step, StepEvidence, Timeline, TimelineChange

__all__ = [
    "Timeline",
    "Stage",
    "Step",
    "StepEvidence",
    "TimelineChange",
    "Body",
    "Seat",
    "Deputy",
    "Gate",
    "GateChange",
    "Package",
    "PreparedPaper",
    "Material",
    "MemberOpinion",
    "Objection",
    "MeetingRecord",
    "Instruction",
    "Recorded",
    "DECIDED",
    "Decision",
    "ReviewItem",
    "Notice",
    "LogReading",
    "MailPreference",
    "CalendarLink",
    "Reminder",
]
