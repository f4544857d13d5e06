"""Pages of drafting: conflict, scans, what edits carry out, find and replace, looking back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.models import Change, Plan, Provision
from tests.cast import Cast, make_cast, make_plan

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan(cast.drafter)


@pytest.fixture
def row(plan: Plan) -> Provision:
    return plan.provisions.get(title="总体要求")


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.drafter, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(name: str, row: Provision) -> str:
    return reverse(name, args=[row.plan.slug, row.pk])


def save(cast: Cast, row: Provision, text: str, title: str = "") -> None:
    row.refresh_from_db()
    save_provision(
        row.pk,
        by=cast.drafter,
        expected_version=row.version,
        title=title or row.title,
        text=text,
        origin=Origin("别人的"),
    )


def test_a_refused_save_shows_the_merge_on_top_of_the_standing_version(cast, desk, row):
    save(cast, row, "坚持服务大局，别人的。\n——坚持守正创新。", "别人改的标题")
    mine = {"title": "总体要求", "text": "坚持服务大局。\n——我的条目。", "version": "1"}
    answer = desk.post(address("save", row), mine)
    form, conflict = answer.context["form"], answer.context["conflict"]
    assert answer.status_code == 409
    assert (form["title"].value(), form["text"].value(), form["version"].value()) == (
        "别人改的标题",
        "坚持服务大局，别人的。\n——我的条目。",
        2,
    )
    assert (conflict.merged.clean, conflict.titles) == (True, None)
    assert Change.objects.filter(provision=row).count() == 2


def test_two_titles_are_named(cast, desk, row):
    save(cast, row, row.text, "甲题")
    answer = desk.post(address("save", row), {"title": "乙题", "text": row.text, "version": "1"})
    assert answer.context["conflict"].titles == ("甲题", "乙题")
    assert "起草人改为“甲题”，您改为“乙题”" in answer.content.decode()


@pytest.mark.parametrize(
    ("choice", "text"), [("theirs", "甲。"), ("mine", "乙！"), ("both", "甲。\n乙！")]
)
def test_no_conflict_is_stored_before_it_is_decided(cast, desk, row, choice, text):
    save(cast, row, "甲。\n——坚持守正创新。")
    mine = {"title": row.title, "text": "乙！\n——坚持守正创新。", "version": "1"}
    first = desk.post(address("save", row), mine)
    page = first.content.decode()
    assert "冲突1：起草人的" in page
    assert 'name="against" value="2"' in page
    assert 'id="provision-form"' not in page
    undecided = desk.post(address("save", row), mine | {"against": "2"})
    assert list(undecided.context["decision"].errors) == ["choice-0"]
    outdated = desk.post(address("save", row), mine | {"against": "1", "choice-0": choice})
    assert not outdated.context["decided"]
    form = desk.post(address("save", row), mine | {"against": "2", "choice-0": choice}).context[
        "form"
    ]
    row.refresh_from_db()
    assert (row.version, form["version"].value()) == (2, 2)
    assert form["text"].value() == f"{text}\n——坚持守正创新。"


def test_what_another_saves_is_announced_and_taken_in_where_it_touches_nothing(cast, desk, row):
    save(cast, row, "甲。\n——坚持守正创新。")
    heard = desk.post(address("presence", row), {"version": "1"}).content.decode()
    assert 'data-newer="2"' in heard
    assert "起草人保存了第2版。" in heard
    assert (
        "data-newer" not in desk.post(address("presence", row), {"version": "2"}).content.decode()
    )
    mine = {"title": row.title, "text": "坚持服务大局。\n——我的条目。", "version": "1"}
    taken = desk.post(address("newer", row), mine).json()
    assert taken == {
        "by": "起草人",
        "version": 2,
        "touches": False,
        "title": "总体要求",
        "text": "甲。\n——我的条目。",
        "run_in": False,
    }
    touched = desk.post(address("newer", row), mine | {"text": "乙！\n——坚持守正创新。"}).json()
    assert touched == {"by": "起草人", "version": 2, "touches": True}


def test_a_made_up_version_overwrites_nothing(cast, desk, row):
    answer = desk.post(address("save", row), {"title": "甲", "text": "我的。", "version": "99"})
    assert answer.status_code == 409
    assert len(answer.context["decisions"]) == 1
    row.refresh_from_db()
    assert (row.text, row.version) == ("坚持服务大局。\n——坚持守正创新。", 1)


def test_a_scan_goes_with_the_change_and_survives_a_conflict(cast, desk, row, files):
    scan = SimpleUploadedFile("李主席修改.pdf", PDF, "application/pdf")
    values = {"title": row.title, "text": "按批示改。", "version": "1", "recorded_for": "李主席"}
    save(cast, row, "别人先改。")
    answer = desk.post(address("save", row), {**values, "scan": scan})
    form = answer.context["form"]
    again = {name: form[name].value() for name in ("title", "text", "version", "kept_scan")}
    chosen = {"recorded_for": "李主席", "against": "2", "choice-0": "mine"}
    form = desk.post(address("save", row), {**again, **chosen}).context["form"]
    again = {name: form[name].value() for name in again}
    desk.post(address("save", row), {**again, "recorded_for": "李主席"})
    change = Change.objects.filter(provision=row).latest("pk")
    assert change.scan is not None
    assert (change.number, change.recorded_for, change.scan.name) == (
        3,
        "李主席",
        "李主席修改.pdf",
    )
    page = desk.get(address("provision_history", row)).content.decode()
    assert reverse("attachment", args=[change.scan.pk]) in page


def test_a_scan_names_whose_changes_it_shows(desk, row):
    scan = SimpleUploadedFile("a.pdf", PDF, "application/pdf")
    values = {"title": row.title, "text": "改。", "version": "1", "scan": scan}
    answer = desk.post(address("save", row), values)
    assert list(answer.context["form"].errors) == ["recorded_for"]


def test_edits_are_noted_under_what_they_carry_out(cast, desk, plan, row):
    source = reverse("working_source", args=[plan.slug])
    desk.post(source, {"source": "review:7", "label": "审议意见1：补充保障措施"})
    page = desk.get(address("provision", row)).content.decode()
    assert "正在落实：审议意见1：补充保障措施" in page
    desk.post(address("save", row), {"title": row.title, "text": "落实。", "version": "1"})
    desk.post(address("delete", row), {"reason": ""})
    desk.post(source, {})
    desk.post(address("undelete", row))
    sources = Change.objects.filter(provision=row).order_by("pk").values_list("source", flat=True)
    assert list(sources) == ["", "review:7", "review:7", ""]


@pytest.mark.parametrize(
    "given", ["review", "Review:1", "review:1;x", "review:1\n", "a:" + "1" * 99]
)
def test_a_malformed_source_is_not_taken(desk, plan, row, given):
    source = reverse("working_source", args=[plan.slug])
    desk.post(source, {"source": given, "label": "甲"})
    assert desk.get(address("provision", row)).context["working"] is None


def test_find_shows_what_replacing_would_do_and_replaces_the_chosen(desk, plan, row):
    find, replace = (reverse(name, args=[plan.slug]) for name in ("find", "replace"))
    found = desk.get(find, {"find": "坚持", "put": "始终坚持"}).context["found"]
    assert [(one["node"].title, one["count"], one["version"]) for one in found] == [
        ("总体要求", 2, 1)
    ]
    desk.post(replace, {"find": "坚持", "put": "始终坚持", "chosen": [f"{row.pk}-1", "x-y", "1"]})
    row.refresh_from_db()
    assert row.text == "始终坚持服务大局。\n——始终坚持守正创新。"
    change = Change.objects.filter(provision=row).latest("pk")
    assert change.version.revision.comment == "替换“坚持”为“始终坚持”"


def test_finding_shows_an_outsider_nothing(client, cast, plan):
    client.force_login(cast.outsider, backend="django.contrib.auth.backends.ModelBackend")
    names = ("find", "replace", "working_source")
    urls = [reverse(name, args=[plan.slug]) for name in names]
    assert [client.post(url, {"find": "坚持"}).status_code for url in urls] == [404] * 3


def test_each_paragraph_names_its_writer(cast, desk, row):
    save(cast, row, "坚持服务大局。\n新的一段。\n——坚持守正创新。")
    lines = desk.get(address("blame", row)).context["lines"]
    assert [(line["text"], line["change"].number) for line in lines] == [
        ("坚持服务大局。", 1),
        ("新的一段。", 2),
        ("——坚持守正创新。", 1),
    ]


def test_a_chapter_is_brought_back_after_saying_what_will_happen(cast, desk, row):
    moment = f"{timezone.localtime():%Y-%m-%dT%H:%M:%S}"
    revision = Change.objects.get(provision=row).version.revision
    revision.date_created = timezone.now() - timedelta(hours=1)
    revision.save()
    save(cast, row, "后来改的。")
    later = Change.objects.filter(provision=row).latest("pk").version.revision
    later.date_created = timezone.now() + timedelta(hours=1)
    later.save()
    page = desk.get(address("restore_at", row), {"at": moment})
    assert page.context["consequences"][0] == "恢复1个部分的标题、正文和次序：“总体要求”。"
    row.refresh_from_db()
    assert row.version == 2
    desk.post(address("restore_at", row), {"at": moment})
    row.refresh_from_db()
    assert (row.text, row.version) == ("坚持服务大局。\n——坚持守正创新。", 3)


def test_a_deletion_is_undone_from_its_message_and_shows_what_it_struck_out(desk, plan):
    chapter = plan.provisions.get(title="重点任务")
    answer = desk.post(address("delete", chapter), {"reason": ""}, follow=True)
    undo = address("undelete", chapter)
    assert "已删除“重点任务”" in answer.content.decode()
    assert undo in answer.content.decode()
    change = Change.objects.get(provision=chapter, kind="delete")
    page = desk.get(reverse("change", args=[plan.slug, change.pk])).content.decode()
    struck = "".join(part.split("</del>")[0] for part in page.split("<del")[1:])
    for words in ("重点任务", "强化引领", "深入开展活动。", "建设创新平台。"):
        assert words in struck
    assert undo in page
    assert undo in desk.get(reverse("plan_history", args=[plan.slug])).content.decode()
    restored = desk.post(undo, follow=True)
    assert restored.redirect_chain == [(address("provision", chapter), 302)]
    assert plan.provisions.standing().count() == 4
