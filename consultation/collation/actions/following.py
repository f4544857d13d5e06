"""What a change of the text does to the opinions that were adopted into it.

Called by ``plans.system.following`` in the transaction of the change, under the plan's lock.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from consultation.collation.actions.dispositions import set_assessment_state
from consultation.collation.carried import absent_from, carried, kept, missing_now
from consultation.enums import Act, AssessmentState
from consultation.models import Assessment, Carrying, Round
from plans.models import Edition, Plan, Provision, User
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.telling import tell

NAMED = 10
"""As many opinions as a sentence names."""


def follow_text(*, rows: Sequence[Provision | Plan], by: User) -> None:
    """Adopted opinions whose words do not stand any more are 待落实 again; those whose words
    stand again are done. Whoever changed the text is told."""
    plan = rows[0] if isinstance(rows[0], Plan) else rows[0].plan
    lost = missing_now(kept(_concerned(plan, rows)))
    if not lost:
        return
    rows_of = carried(plan).filter
    fallen = rows_of(pk__in=[pk for pk, told in lost.items() if told], state=AssessmentState.DONE)
    whole = rows_of(
        pk__in=[pk for pk, told in lost.items() if not told], state=AssessmentState.TO_PROVE
    )
    down = _turn(fallen, AssessmentState.TO_PROVE, by)
    up = _turn(whole, AssessmentState.DONE, by)
    if down:
        tell(
            f"这次修改以后，{_names(down)}采纳时写入正文的内容不再完整，已重新列为待落实。"
            "请在“采纳落实核对”中核对：仍然落实的，改记现在的修改；不再采纳的，修改处理意见。"
        )
    if up:
        tell(f"{_names(up)}采纳的内容又完整地在正文中，已恢复为落实。")


def follow_edition(*, edition: Edition) -> None:
    """Whoever freezes an edition is told which adopted opinions it does not hold."""
    absent = [one for one, _ in absent_from(edition)]
    pointless = list(
        Assessment.objects.filter(
            round__in=Round.objects.in_force().filter(plan=edition.plan),
            state=AssessmentState.TO_PROVE,
            proof__isnull=True,
        ).select_related("round")
    )
    if absent or pointless:
        tell(
            f"“{edition.label}”中没有完整落实{_names(absent + pointless)}：这些意见已经采纳，"
            "但没有写入这一稿。请在“采纳落实核对”中核对，需要时修改正文后重新定版。"
        )


def _concerned(plan: Plan, rows: Sequence[Provision | Plan]) -> QuerySet[Carrying]:
    """What was put into these rows; and what was moved in the plan, past whomever."""
    provisions = [one.pk for one in rows if isinstance(one, Provision)]
    own = Q(provision__in=provisions) | Q(provision__isnull=False, put__moved=True)
    if len(provisions) < len(rows):
        own |= Q(provision__isnull=True)
    return Carrying.objects.filter(
        own, assessment__round__in=Round.objects.in_force().filter(plan=plan)
    )


def _turn(rows: QuerySet[Assessment], state: AssessmentState, by: User) -> list[Assessment]:
    """The rows, locked with their rounds, in their new state."""
    found = list(rows.order_by().values_list("pk", "round"))
    if not found:
        return []
    list(locked(Round.objects.filter(pk__in={round_ for _, round_ in found})).order_by("pk"))
    turned = locked(rows.model.objects.filter(pk__in=[pk for pk, _ in found]))
    changed = list(turned.select_related("round__plan").order_by("round", "number"))
    act = Act.ASSESSMENT_STANDS if state == AssessmentState.DONE else Act.ASSESSMENT_LOST
    for row in changed:
        old = {"state": row.state}
        set_assessment_state(row, state)
        record(act, row, by=by, plan=row.round.plan, old=old, new={"state": row.state})
    return changed


def _names(rows: Sequence[Assessment]) -> str:
    numbers = "、".join(f"{row.number:04d}" for row in rows[:NAMED])
    rest = f"等{len(rows)}条" if len(rows) > NAMED else ""
    return f"意见{numbers}{rest}"
