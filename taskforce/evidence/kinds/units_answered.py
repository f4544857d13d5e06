"""征求意见对象反馈情况: every unit asked has answered or is recorded as not having done so."""

from __future__ import annotations

from consultation.enums import SETTLED_REPLY_STATES, Audience, ReplyState
from consultation.models import Invitation
from consultation.rounds.queries import rounds_of
from taskforce.evidence.kind import Kind
from taskforce.models import Stage


def units_answered(stage: Stage) -> tuple[bool, str]:
    """A reply that only waits for its stamp counts as given; one entered by staff does not, until
    a second person has confirmed it."""
    plan = stage.timeline.plan
    asked = Invitation.objects.filter(round__in=rounds_of(plan).filter(audience=Audience.UNITS))
    if not asked.exists():
        return False, "还没有向任何单位征求意见"
    entered = asked.filter(state=ReplyState.TO_CONFIRM).count()
    answered = (*SETTLED_REPLY_STATES, ReplyState.TO_SEAL, ReplyState.TO_CONFIRM)
    silent = asked.exclude(state__in=answered).count()
    missing = [
        *([f"还有{silent}个对象没有反馈，也没有登记为未反馈"] if silent else []),
        *([f"还有{entered}份代录的反馈待复核"] if entered else []),
    ]
    return not missing, "；".join(missing) or "全部已反馈或登记"


KIND = Kind(
    "units_answered",
    "征求意见对象反馈情况",
    50,
    units_answered,
    "rounds",
    "催办，或登记为未反馈并写明说明。",
)
