"""后台任务 as a page: found by kind and state, the reason in words, 重新办理, 取消."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from plans.enums import JobState
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry, Job
from plans.operation.actions.work import cancel_jobs, run_again
from plans.system import jobs
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def make_job(cast: Cast, label: str, state: str = "queued", task: str = "plans.render") -> Job:
    job = jobs.enqueue(task, by=cast.officer, label=label, key="0" * 64)
    Job.objects.filter(pk=job.pk).update(
        state=state, error="缺少字体。" if state == "failed" else ""
    )
    return job


def client_of(user: object) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def shown(client: Client, **query: str) -> set[str]:
    page = client.get(reverse("jobs"), query).content.decode()
    return {label for label in ("甲文件", "乙文件", "丙对照") if f'row">{label}<' in page}


def test_jobs_are_found_by_kind_and_state(cast: Cast) -> None:
    make_job(cast, "甲文件")
    make_job(cast, "乙文件", "failed")
    make_job(cast, "丙对照", "failed", "plans.redline")
    client = client_of(cast.system)
    assert shown(client) == {"甲文件", "乙文件", "丙对照"}
    assert shown(client, state="failed") == {"乙文件", "丙对照"}
    assert shown(client, state="failed", kind="plans.render") == {"乙文件"}
    assert shown(client, state="nonsense", kind="nonsense") == {"甲文件", "乙文件", "丙对照"}
    page = client.get(reverse("jobs")).content.decode()
    assert [one in page for one in ("缺少字体。", "修改对照", "未完成")] == [True] * 3


def test_fifty_stand_on_a_page(cast: Cast) -> None:
    for number in range(51):
        make_job(cast, f"第{number}件")
    client = client_of(cast.system)
    first = client.get(reverse("jobs"), {"state": "queued"})
    assert len(first.context["rows"]) == 50
    second = client.get(first.context["next_url"])
    assert [row["job"].label for row in second.context["rows"]] == ["第0件"]


def test_what_was_chosen_is_run_again_or_cancelled_and_the_log_knows(cast: Cast) -> None:
    failed, waiting = make_job(cast, "甲文件", "failed"), make_job(cast, "乙文件")
    client = client_of(cast.system)
    chosen = {"selected": [failed.pk, waiting.pk, "nonsense"]}
    client.post(reverse("run_jobs_again"), chosen)
    assert Job.objects.get(pk=failed.pk).state == JobState.QUEUED
    client.post(reverse("cancel_jobs"), {"selected": [waiting.pk]})
    kept = Job.objects.get(pk=waiting.pk)
    assert (kept.state, kept.error) == (JobState.CANCELLED, "由系统员取消。")
    assert jobs.claim(waiting.pk) is None
    assert list(
        AuditEntry.objects.filter(object_type="plans.job")
        .order_by("pk")
        .values_list("action", "object_id")
    ) == [("job.retry", str(failed.pk)), ("job.cancel", str(waiting.pk))]
    run_again([waiting.pk], by=cast.system)
    assert Job.objects.get(pk=waiting.pk).state == JobState.QUEUED
    for act in (run_again, cancel_jobs):
        with pytest.raises(InvalidInput):
            act([0], by=cast.system)


def test_a_worker_whose_job_was_cancelled_stops_and_leaves_no_result(cast: Cast) -> None:
    job = make_job(cast, "甲文件")
    done = []

    def work(attempt: jobs.Attempt) -> dict[str, str]:
        attempt.progress(1, 3)
        cancel_jobs([job.pk], by=cast.system)
        attempt.progress(2, 3)
        done.append("went on")
        return {"ok": "ja"}

    jobs.run(job.pk, work)
    job.refresh_from_db()
    assert (job.state, job.error, job.result, done) == ("cancelled", "由系统员取消。", {}, [])


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_what_has_ended_cannot_be_cancelled(cast: Cast, state: str) -> None:
    job = make_job(cast, "甲文件", state)
    with pytest.raises(WrongState, match="已经结束"):
        jobs.cancel(job, by=cast.system)


def test_who_asked_for_it_has_no_page_of_everybodys_jobs(cast: Cast) -> None:
    job = make_job(cast, "甲文件", "failed")
    client = client_of(cast.officer)
    looked = [client.get(reverse(name)).status_code for name in ("operation", "jobs")]
    pressed = [client.post(reverse(name)).status_code for name in ("run_jobs_again", "cancel_jobs")]
    assert (looked, pressed) == ([404, 404], [404, 404])
    with pytest.raises(NotAllowed):
        run_again([job.pk], by=cast.officer)
    with pytest.raises(NotAllowed):
        cancel_jobs([job.pk], by=cast.officer)


def test_a_job_of_no_declared_kind_is_not_taken(cast: Cast) -> None:
    """So that the page can say of every job what it is."""
    with pytest.raises(AssertionError):
        jobs.enqueue("plans.unheard", by=cast.system, label="试验")


def test_the_page_of_the_portals_state_tells_parts_and_figures(cast: Cast) -> None:
    make_job(cast, "甲文件")
    page = client_of(cast.system).get(reverse("operation")).content.decode()
    wanted = ("没有发现异常", "数据表与程序版本一致。", "封存操作日志", "还没有记录过异常")
    assert [one for one in wanted if one not in page] == []
