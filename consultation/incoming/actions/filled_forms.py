"""Taking a filled 反馈表 into a unit's reply: all its rows or none, once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction

from consultation.enums import Act
from consultation.incoming.feedback_forms import Line, faults, kind_of, matched
from consultation.models import Comment
from consultation.passages.quoting import standing
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import note_enclosed, reply_of
from consultation.rounds.actions.invitations import lock_invitation
from plans.errors import InvalidInput
from plans.models import Attachment, User
from plans.system.audit import record


def take_form(
    invitation_id: int, lines: Sequence[Line], original: Attachment, *, by: User, for_unit: bool
) -> list[Comment]:
    """Draft one opinion per row; the same file again adds nothing. The file stays with the reply.

    ``for_unit``: staff take it for the unit, also after closing (see ``draft_comment``).
    """
    if wrong := faults(lines):
        raise InvalidInput("没有导入任何意见。" + "".join(wrong[:5]))
    with transaction.atomic():
        invitation = lock_invitation(invitation_id, with_round=for_unit)
        made = []
        for at, (line, named) in enumerate(matched(invitation.round.edition, list(lines))):
            place = named.place
            about = f"（针对：{line.place}）" if named.unknown else ""
            found = standing(place, line.quote or named.paragraph)
            opinion = Opinion(
                kind_of(line, place),
                proposal=line.text,
                reason=f"{line.reason}{about}",
                place=place,
                quote=found.quote,
                prefix=found.prefix,
                suffix=found.suffix,
                start=found.start,
            )
            key = uuid.uuid5(uuid.NAMESPACE_OID, f"{invitation_id}:{original.sha256}:{at}")
            made.append(draft_comment(invitation_id, opinion, by=by, key=key, for_unit=for_unit))
        reply = reply_of(invitation)
        reply.attachments.add(original)
        note_enclosed(reply)
        if for_unit and reply.original is None:
            reply.original = original
            reply.save(update_fields=["original"])
        new = {"file": original.sha256, "comments": len(made)}
        record(Act.REPLY_TAKE_FORM, reply, by=by, plan=invitation.round.plan, new=new)
    return made
