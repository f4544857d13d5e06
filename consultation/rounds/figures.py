"""Covering figures of a round, as numbers and in a sentence."""

from __future__ import annotations

from django.db.models import Count, Q

from consultation.enums import Disposition, ReplyState
from consultation.models import Round


def covering_figures(round_: Round) -> dict[str, int]:
    """发函, 回函, 有意见, 无意见, 未反馈; 条数 and how many of each disposition.

    The opinions' figures are kept counters of the round's row, which is read afresh.
    """
    answered = Q(state__in=(ReplyState.RELEASED, ReplyState.TO_SEAL))
    units = round_.invitations.aggregate(
        invited=Count("id"),
        replied=Count("id", filter=answered),
        no_opinion=Count("id", filter=answered & Q(reply__no_opinion=True)),
        with_opinion=Count("id", filter=answered & Q(reply__no_opinion=False)),
        silent=Count("id", filter=~answered),
    )
    names = ("comment_count", *(f"{value}_count" for value in Disposition.values))
    kept = Round.objects.values_list(*names).get(pk=round_.pk)
    return {**units, **dict(zip(("comments", *Disposition.values), kept, strict=True))}


def round_words(name: str, figures: dict[str, int]) -> str:
    """The covering figures of one round in a sentence."""
    asked = (
        f"发出{figures['invited']}份，收回{figures['replied']}份"
        f"（有意见{figures['with_opinion']}份、无意见{figures['no_opinion']}份），"
        f"未反馈{figures['silent']}份；"
        if figures["invited"]
        else ""
    )
    outcomes = "、".join(f"{one.label}{figures[one.value]}条" for one in Disposition)
    return f"“{name}”：{asked}共收到意见{figures['comments']}条，其中{outcomes}。"
