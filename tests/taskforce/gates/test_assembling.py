"""报审材料: made by a job from what is known, replaced, left out, sealed, handed out unchanged."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from plans.errors import NotAllowed, WrongState
from plans.models import AuditEntry, Edition, Explanation, Job
from plans.system import jobs, storage
from plans.system.actions.attachments import keep_upload
from taskforce.enums import PaperSlot
from taskforce.gates.actions.assembling import (
    add_paper,
    assemble,
    drop_paper,
    make_papers,
    replace_paper,
    seal_prepared,
)
from taskforce.gates.actions.packages import recall_package
from taskforce.models import Package, PreparedPaper
from tests.taskforce.deciding.test_papers import signed_in
from tests.taskforce.running_process import Process, begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def process() -> Process:
    """Chongqing's second stage, consulted, with a 送审稿 and reviews; the gate asks nothing."""
    made = begin("chongqing-2020")
    made.do("mobilise", "minutes")
    made.do("study", "research_results")
    made.do("propose_major_items", "major_items")
    made.approve("领导小组审定前期研究成果")
    made.consult()
    return made


@pytest.fixture
def edition(process: Process) -> Edition:
    return process.freeze("送审稿")


GATE = "领导小组审定规划草案"


def gather(process: Process, edition: Edition) -> Job:
    job = assemble(process.gate(GATE).pk, edition.pk, by=process.office)
    jobs.run(job.pk, make_papers)
    job.refresh_from_db()
    return job


def titles() -> list[str]:
    return [paper.title for paper in PreparedPaper.objects.all()]


def seal(process: Process, edition: Edition | None) -> Package:
    return seal_prepared(
        process.gate(GATE).pk, by=process.office, question="请审定", edition=edition,
        gap_reason="测试",
    )  # fmt: skip


def test_the_job_makes_every_paper_that_the_portal_can(process: Process, edition: Edition) -> None:
    process.review(edition)
    job = gather(process, edition)
    assert (job.state, job.result, job.error) == ("done", {"papers": 7}, "")
    assert titles() == [
        "规划草案（送审稿）", "编制说明（送审稿）", "意见采纳情况", "意见汇总处理表（征求意见）",
        "审核意见汇总",
        "合法性审核意见",
        "保密审查意见",
    ]  # fmt: skip
    entry = AuditEntry.objects.get(action="gate.assemble")
    assert (entry.actor, entry.new["label"]) == (process.office, "送审稿")


def test_it_is_made_again_in_the_place_of_the_old_and_leaves_uploads(
    process: Process, edition: Edition
) -> None:
    gather(process, edition)
    explanation = PreparedPaper.objects.get(slot=PaperSlot.EXPLANATION)
    own = keep_upload("说明.txt", "自己写的说明".encode(), by=process.office, plan=process.plan)
    replace_paper(explanation.pk, own, by=process.office)
    more = keep_upload("表.txt", b"table", by=process.office, plan=process.plan)
    add_paper(process.gate(GATE).pk, "附表", more, by=process.office)
    drop_paper(PreparedPaper.objects.get(slot=PaperSlot.ADOPTION).pk, by=process.office)
    assert "意见采纳情况" not in titles()
    gather(process, edition)
    kept = dict(PreparedPaper.objects.filter(uploaded=True).values_list("title", "file"))
    assert kept == {"编制说明（送审稿）": own.pk, "附表": more.pk}
    assert "意见采纳情况" in titles()


def test_sealed_papers_come_out_as_the_bytes_that_were_hashed(
    process: Process, edition: Edition
) -> None:
    gather(process, edition)
    package = seal(process, edition)
    assert (PreparedPaper.objects.waiting().count(), package.edition) == (0, edition)
    client = signed_in(process.cast.chief)
    for paper in package.materials.all():
        answer = client.get(reverse("sealed_file", args=[package.pk, paper.pk]))
        content = b"".join(answer)
        assert (paper.title, hashlib.sha256(content).hexdigest()) == (paper.title, paper.sha256)
    page = client.get(reverse("package", args=[package.pk])).content.decode()
    assert [p.title for p in package.materials.all() if p.sha256 not in page] == []


def test_a_package_with_another_draft_or_none_is_not_sealed(
    process: Process, edition: Edition
) -> None:
    with pytest.raises(WrongState, match="还没有汇集"):
        seal(process, edition)
    gather(process, edition)
    later = process.freeze("审议稿")
    with pytest.raises(WrongState, match="材料是按“送审稿”汇集的，提请的是“审议稿”"):
        seal(process, later)
    with pytest.raises(WrongState, match="规划草案是审议的对象"):
        drop_paper(PreparedPaper.objects.get(slot=PaperSlot.DRAFT).pk, by=process.office)


def test_what_was_taken_back_waits_again_with_its_uploads(
    process: Process, edition: Edition
) -> None:
    gather(process, edition)
    own = keep_upload("说明.txt", "说明".encode(), by=process.office, plan=process.plan)
    replace_paper(PreparedPaper.objects.get(slot=PaperSlot.EXPLANATION).pk, own, by=process.office)
    package = seal(process, edition)
    assert PreparedPaper.objects.waiting().count() == 0
    recall_package(package.pk, by=process.office, reason="补充材料")
    assert PreparedPaper.objects.waiting().get(slot=PaperSlot.EXPLANATION).file == own
    assert seal(process, edition).sha256 == package.sha256


def test_a_file_that_was_changed_on_the_disk_is_not_sealed(
    process: Process, edition: Edition
) -> None:
    gather(process, edition)
    paper = PreparedPaper.objects.get(slot=PaperSlot.ADOPTION)
    storage.put(paper.file.path, b"other")
    with pytest.raises(WrongState, match="意见采纳情况”的文件已不完整"):
        seal(process, edition)


def test_only_the_office_prepares_and_only_before_it_is_asked(
    process: Process, edition: Edition
) -> None:
    with pytest.raises(NotAllowed):
        assemble(process.gate(GATE).pk, edition.pk, by=process.cast.chief)
    gather(process, edition)
    seal(process, edition)
    with pytest.raises(WrongState, match="不能再准备报审材料"):
        assemble(process.gate(GATE).pk, edition.pk, by=process.office)


def test_a_written_explanation_goes_before_a_generated_one(
    process: Process, edition: Edition
) -> None:
    gather(process, edition)
    made = PreparedPaper.objects.get(slot=PaperSlot.EXPLANATION).file.sha256
    Explanation.objects.create(
        plan=process.plan, number=1, text="为什么编制。", sha256="0" * 64, written_by=process.office
    )
    gather(process, edition)
    assert PreparedPaper.objects.get(slot=PaperSlot.EXPLANATION).file.sha256 != made


def test_one_paper_in_a_slot_and_one_job_at_a_time(process: Process, edition: Edition) -> None:
    first = assemble(process.gate(GATE).pk, edition.pk, by=process.office)
    assert assemble(process.gate(GATE).pk, edition.pk, by=process.office) == first
    jobs.run(first.pk, make_papers)
    paper = PreparedPaper.objects.get(slot=PaperSlot.DRAFT)
    paper.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save()
    paper.slot = "8-unknown"
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save()


def test_the_page_shows_hash_and_size_takes_a_file_and_seals(
    process: Process, edition: Edition
) -> None:
    client: Client = signed_in(process.office)
    gate = process.gate(GATE)
    client.post(reverse("gather", args=[gate.pk]), {"edition": edition.pk})
    waiting = client.get(reverse("seal", args=[gate.pk])).content.decode()
    assert "正在汇集" in waiting
    jobs.run(Job.objects.get(task="taskforce.assemble").pk, make_papers)
    paper = PreparedPaper.objects.get(slot=PaperSlot.EXPLANATION)
    page = client.get(reverse("seal", args=[gate.pk])).content.decode()
    assert (paper.file.sha256 in page, "换成上传的文件" in page) == (True, True)
    fragment = client.get(reverse("prepared", args=[gate.pk]), headers={"HX-Request": "true"})
    assert fragment.headers["HX-Refresh"] == "true"
    looked_at = f"?seen={PreparedPaper.objects.waiting().fingerprint()}"
    assert f'action="{looked_at}"' in page
    url = reverse("replace_paper", args=[gate.pk, paper.pk])
    bad = client.post(url, {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert "不能接收文件" in bad.content.decode()
    client.post(url, {"file": SimpleUploadedFile("说明.txt", "我们的说明".encode())})
    asked = {"question": "请审定", "edition": edition.pk, "gap_reason": "测试", "statement": "另附"}
    early = client.post(reverse("seal", args=[gate.pk]) + looked_at, asked).content.decode()
    assert ("材料在您核对之后有变动" in early, Package.objects.filter(gate=gate).count()) == (
        True,
        0,
    )
    now = PreparedPaper.objects.waiting().fingerprint()
    assert f'action="?seen={now}"' in early
    client.post(reverse("seal", args=[gate.pk]) + f"?seen={now}", asked)
    package = Package.objects.get(gate=gate)
    ours = hashlib.sha256("我们的说明".encode()).hexdigest()
    assert ours in package.materials.values_list("sha256", flat=True)
    last = package.materials.last()
    assert last is not None
    answer = client.get(reverse("sealed_file", args=[package.pk, last.pk]))
    assert hashlib.sha256(answer.content).hexdigest() == last.sha256
