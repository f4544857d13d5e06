"""Issue: only a decided, reviewed edition; the public sees nothing before and all after."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from plans.documents.actions import keep_rendition
from plans.enums import Disclosure, DocumentFile, JobState, Phase, ReviewKind, ReviewOutcome
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.issuing.actions.publishing import publish, withdraw
from plans.issuing.actions.reviews import Finding, record_review
from plans.models import DocumentNumber, Job, Plan, Publication, Rendition
from tests.cast import Cast, make_cast, make_plan
from tests.plans.issuing.steps import NOTICE, NUMBER, approve, frozen, issue, ready, review

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter)


def test_an_undecided_plan_cannot_be_issued(cast: Cast, plan: Plan) -> None:
    review(cast, frozen(cast, plan))
    with pytest.raises(WrongState, match="还没有经审议批准"):
        issue(cast, plan)


@pytest.mark.parametrize("outcome", [None, ReviewOutcome.REFUSED])
def test_without_a_passed_confidentiality_review_nothing_is_issued(
    cast: Cast, plan: Plan, outcome: str | None
) -> None:
    edition = frozen(cast, plan)
    approve(cast, plan, edition)
    if outcome:
        review(cast, edition, outcome)
    with pytest.raises(WrongState, match="保密审查"):
        issue(cast, plan)
    assert not Publication.objects.exists()


def test_only_the_manager_issues(cast: Cast, plan: Plan) -> None:
    ready(cast, plan)
    with pytest.raises(NotAllowed):
        publish(
            plan.pk, by=cast.writer, document_number=NUMBER, issued_on=date(2021, 9, 14),
            disclosure=Disclosure.PUBLIC, notice=NOTICE,
        )  # fmt: skip


def test_issuing_opens_the_public_pages_and_withdrawing_closes_them(
    cast: Cast, plan: Plan, client: Client
) -> None:
    edition = ready(cast, plan)
    task = edition.provisions.get(title="强化引领")
    pages = [f"/p/{plan.slug}/", f"/p/{plan.slug}/{task.provision_id}/"]
    assert [client.get(page).status_code for page in pages] == [404, 404]
    publication = issue(cast, plan)
    for page in pages:
        assert "强化引领" in client.get(page).content.decode()
    assert plan.title in client.get("/").content.decode()
    withdraw(publication, by=cast.drafter, reason="数据有误")
    assert [client.get(page).status_code for page in pages] == [404, 404]
    plan.refresh_from_db()
    assert plan.phase == Phase.REVISING


@pytest.mark.parametrize("disclosure", [Disclosure.ON_REQUEST, Disclosure.WITHHELD])
def test_what_is_not_disclosed_stays_invisible(
    cast: Cast, plan: Plan, client: Client, disclosure: str
) -> None:
    ready(cast, plan)
    issue(cast, plan, disclosure)
    pages = [f"/p/{plan.slug}/", f"/p/{plan.slug}/file/pdf/"]
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert plan.title not in client.get("/").content.decode()


def test_the_public_file_appears_when_it_stands_whole(
    cast: Cast, plan: Plan, client: Client
) -> None:
    ready(cast, plan)
    publication = issue(cast, plan)
    assert client.get(f"/p/{plan.slug}/file/pdf/").status_code == 404
    keep_rendition(Rendition.objects.get(key=publication.keys["pdf"]), b"%PDF-1.7 whole")
    answer = client.get(f"/p/{plan.slug}/file/pdf/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 whole"  # type: ignore[attr-defined]


def test_a_number_is_used_once(cast: Cast, plan: Plan) -> None:
    ready(cast, plan)
    issue(cast, plan)
    other = make_plan(cast.drafter, "andere")
    ready(cast, other)
    with pytest.raises(InvalidInput, match="已用于另一份文件"):
        issue(cast, other)
    assert Publication.objects.count() == 1


def test_one_publication_stands_per_plan(cast: Cast, plan: Plan) -> None:
    edition = ready(cast, plan)
    first = issue(cast, plan)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(
            plan=plan, edition=edition, document_number="另一号", issued_on=date(2021, 9, 14),
            disclosure=Disclosure.PUBLIC, review=first.review, published_by=cast.drafter,
            published_at=timezone.now(),
        )  # fmt: skip


def test_an_approved_plan_has_an_edition(plan: Plan) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(phase=Phase.APPROVED)


def test_a_review_of_tomorrow_is_refused(cast: Cast, plan: Plan) -> None:
    finding = Finding(
        ReviewKind.LEGALITY, ReviewOutcome.PASSED, "通过", "某人",
        timezone.localdate() + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(InvalidInput, match="不能晚于今天"):
        record_review(frozen(cast, plan), finding, by=cast.drafter)


def test_script_in_a_published_text_is_shown_as_text(cast: Cast, client: Client) -> None:
    from_attacker = "<script>alert(1)</script>"
    plan = make_plan(cast.drafter, "boese")
    plan.provisions.filter(title="强化引领").update(text=from_attacker)
    ready(cast, plan)
    issue(cast, plan)
    page = client.get(f"/p/{plan.slug}/").content.decode()
    assert from_attacker not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_every_file_of_the_issued_document_is_asked_for(cast: Cast, plan: Plan) -> None:
    ready(cast, plan)
    keys = issue(cast, plan).keys
    made = {r.key: (r.format, r.variant) for r in Rendition.objects.all()}
    assert {file: made[key] for file, key in keys.items()} == {
        DocumentFile.PDF: ("pdf", "ua1"),
        DocumentFile.ARCHIVE: ("pdf", "a2a"),
        DocumentFile.DOCX: ("docx", ""),
    }


FORM = {
    "document_number": "", "issued_on": "2021-09-14", "disclosure": "public",
    "issuer": "重庆市科学技术协会", "signature": "重庆市科学技术协会", "sealed": "no",
    "joint_bodies": "重庆市教育委员会\n重庆市财政局", "joint_signatures": "",
    "notice_title": "关于印发《测试规划》的通知", "addressees": "各区县科协",
    "body": "现印发给你们。", "note": "（此件公开发布）", "toc": "on", "copies_to": "市委办公厅",
    "printed_by": "重庆市科学技术协会办公室", "printed_on": "2021-09-15",
}  # fmt: skip


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.drafter, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_look_before_issue_shows_a_pdf_and_takes_no_number(
    cast: Cast, plan: Plan, desk: Client
) -> None:
    ready(cast, plan)
    answer = desk.post(f"/plans/{plan.slug}/issue/preview/", FORM)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "attachment" not in answer.headers["Content-Disposition"]
    assert b"".join(answer)[:5] == b"%PDF-"
    assert (Publication.objects.count(), DocumentNumber.objects.count()) == (0, 0)


def test_the_form_issues_what_it_says(cast: Cast, plan: Plan, desk: Client) -> None:
    ready(cast, plan)
    desk.post(f"/plans/{plan.slug}/issue/", FORM | {"document_number": NUMBER})
    notice = Publication.objects.get().notice
    assert notice == {
        "issuer": "重庆市科学技术协会", "title": "关于印发《测试规划》的通知",
        "addressees": "各区县科协", "body": "现印发给你们。", "signature": "重庆市科学技术协会",
        "copies_to": "市委办公厅", "printed_by": "重庆市科学技术协会办公室", "sealed": False,
        "joint": [["重庆市教育委员会", "重庆市教育委员会"], ["重庆市财政局", "重庆市财政局"]],
        "note": "此件公开发布", "printed_on": "2021-09-15", "toc": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"joint_signatures": "市教委"}, "署名的个数与联合发文机关的个数不一致"),
        ({"joint_bodies": "甲\n甲"}, "同一个机关不能重复"),
        ({"printed_on": "2021-09-13"}, "印发日期不能早于成文日期"),
    ],
)
def test_what_does_not_fit_together_is_told(
    cast: Cast, plan: Plan, desk: Client, wrong: dict[str, str], told: str
) -> None:
    ready(cast, plan)
    answer = desk.post(f"/plans/{plan.slug}/issue/", FORM | {"document_number": NUMBER} | wrong)
    assert told in answer.content.decode()
    assert not Publication.objects.exists()


def test_the_page_names_the_numbers_at_hand(cast: Cast, plan: Plan, desk: Client) -> None:
    ready(cast, plan)
    year = timezone.localdate().year
    page = desk.get(f"/plans/{plan.slug}/issue/").content.decode()
    assert f'<option value="渝科协发〔{year}〕1号">' in page
    assert not DocumentNumber.objects.exists()


def test_the_public_page_names_every_body_and_the_size_of_each_file(
    cast: Cast, plan: Plan, client: Client
) -> None:
    edition = ready(cast, plan)
    publication = publish(
        plan.pk,
        by=cast.drafter,
        document_number=NUMBER,
        issued_on=date(2021, 9, 14),
        disclosure=Disclosure.PUBLIC,
        notice=replace(NOTICE, joint=(("重庆市教育委员会", "市教委"),)),
    )
    for file, size in ((DocumentFile.PDF, 2048), (DocumentFile.ARCHIVE, 3072)):
        keep_rendition(Rendition.objects.get(key=publication.keys[file]), b"%" * size)
    page = client.get(f"/p/{plan.slug}/").content.decode()
    assert "重庆市科学技术协会、重庆市教育委员会" in page
    links = re.findall("下载[^<（]*（[^）]*）", page.replace("\xa0", " "))
    assert links == ["下载PDF（2.0 KB）", "下载归档PDF（3.0 KB）"]
    assert client.get(f"/p/{plan.slug}/file/docx/").status_code == 404
    assert client.get(f"/p/{plan.slug}/file/{edition.pk}/").status_code == 404


def test_the_issue_page_says_what_each_file_is_doing(cast: Cast, plan: Plan, desk: Client) -> None:
    ready(cast, plan)
    publication = issue(cast, plan)
    keep_rendition(Rendition.objects.get(key=publication.keys["pdf"]), b"%" * 2048)
    Job.objects.filter(args={"key": publication.keys["docx"]}).update(
        state=JobState.FAILED, error="缺少字体。"
    )
    page = desk.get(f"/plans/{plan.slug}/issue/").content.decode().replace("\xa0", " ")
    assert [word in page for word in ("下载PDF（2.0 KB）", "正在生成", "没有生成")] == [True] * 3
