"""Reading what staff entered for a unit: what waits, for whom, and what it is compared with."""

from __future__ import annotations

from consultation.models import Comment, IncomingLetter, Invitation, ReplyEntry
from consultation.permissions import may_confirm_entry
from consultation.replies.enclosures import has_head
from plans.models import PlanUserObjectPermission, User
from plans.permissions import MANAGE_PLAN


def entries_of(invitation: Invitation) -> list[ReplyEntry]:
    """Everything that was ever entered for this one, the newest first."""
    rows = ReplyEntry.objects.filter(reply__invitation=invitation).order_by("-id")
    return list(rows.select_related("made_by", "confirmed_by", "set_aside_by", "original"))


def seconds(entry: ReplyEntry) -> list[User]:
    """Who runs the plan and is independent of who entered it."""
    plan = entry.reply.invitation.round.plan_id
    managers = PlanUserObjectPermission.objects.filter(
        content_object=plan, permission__codename=MANAGE_PLAN
    )
    people = User.objects.filter(pk__in=managers.values("user"), is_active=True).order_by("id")
    return [one for one in people if may_confirm_entry(one, entry)]


def waits_for(entry: ReplyEntry) -> str:
    """Whom it waits for, in a sentence."""
    invitation = entry.reply.invitation
    names = "、".join(map(str, seconds(entry)))
    own = "" if invitation.unit is not None and not has_head(invitation) else f"{invitation}"
    head = f"{own}的负责人" if own and invitation.unit is not None else own
    how = "对照原件复核" if entry.original_id else "核实口头情况后复核"
    if names and head:
        return f"等待{names}{how}，或由{head}确认。"
    if names or head:
        return f"等待{names or head}{how}。"
    return f"还没有可以复核的人：请先为本规划增加一位主持人员，由其{how}。"


def entered_opinions(entry: ReplyEntry) -> list[Comment]:
    """The opinions that were entered, in their order."""
    rows = Comment.objects.filter(reply=entry.reply_id).order_by("id")
    return list(rows.select_related("place", "author"))


def letter_of(entry: ReplyEntry) -> IncomingLetter | None:
    """The registered letter whose file is the original: its words stand beside the opinions."""
    if entry.original_id is None:
        return None
    rows = IncomingLetter.objects.filter(invitation=entry.reply.invitation_id)
    return rows.filter(original=entry.original_id).first()
