"""The second round: what a unit says of how its earlier opinions were treated."""

from __future__ import annotations

from django.db import transaction

from consultation.enums import Act, FollowUp
from consultation.models import Assessment
from consultation.permissions import may_answer
from consultation.rounds.actions.invitations import lock_invitation, require_open
from plans.errors import InvalidInput, NotAllowed
from plans.models import User
from plans.system.audit import record
from plans.system.locking import locked


def settle_earlier(
    invitation_id: int, assessment_id: int, value: str, *, by: User, note: str = ""
) -> Assessment:
    """已解决 or 仍有意见 on an opinion of the last round; open ones go to the argumentation."""
    if value not in FollowUp.values:
        raise InvalidInput("请选择“已解决”或“仍有意见”。")
    with transaction.atomic():
        invitation = lock_invitation(invitation_id)
        if not may_answer(by, invitation):
            raise NotAllowed("您不是该单位的经办人。")
        require_open(invitation)
        own = locked(Assessment.objects).filter(
            pk=assessment_id,
            round__later=invitation.round,
            comment__reply__invitation__unit=invitation.unit_id,
            comment__reply__invitation__person=invitation.person_id,
        )
        row = own.first()
        if row is None:
            raise NotAllowed("这不是本单位上一轮的意见。")
        old = {"follow_up": row.follow_up, "note": row.follow_up_note}
        row.follow_up, row.follow_up_note = value, note.strip()[:500]
        row.to_argumentation = value == FollowUp.STILL_OPEN
        row.save(update_fields=["follow_up", "follow_up_note", "to_argumentation"])
        new = {"follow_up": value, "note": row.follow_up_note}
        record(Act.ASSESSMENT_FOLLOW_UP, row, by=by, plan=invitation.round.plan, old=old, new=new)
    return row
