"""Covering figures of a round: counted, named and put in words here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from consultation.enums import AssessmentState, Audience, Disposition, ReplyState
from consultation.models import Round

OPINIONS = "comments"
UNTREATED = "open"
TO_CONFIRM = ReplyState.TO_CONFIRM.value
ASKED = (
    ("invited", "发函"),
    ("replied", "回函"),
    ("with_opinion", "有意见"),
    ("no_opinion", "无意见"),
    (TO_CONFIRM, ReplyState.TO_CONFIRM.label),
    ("silent", "未反馈"),
)
"""Replied, entered but not yet confirmed, and silent make up the invited; with and without opinion
those who replied."""
OUTCOMES = (*Disposition.choices, (UNTREATED, AssessmentState.OPEN.label))
"""Together all opinions."""


@dataclass(frozen=True)
class Figure:
    key: str
    label: str
    unit: str
    count: int


def covering_figures(round_: Round) -> dict[str, int]:
    """Every figure by its key: as frozen once the round is completed, else as it stands."""
    if round_.completed_at is not None:
        names = (*dict(ASKED), OPINIONS, *dict(OUTCOMES))
        return dict.fromkeys(names, 0) | round_.figures
    return _answers(round_) | _opinions(round_)


def _answers(round_: Round) -> dict[str, int]:
    answered = Q(state__in=(ReplyState.RELEASED, ReplyState.TO_SEAL))
    entered = Q(state=ReplyState.TO_CONFIRM)
    return round_.invitations.aggregate(
        invited=Count("id"),
        replied=Count("id", filter=answered),
        with_opinion=Count("id", filter=answered & Q(reply__no_opinion=False)),
        no_opinion=Count("id", filter=answered & Q(reply__no_opinion=True)),
        **{TO_CONFIRM: Count("id", filter=entered)},
        silent=Count("id", filter=~answered & ~entered),
    )


def _opinions(round_: Round) -> dict[str, int]:
    """The kept counts, read at one moment with the number of all opinions."""
    names = ("comment_count", "disposition_counts__disposition", "disposition_counts__count")
    rows = list(Round.objects.filter(pk=round_.pk).values_list(*names))
    treated = dict.fromkeys(Disposition.values, 0) | {key: count for _, key, count in rows if key}
    total = rows[0][0]
    return {OPINIONS: total, **treated, UNTREATED: total - sum(treated.values())}


def figure_list(figures: dict[str, int], *, asked: bool = True) -> list[Figure]:
    """The figures in the order in which every page and table shows them; 待复核 only while there is
    some."""
    wanted = [one for one in ASKED if one[0] != TO_CONFIRM or figures[TO_CONFIRM]]
    named = [(key, label, "家") for key, label in wanted] if asked else []
    named.append((OPINIONS, "意见", "条"))
    named += [(key, label, "条") for key, label in OUTCOMES]
    return [Figure(key, label, unit, figures[key]) for key, label, unit in named]


def shown_figures(round_: Round) -> list[Figure]:
    """The figures of one round; the public was not asked one by one."""
    return figure_list(covering_figures(round_), asked=round_.audience != Audience.PUBLIC)


def asked_words(figures: dict[str, int]) -> str:
    """Who was asked and answered, as the beginning of a sentence; 待复核 where there is some."""
    waiting = "代录待复核{to_confirm}家，" if figures[TO_CONFIRM] else ""
    return (
        "发函{invited}家，回函{replied}家（有意见{with_opinion}家、无意见{no_opinion}家），"
        f"{waiting}未反馈{{silent}}家"
    ).format(**figures)


def outcome_words(figures: dict[str, int]) -> str:
    """How many opinions and what became of them, as a sentence; untreated ones where there are."""
    parts = [
        f"{label}{figures[key]}条" for key, label in OUTCOMES if key != UNTREATED or figures[key]
    ]
    return f"共收到意见{figures[OPINIONS]}条，其中{'、'.join(parts)}。"


def round_words(name: str, figures: dict[str, int]) -> str:
    """The covering figures of one round in a sentence."""
    asked = f"{asked_words(figures)}；" if figures["invited"] else ""
    return f"“{name}”：{asked}{outcome_words(figures)}"
