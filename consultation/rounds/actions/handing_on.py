"""One letter sent once more, and what was handed on by hand: paper posted, a link passed on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from consultation.enums import CHOSEN_CHANNELS, Act, Channel, DeliveryState, Purpose
from consultation.models import Delivery, Invitation, Round
from consultation.rounds.actions.delivering import Told, deliver
from consultation.rounds.actions.rounds import lock_running
from plans.errors import InvalidInput, WrongState
from plans.models import User
from plans.system import clock
from plans.system.audit import record
from plans.system.locking import locked


def send_again(invitation: Invitation, *, by: User, channel: str = "") -> Told:
    """Send the letter once more, by this channel or by whatever reaches them (empty)."""
    if channel not in ("", *CHOSEN_CHANNELS, Channel.MAIL, Channel.SMS):
        raise InvalidInput("没有这种送达方式，请重新选择。")
    with transaction.atomic():
        round_ = lock_running(invitation.round, by)
        found = locked(Invitation.objects).select_related("unit", "person").get(pk=invitation.pk)
        found.channel = channel
        found.save(update_fields=["channel"])
        told = deliver(round_, [found], Purpose.ASK, by=by)
        if not told.reached:
            raise WrongState(f"没有可以送达{found}的方式。请先补充邮箱或者电话，或者改用纸质函。")
        new = {"for": str(found), "by": told.by_channel}
        record(Act.ROUND_SEND_AGAIN, round_, by=by, plan=round_.plan, new=new)
    return told


def note_handed_on(round_: Round, deliveries: Iterable[Delivery], *, by: User) -> int:
    """Somebody has handed on what waits for a hand: paper letters posted, copied texts passed on.
    Gives how many; what was not waiting stays as it is."""
    ids = [one.pk for one in deliveries]
    with transaction.atomic():
        found = lock_running(round_, by)
        waiting = Delivery.objects.filter(
            pk__in=ids,
            invitation__round=found,
            channel__in=CHOSEN_CHANNELS,
            state=DeliveryState.WAITING,
        )
        done = waiting.update(state=DeliveryState.SENT, sent_at=clock.now())
        if not done:
            raise WrongState("没有等待送达的函件，可能已经登记。")
        record(Act.ROUND_HAND_ON, found, by=by, plan=found.plan, new={"deliveries": done})
    return done
