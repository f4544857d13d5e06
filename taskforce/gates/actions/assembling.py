"""报审材料 assembling themselves: made by a job from what the portal knows, looked at, sealed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from consultation.collation.listing import Criteria
from consultation.collation.papers.collation import table as collation_of
from consultation.enums import Audience
from consultation.experts.papers import argumentation
from consultation.experts.seal import concluded, is_sealed
from consultation.models import Round
from plans.documents.actions import draw
from plans.editions.papers import edition_document
from plans.enums import OPEN_JOB_STATES, FileFormat
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Attachment, Edition, Job, Plan, User
from plans.rendering.blocks import Document
from plans.system import clock, storage
from plans.system.actions.attachments import keep_upload
from plans.system.audit import record
from plans.system.jobs import Attempt, enqueue, job_kind
from taskforce.enums import Act, BodyKind, PaperSlot
from taskforce.gates.actions.packages import Paper, lock_gate, seal_package
from taskforce.gates.papers import (
    adoption_document,
    argued_document,
    asked_rounds,
    explanation_of,
    last_reviews,
    reviews_document,
)
from taskforce.models import Gate, Package, PreparedPaper, StepEvidence, Timeline
from taskforce.permissions import may_run_process
from taskforce.standing import may_be_asked

TASK = job_kind("taskforce.assemble", "汇集报审材料")
LONG_TABLE = 2000
"""A table of more opinions is made as DOCX: a PDF of so many pages takes minutes."""
ARGUED_KEYS = ("argumentation_opinions", "argumentation_answered")


@dataclass(frozen=True)
class Planned:
    """A paper to be made ready: a document to draw, or a file that is there."""

    slot: PaperSlot
    title: str
    document: Document | None = None
    file: Attachment | None = None
    format: FileFormat = FileFormat.PDF


def assemble(gate_id: int, edition_id: int, *, by: User) -> Job:
    """汇集材料: queue the making of every paper for this 稿; one job at a time."""
    with transaction.atomic():
        gate = _lock_askable(gate_id, by)
        plan = gate.stage.timeline.plan
        if not plan.editions.filter(pk=edition_id).exists():
            raise InvalidInput("请选择提请审议的稿。")
        running = assembling(gate)
        if running is not None:
            return running
        label = f"汇集报审材料：{gate}"
        return enqueue(TASK, by=by, label=label, plan=plan, gate=gate.pk, edition=edition_id)


def assembling(gate: Gate) -> Job | None:
    """The job that is making the gate's papers now."""
    jobs = Job.objects.filter(task=TASK, args__gate=gate.pk, state__in=OPEN_JOB_STATES)
    return jobs.order_by("-id").first()


def make_papers(attempt: Attempt) -> dict[str, Any]:
    """The job's work: draw every paper, then put them in the place of those made before."""
    args, by = attempt.job.args, attempt.job.requested_by
    gate = Gate.objects.select_related("stage__timeline__plan").get(pk=args["gate"])
    edition = Edition.objects.select_related("plan", "explanation").get(pk=args["edition"])
    planned = list(papers_for(edition, gate.stage.timeline, clock.today()))
    files = []
    for done, one in enumerate(planned):
        attempt.progress(done, len(planned))
        files.append(one.file or _drawn(one, edition.plan, by))
    attempt.progress(len(planned), len(planned))
    with transaction.atomic():
        _lock_askable(gate.pk, by)
        _replace_made(gate, edition, planned, files, by)
    return {"papers": len(planned)}


def _drawn(one: Planned, plan: Plan, by: User) -> Attachment:
    assert one.document is not None
    name = f"{one.title}.{one.format.value}"
    return keep_upload(name, draw(one.document, one.format), by=by, plan=plan)


def _replace_made(
    gate: Gate, edition: Edition, planned: Sequence[Planned], files: Sequence[Attachment], by: User
) -> None:
    gate.prepared.waiting().filter(uploaded=False).delete()
    kept = set(gate.prepared.waiting().values_list("slot", "number"))
    counted: dict[PaperSlot, int] = {}
    for one, file in zip(planned, files, strict=True):
        counted[one.slot] = number = counted.get(one.slot, 0) + 1
        if (one.slot, number) not in kept:
            PreparedPaper.objects.create(
                gate=gate, slot=one.slot, number=number, title=one.title[:200],
                edition=edition, file=file, made_by=by,
            )  # fmt: skip
    new = {"label": edition.label, "papers": [one.title for one in planned]}
    record(Act.GATE_ASSEMBLE, gate, by=by, plan=edition.plan, new=new)


def papers_for(edition: Edition, timeline: Timeline, on: date) -> Iterator[Planned]:
    """Every paper that the portal can make for this 稿, in the order of the package."""
    plan = edition.plan
    named = f"（{edition.label}）"
    yield Planned(PaperSlot.DRAFT, f"规划草案{named}", edition_document(edition))
    yield Planned(PaperSlot.EXPLANATION, f"编制说明{named}", explanation_of(edition, timeline))
    asked = asked_rounds(plan, Audience.UNITS, Audience.PUBLIC)
    if asked:
        yield Planned(PaperSlot.ADOPTION, "意见采纳情况", adoption_document(plan, asked, on=on))
    yield from (_table(PaperSlot.COLLATION, "意见汇总处理表", one, on) for one in asked)
    yield from _argued(plan, timeline, on)
    yield from _reviewed(plan, on)


def _table(slot: PaperSlot, name: str, round_: Round, on: date) -> Planned:
    format_ = FileFormat.DOCX if round_.comment_count > LONG_TABLE else FileFormat.PDF
    document = collation_of(round_, Criteria(), on)
    return Planned(slot, f"{name}（{round_.name}）", document, format=format_)


def _argued(plan: Plan, timeline: Timeline, on: date) -> Iterator[Planned]:
    rounds = [one for one in asked_rounds(plan, Audience.EXPERTS) if not is_sealed(one)]
    slot = PaperSlot.ARGUMENTATION
    for panel in concluded(plan):
        title = f"专家论证意见（{panel.round.name}）"
        if panel.signed_scan is not None:
            yield Planned(slot, title, file=panel.signed_scan)
        else:
            yield Planned(slot, title, argumentation(panel))
    if rounds:
        yield Planned(slot, "论证意见及采纳情况", argued_document(plan, rounds, on=on))
    yield from (_table(slot, "论证意见汇总处理表", one, on) for one in rounds)
    shown = StepEvidence.objects.filter(step__stage__timeline=timeline, key__in=ARGUED_KEYS)
    for piece in shown.exclude(file=None).select_related("file"):
        yield Planned(slot, piece.note, file=piece.file)


def _reviewed(plan: Plan, on: date) -> Iterator[Planned]:
    reviews = last_reviews(plan)
    if reviews:
        yield Planned(PaperSlot.REVIEWS, "审核意见汇总", reviews_document(plan, on=on))
    for one in reviews:
        if one.file:
            yield Planned(PaperSlot.REVIEWS, f"{one.get_kind_display()}意见", file=one.file)


def replace_paper(paper_id: int, file: Attachment, *, by: User) -> PreparedPaper:
    """Put the office's own file in the place of a paper made by the portal."""
    with transaction.atomic():
        at = PreparedPaper.objects.waiting().values_list("gate", flat=True).get(pk=paper_id)
        gate = _lock_askable(at, by)
        paper = PreparedPaper.objects.waiting().select_related("file").get(pk=paper_id)
        old = {"sha256": paper.file.sha256}
        paper.file, paper.uploaded = file, True
        paper.made_by, paper.made_at = by, clock.now()
        paper.save(update_fields=["file", "uploaded", "made_by", "made_at"])
        new = {"title": paper.title, "sha256": file.sha256}
        plan = gate.stage.timeline.plan
        record(Act.GATE_REPLACE_PAPER, gate, by=by, plan=plan, old=old, new=new)
    return paper


def add_paper(gate_id: int, title: str, file: Attachment, *, by: User) -> PreparedPaper:
    """Add a file of the office's own to the papers of a gate."""
    if not title.strip():
        raise InvalidInput("请写明材料的名称。")
    with transaction.atomic():
        gate = _lock_askable(gate_id, by)
        last = (
            gate.prepared.waiting()
            .filter(slot=PaperSlot.OTHER)
            .aggregate(last=Max("number"))["last"]
        )
        paper = PreparedPaper.objects.create(
            gate=gate, slot=PaperSlot.OTHER, number=(last or 0) + 1, title=title.strip()[:200],
            file=file, uploaded=True, made_by=by,
        )  # fmt: skip
        new = {"title": paper.title, "sha256": file.sha256}
        record(Act.GATE_ADD_PAPER, gate, by=by, plan=gate.stage.timeline.plan, new=new)
    return paper


def drop_paper(paper_id: int, *, by: User) -> None:
    """不列入: leave a paper out of the next package."""
    with transaction.atomic():
        paper = PreparedPaper.objects.waiting().select_related("gate").get(pk=paper_id)
        gate = _lock_askable(paper.gate_id, by)
        if paper.slot == PaperSlot.DRAFT:
            raise WrongState("规划草案是审议的对象，不能不列入；可以换成上传的文件。")
        new = {"title": paper.title}
        record(Act.GATE_DROP_PAPER, gate, by=by, plan=gate.stage.timeline.plan, new=new)
        paper.delete()


def seal_prepared(
    gate_id: int,
    *,
    by: User,
    question: str,
    more: Sequence[Paper] = (),
    edition: Edition | None = None,
    gap_reason: str = "",
    seen: str | None = None,
) -> Package:
    """Seal the papers made ready, with ``more`` behind them; with a 稿 they must be of it.

    ``seen``: the fingerprint of the papers as they were looked at; WrongState when they are
    others by now.
    """
    with transaction.atomic():
        gate = lock_gate(gate_id)
        waiting = gate.prepared.waiting()
        if seen is not None and seen != waiting.fingerprint():
            raise WrongState("材料在您核对之后有变动。请核对下面列出的材料，再封存。")
        rows = list(waiting.select_related("file", "edition"))
        _require_ready(rows, edition)
        _require_whole(rows)
        papers = [
            Paper(
                row.title, file=row.file, edition=edition if row.slot == PaperSlot.DRAFT else None
            )
            for row in rows
        ]
        package = seal_package(
            gate_id,
            by=by,
            question=question,
            papers=[*papers, *more],
            edition=edition,
            gap_reason=gap_reason,
        )
        waiting.update(package=package)
    return package


def _require_ready(rows: Sequence[PreparedPaper], edition: Edition | None) -> None:
    drafts = [row for row in rows if row.slot == PaperSlot.DRAFT]
    if edition is None:
        if drafts:
            raise InvalidInput("汇集的材料中有规划草案，请选择提请审议的稿。")
        return
    if not drafts:
        raise WrongState("报审材料还没有汇集。请先选择稿，点“汇集材料”，核对后再封存。")
    if any(row.edition_id != edition.pk for row in rows if not row.uploaded or row in drafts):
        raise WrongState(f"材料是按“{drafts[0].edition}”汇集的，提请的是“{edition}”，请重新汇集。")


def _require_whole(rows: Sequence[PreparedPaper]) -> None:
    """What is sealed is what was looked at: every file stands, unchanged."""
    for row in rows:
        path = row.file.path
        if not storage.exists(path) or storage.sha256_hex(storage.read(path)) != row.file.sha256:
            raise WrongState(f"材料“{row}”的文件已不完整，请重新汇集或重新上传。")


def _lock_askable(gate_id: int, by: User) -> Gate:
    gate = lock_gate(gate_id)
    if not may_run_process(by, gate.stage.timeline.plan):
        raise NotAllowed(f"由{BodyKind.OFFICE.label}准备报审材料。")
    if not may_be_asked(gate):
        raise WrongState(f"“{gate}”现在是“{gate.get_state_display()}”，不能再准备报审材料。")
    return gate
