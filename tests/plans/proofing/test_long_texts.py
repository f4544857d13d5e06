"""校核 of a long text: by a worker, with progress; what it finds belongs to the text it read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.enums import JobState
from plans.errors import NotAllowed
from plans.models import Job, Plan
from plans.proofing.actions.checking import make_check, request_check
from plans.proofing.findings import checked
from plans.system import jobs
from plans.system.clock import database_now
from plans.text.tree import Node, PlanTree
from tests.cast import Cast, make_cast, make_plan

pytestmark = pytest.mark.django_db
SLIP = "广泛开展科普，，活动。"
PARAGRAPH = "加强科普。" * 1000
MANY = "\n".join([PARAGRAPH] * 20)
"""Four characters of the heading come to it."""


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.drafter)
    return client


def plan_with(cast: Cast, *texts: str) -> Plan:
    nodes = (Node(None, "chapter", f"{at}类工作", text=text) for at, text in enumerate(texts))
    return make_plan(cast.drafter, tree=PlanTree("测试规划", "", tuple(nodes)))


def page(client: Client) -> str:
    return client.get(reverse("checks", args=["ceshi"])).content.decode()


def press(client: Client, name: str, **data: str) -> str:
    return client.post(reverse(name, args=["ceshi"]), data, follow=True).content.decode()


def work() -> None:
    (job,) = Job.objects.filter(state=JobState.QUEUED)
    jobs.run(job.pk, make_check)


def reword(cast: Cast, plan: Plan, text: str) -> None:
    row = plan.provisions.all()[0]
    save_provision(
        row.pk, by=cast.drafter, expected_version=row.version, title=row.title, text=text,
        origin=Origin("试改"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "is_long"),
    [
        ([PARAGRAPH], False),
        ([PARAGRAPH + "。"], True),
        ([f"{PARAGRAPH}\n{SLIP}"], False),
        ([MANY[:99_996]], False),
        ([MANY[:99_997]], True),
    ],
)  # fmt: skip
def test_what_is_long_is_not_checked_while_one_waits(
    cast: Cast, texts: list[str], is_long: bool
) -> None:
    assert checked(plan_with(cast, *texts)).is_current is not is_long


def test_a_long_text_is_checked_when_it_is_asked_for(cast: Cast, client: Client) -> None:
    plan_with(cast, SLIP + PARAGRAPH)
    shown = page(client)
    assert "正文较长（超过10万字，或有一段超过5000字），由后台校核" in shown
    assert ("校核没有发现" in shown, Job.objects.count()) == (False, 0)
    assert "已交由后台校核，完成后在本页显示结果。" in press(client, "start_check")
    press(client, "start_check")
    shown = page(client)
    assert ('<progress aria-label="进度">' in shown, "校核现在的正文" in shown) == (True, False)
    fragment = client.get(reverse("checks", args=["ceshi"]), headers={"HX-Request": "true"})
    assert fragment.content.decode().lstrip().startswith('<div class="progress"')
    work()
    shown = page(client)
    assert "这是现在正文的校核结果" in shown
    assert "标点“，，”重复或连用，请只留“，”。" in shown
    press(client, "start_check")
    assert Job.objects.count() == 1


def test_progress_is_shown_rule_by_rule(cast: Cast) -> None:
    job = request_check(plan_with(cast, SLIP + PARAGRAPH), by=cast.drafter)
    jobs.run(job.pk, make_check)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 15, 16)


def test_the_page_says_when_the_text_has_moved_on(cast: Cast, client: Client) -> None:
    plan = plan_with(cast, SLIP + PARAGRAPH)
    request_check(plan, by=cast.drafter)
    work()
    (finding,) = checked(plan).findings
    reword(cast, plan, SLIP + PARAGRAPH + "好。")
    shown = page(client)
    assert "正文在校核以后有改动" in shown
    assert ("标点“，，”重复或连用" in shown, ">改正</button>" in shown) == (True, False)
    said = press(client, "fix", fingerprint=finding.fingerprint)
    assert "这一处已经不在现在的正文里" in said
    assert "已交由后台校核" in press(client, "start_check")
    work()
    assert "正文在校核以后有改动" not in page(client)


def test_a_fix_is_followed_by_a_check_of_the_new_text(cast: Cast, client: Client) -> None:
    plan = plan_with(cast, SLIP + PARAGRAPH)
    request_check(plan, by=cast.drafter)
    work()
    (finding,) = checked(plan).findings
    assert "已改正，并保存为新的版本。" in press(client, "fix", fingerprint=finding.fingerprint)
    assert plan.provisions.all()[0].text == "广泛开展科普，活动。" + PARAGRAPH
    work()
    assert "校核没有发现需要处理的地方。" in page(client)


def test_what_was_left_with_a_reason_stays_left(cast: Cast, client: Client) -> None:
    plan = plan_with(cast, SLIP + PARAGRAPH)
    request_check(plan, by=cast.drafter)
    work()
    (finding,) = checked(plan).findings
    press(client, "waive", fingerprint=finding.fingerprint, reason="引文如此")
    assert "引文如此" in page(client)
    assert "校核发现" not in page(client)


def test_a_killed_workers_check_is_done_again(cast: Cast) -> None:
    job = request_check(plan_with(cast, SLIP + PARAGRAPH), by=cast.drafter)
    dead = jobs.claim(job.pk)
    assert dead is not None
    dead.progress(3, 16)
    Job.objects.update(lease_until=database_now() - timedelta(seconds=1))
    assert jobs.resend_overdue() == 1
    jobs.run(job.pk, make_check)
    assert dead.finish({"text": "", "findings": [], "left_out": 0, "errors_left_out": 0}) is False
    job.refresh_from_db()
    assert (job.state, job.attempt, len(job.result["findings"])) == ("done", 2, 1)


def test_of_very_many_findings_the_errors_are_kept_first(cast: Cast, client: Client) -> None:
    plan = plan_with(cast, SLIP * 1500 + "加强科普（活动。\n" * 1500)
    request_check(plan, by=cast.drafter)
    work()
    known = checked(plan)
    kinds = [finding.rule for finding in known.findings]
    assert (kinds.count("brackets"), len(kinds), known.errors_left_out) == (1500, 2000, 0)
    assert "另有1,000处没有列出" in page(client)


def test_who_may_not_read_the_draft_has_nothing_checked(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="您没有查看这份规划的权限。"):
        request_check(plan_with(cast, SLIP + PARAGRAPH), by=cast.outsider)
    assert Job.objects.count() == 0
