"""操作日志: found by who, what, when and words; paged, exported; the first row touched is named."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from plans.enums import Act
from plans.models import AuditEntry, User
from plans.system import jobs
from plans.system.actions.audit_chain import seal_entries
from plans.system.audit import acting_from, record
from taskforce.log.actions import verify_log
from taskforce.log.search import PAGE, Criteria, entries
from taskforce.log.words import action_word, change_words
from tests.taskforce.deciding.test_papers import signed_in
from tests.taskforce.running_process import Process, begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def process() -> Process:
    return begin("chongqing-2020")


def found(process: Process, **criteria: object) -> list[str]:
    rows = entries(Criteria(**criteria), process.plan)  # type: ignore[arg-type]
    return [entry.action for entry in rows]


@contextmanager
def unguarded() -> Iterator[None]:
    """The database as somebody with its password may change it: the log's trigger is away."""
    name = "plans_auditentry_never_changes"
    kept = ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
            kept = cursor.fetchone()[0]
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        cursor.execute(kept or "SET session_replication_role = DEFAULT")


def test_it_is_searched_by_person_action_day_and_words(process: Process) -> None:
    process.do("mobilise", "minutes")
    assert found(process, action="step") == ["step.state", "step.evidence"]
    assert found(process, action="step", who="起草") == ["step.state", "step.evidence"]
    assert found(process, who="局外人") == []
    assert found(process, words="动员部署的材料") == ["step.evidence"]
    assert found(process, words="动员部署 minutes") == ["step.evidence"]
    assert found(process, words="动员部署 无此词") == []
    today = timezone.localdate()
    assert len(found(process, since=today, until=today)) == len(found(process))
    assert found(process, since=today + timedelta(days=1)) == []
    assert found(process, until=today - timedelta(days=1)) == []


def test_the_page_narrows_pages_and_keeps_others_out(process: Process) -> None:
    for number in range(PAGE + 5):
        record(Act.NOTE_WRITE, process.plan, by=process.cast.member, plan=process.plan,
               new={"note": f"第{number}条"})  # fmt: skip
    client = signed_in(process.office)
    url = reverse("audit", args=[process.plan.slug])
    query = {"action": "note", "words": "条"}
    first = client.get(url, query)
    assert len(first.context["rows"]) == PAGE
    second = client.get(url + first.context["next_url"])
    assert (len(second.context["rows"]), second.context["next_url"]) == (5, "")
    assert client.get(url, {"since": "gestern"}).status_code == 200
    assert signed_in(process.cast.chief).get(url).status_code == 404
    whole = reverse("audit_all")
    assert signed_in(process.cast.auditor).get(whole).status_code == 200
    for other in (process.cast.chief, process.office, process.cast.system, process.cast.security):
        assert signed_in(other).get(whole).status_code == 404


def test_the_table_holds_what_the_filters_leave_and_no_formula(process: Process) -> None:
    with acting_from("192.0.2.7"):
        record(Act.NOTE_WRITE, process.plan, by=process.cast.member, plan=process.plan,
               new={"note": "看"})  # fmt: skip
    User.objects.filter(pk=process.cast.member.pk).update(full_name="=1+1")
    seal_entries(settle=timedelta(seconds=-1))
    answer = signed_in(process.office).get(
        reverse("audit_csv", args=[process.plan.slug]), {"action": "note"}
    )
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head, row = csv.reader(io.StringIO(text))
    line = dict(zip(head, row, strict=True))
    assert (line["操作人"], line["事项"], line["来自"]) == ("'=1+1", "添加批注", "192.0.2.7")
    assert line["新值"] == '{"note": "看"}'
    assert len(line["封存校验值"]) == 64


def test_every_action_of_the_log_has_words(process: Process) -> None:
    process.do("mobilise", "minutes")
    said = {action_word(action) for action in AuditEntry.objects.values_list("action", flat=True)}
    assert {"开始工作进度", "更新工作步骤状态", "登记工作步骤的材料", "建立规划"} <= said
    assert [words for words in said if "没有的操作" in words] == []


def test_a_name_that_no_app_knows_is_said_to_be_unknown() -> None:
    assert action_word("plan.nothing") == "事项表中没有的操作（plan.nothing）"


def test_old_and_new_are_said_in_words() -> None:
    step = change_words("step.state", {"state": "waiting"}, {"state": "done"})
    assert step == "状态：未开始→已完成"
    assert change_words("assessment.answer", {}, {"state": "open"}) == "状态：待处理"
    new = {"outcome": "returned", "gate": "党组审议", "gaps": ["甲", "乙"]}
    assert change_words("gate.decide", {}, new) == "环节：党组审议；结果：退回；缺少：甲、乙"
    dates = ({"due_on": "2020-08-21"}, {"due_on": "2020-08-28"})
    assert change_words("step.edit", *dates) == "期限：2020-08-21→2020-08-28"
    closing = {"closes_at": "2026-11-26T14:21:29.604508+00:00"}
    assert change_words("round.open", {}, closing) == "截止：2026年11月26日 22:21"
    assert change_words("x.y", {}, {"sha256": "0" * 64, "title": None}) == ""


@pytest.mark.parametrize(
    ("action", "kind", "word"),
    [
        *(("body.make", "superior", "上级"), ("unit.change", "superior", "上级单位")),
        *(("edition.freeze", "submitted", "送审稿"), ("provision.add", "chapter", "章")),
        *(("comment.change", "change", "修改"), ("invitation.contact", "phone", "电话催办")),
        ("review.record", "legality", "合法性审核"),
    ],
)
def test_a_kind_is_said_in_the_words_of_what_it_is_a_kind_of(
    action: str, kind: str, word: str
) -> None:
    assert change_words(action, {}, {"kind": kind}) == f"类别：{word}"


def verified(process: Process) -> tuple[str, str]:
    client = signed_in(process.cast.auditor)
    answer = client.post(reverse("verify_audit"))
    number = int(answer.headers["Location"].rstrip("/").split("/")[-1])
    jobs.run(number, verify_log)
    page = client.get(answer.headers["Location"]).content.decode()
    return ("已完成" if "已完成" in page else "未完成"), page


def test_a_row_changed_behind_the_portals_back_is_the_first_that_is_named(
    process: Process, capsys: pytest.CaptureFixture[str]
) -> None:
    seal_entries(settle=timedelta(seconds=-1))
    assert verified(process)[0] == "已完成"
    rows = list(AuditEntry.objects.order_by("id"))
    with unguarded():
        AuditEntry.objects.filter(pk__in=[rows[1].pk, rows[2].pk]).update(action="plan.nothing")
    with pytest.raises(SystemExit):
        call_command("export_audit", "--verify")
    assert f"操作日志第{rows[1].pk}条被改动过" in capsys.readouterr().err
    state, page = verified(process)
    assert (state, f"操作日志第{rows[1].pk}条被改动过" in page) == ("未完成", True)


def test_who_keeps_the_log_verifies_and_nobody_else(process: Process) -> None:
    cast = process.cast
    for other in (cast.chief, cast.drafter, cast.system, cast.security):
        assert signed_in(other).post(reverse("verify_audit")).status_code == 404
    assert signed_in(cast.auditor).post(reverse("verify_audit")).status_code == 302
