"""Which states may stand together: one table for the process, one for consultation, one for groups.

Written from the rules, not from what was found: whatever stands in the database and not here is a
fault, of the code or of this table. A cell holds one state or several, apart by spaces; every
combination of a row's cells may stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from django.db.models import Prefetch

from consultation.models import Assessment, Comment, Invitation, OpinionGroup, Reply, Round
from taskforce.models import Gate, Package

WRITABLE = "drafting consulting revising deliberating"
OVER = "approved published"
ANY = f"{WRITABLE} {OVER}"

PROCESS = (
    # the plan's phase, its stage, a gate of it, the gate's last package, what it decided last,
    # whether that is contested
    # Nothing is asked in a stage that has not begun; in one that has, until its turn comes.
    (WRITABLE, "waiting active deciding", "waiting", "none", "-", "-"),
    # Taken back before anything was decided; or asked anew 重新审议, the earlier result is history.
    (WRITABLE, "active deciding", "waiting", "recalled history", "-", "-"),
    # Before its deciders, for the first time or again; the stage deliberates.
    (WRITABLE, "deciding", "open", "in_hand", "-", "-"),
    (WRITABLE, "deciding", "open", "in_hand", "passed passed_with_opinions", "-"),
    (WRITABLE, "deciding", "open", "in_hand", "deferred returned", "-"),
    # Passed, at once or with all opinions carried; the stage goes on, went back with a later gate,
    # or has ended. Only then may the plan be approved and published, and come back by 撤回公开.
    (WRITABLE, "deciding active", "passed", "decided recalled", "passed passed_with_opinions", "-"),
    (ANY, "ended", "passed", "decided", "passed passed_with_opinions", "-"),
    # Asked again and taken back in a stage that ended since: the earlier result stands.
    (ANY, "ended", "passed", "recalled", "passed passed_with_opinions", "-"),
    # Opinions are still to be carried: the stage has not ended.
    (
        *(WRITABLE, "deciding active", "passed_with_opinions", "decided recalled"),
        *("passed_with_opinions", "-"),
    ),
    # Sent back: the stage is at work, or deliberates on another gate.
    (WRITABLE, "active deciding", "deferred", "decided recalled", "deferred", "-"),
    (WRITABLE, "active deciding", "returned", "decided recalled", "returned", "-"),
    # 有争议: a result lost its ground after more was built on it. It stands until it is judged or
    # decided anew, wherever stage and plan are by then.
    (ANY, "active deciding ended", "passed", "decided recalled", "passed", "contested"),
    (
        *(ANY, "active deciding ended", "passed passed_with_opinions", "decided recalled"),
        *("passed_with_opinions", "contested"),
    ),
    (
        *(ANY, "active deciding ended", "open", "in_hand"),
        *("passed passed_with_opinions deferred returned", "contested"),
    ),
    # Its objection was found to be groundless while it was decided anew: that goes on.
    (ANY, "ended", "open", "in_hand", "passed passed_with_opinions", "-"),
    (ANY, "active deciding ended", "deferred", "decided recalled", "deferred", "contested"),
    (ANY, "active deciding ended", "returned", "decided recalled", "returned", "contested"),
)

UNTREATED = "open to_prove done"

CONSULTATION = (
    # who is asked, the round, an invitation, its reply, an opinion of it
    # Asked, perhaps looked at; a reply that was begun (a file, an entry set aside) has no words.
    ("units", "running completed", "unread read", "none begun", "-"),
    # Being written; every opinion may be deleted again.
    ("units", "running completed", "drafting to_release", "begun", "- draft"),
    # Entered by staff, waiting for a second person; no round is completed over it.
    ("units", "running", "to_confirm", "begun", "- draft"),
    # Silent; what was drafted and never released stays a draft.
    ("units", "running completed", "no_reply", "none begun", "- draft"),
    # Released, with or without its stamp: opinions are submitted and each is being treated …
    ("units", "running", "to_seal released", "opinions", UNTREATED),
    # … or it was 无意见.
    ("units", "running completed", "to_seal released", "no_opinion", "-"),
    # 办结: every opinion is treated, and proved where it was adopted.
    ("units", "completed", "to_seal released", "opinions", "done"),
    # An adopted opinion whose words were taken out of the text again is to be proved, also then.
    ("units", "completed", "to_seal released", "opinions", "to_prove"),
    # Experts write elsewhere until the seal is opened; who never released, or recused, stays so.
    ("experts", "running completed", "unread read drafting released no_reply", "none", "-"),
    # Then what each released is a reply, with opinions or with a verdict alone.
    ("experts", "running", "released", "opinions", UNTREATED),
    ("experts", "running completed", "released", "no_opinion", "-"),
    ("experts", "completed", "released", "opinions", "to_prove done"),
    ("experts public", "running", "-", "-", UNTREATED),
    ("experts public", "completed", "-", "-", "to_prove done"),
    # 作废, at any moment before 办结: everything stays as it was, and nothing goes on.
    ("units", "void", "unread read", "none begun", "-"),
    ("units", "void", "drafting to_release to_confirm", "begun", "- draft"),
    ("units", "void", "no_reply", "none begun", "- draft"),
    ("units", "void", "to_seal released", "opinions", UNTREATED),
    ("units", "void", "to_seal released", "no_opinion", "-"),
    ("experts", "void", "unread read drafting released no_reply", "none", "-"),
    ("experts", "void", "released", "opinions", UNTREATED),
    ("experts", "void", "released", "no_opinion", "-"),
    ("experts public", "void", "-", "-", UNTREATED),
    # Nobody is asked and nothing said in a draft: it stands in no row.
)

GROUPS = (
    # a group of like opinions, the answers among its members: none, some not yet, one, several
    ("proposed", "none some one several"),
    # Confirmed, it is answered once.
    ("confirmed", "none one"),
)


def spread(rows: Iterable[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    """Every combination that the rows of a table allow."""
    return frozenset(one for row in rows for one in product(*(cell.split() for cell in row)))


ALLOWED = {"gate": spread(PROCESS), "invitation": spread(CONSULTATION), "group": spread(GROUPS)}


def combinations_are_in_the_table() -> Iterator[str]:
    """What stands together in the database and in no table."""
    for what, pk, found in standing():
        if found not in ALLOWED[what]:
            yield f"{what} {pk} stands as {' · '.join(found)}"


def standing() -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Every combination that stands now: of what, of which row, the states."""
    yield from (("gate", *one) for one in _gates())
    yield from (("invitation", *one) for one in _invitations())
    yield from (("group", *one) for one in _groups())


def _gates() -> Iterator[tuple[int, tuple[str, ...]]]:
    packages = Package.objects.order_by("-pk").prefetch_related("decisions")
    gates = Gate.objects.select_related("stage__timeline__plan")
    for gate in gates.prefetch_related(Prefetch("packages", packages)):
        asked = list(gate.packages.all())
        since = [one for one in asked if not gate.reopened_at or one.sealed_at > gate.reopened_at]
        decided = next((told for one in since if (told := _decision(one))), "-")
        yield (
            gate.pk,
            (
                gate.stage.timeline.plan.phase,
                gate.stage.state,
                gate.state,
                _package(asked, since),
                decided,
                "contested" if gate.contested_at else "-",
            ),
        )


def _package(asked: list[Package], since: list[Package]) -> str:
    if not asked:
        return "none"
    if not since:
        return "history"
    if since[0].closed_at is None:
        return "in_hand"
    return "decided" if _decision(since[0]) else "recalled"


def _decision(package: Package) -> str:
    told = [one.outcome for one in package.decisions.all() if one.voided_at is None]
    return told[0] if told else ""


def _invitations() -> Iterator[tuple[int, tuple[str, ...]]]:
    treated = dict(Assessment.objects.values_list("comment", "state"))
    opinions: dict[int, set[str]] = {}
    for comment in Comment.objects.select_related("round", "reply"):
        how = treated.get(comment.pk, "draft" if comment.submitted_at is None else "untreated")
        if comment.reply is not None:
            opinions.setdefault(comment.reply.invitation_id, set()).add(how)
            continue
        over = _round(comment.round)
        yield comment.pk, (comment.round.audience, over, "-", "-", how)
    replies = {one.invitation_id: one for one in Reply.objects.all()}
    for asked in Invitation.objects.select_related("round"):
        over = _round(asked.round)
        reply = _reply(replies.get(asked.pk))
        for how in opinions.get(asked.pk, {"-"}):
            yield asked.pk, (asked.round.audience, over, asked.state, reply, how)


def _round(round_: Round) -> str:
    if round_.voided_at is not None:
        return "void"
    if round_.issued_at is None:
        return "draft"
    return "completed" if round_.completed_at else "running"


def _reply(reply: Reply | None) -> str:
    if reply is None:
        return "none"
    if reply.released_at is None:
        return "begun"
    return "no_opinion" if reply.no_opinion else "opinions"


def _groups() -> Iterator[tuple[int, tuple[str, ...]]]:
    for group in OpinionGroup.objects.prefetch_related("members"):
        answers = {(one.disposition, one.reason) for one in group.members.all()}
        given = len(answers - {("", "")})
        if given == 1:
            told = "some" if ("", "") in answers else "one"
        else:
            told = "several" if given else "none"
        yield group.pk, ("confirmed" if group.confirmed_at else "proposed", told)
