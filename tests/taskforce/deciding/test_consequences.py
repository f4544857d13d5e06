"""“您的同意将使本节点通过”: what the page says before, against what is so afterwards."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from plans.editions.actions.freezing import freeze_edition
from plans.models import Plan, User
from taskforce.deciding.actions.entries import confirm_opinion
from taskforce.deciding.actions.opinions import give_opinion
from taskforce.deciding.actions.records import record_instruction
from taskforce.gates.actions.packages import Paper, seal_package
from taskforce.models import Decision, Gate, Instruction, Package, Stage
from tests.scans import scan
from tests.taskforce.deciding.test_decisions import two_stages
from tests.taskforce.deciding.test_opinions import QUORUM, Scene, begin, client_of

pytestmark = pytest.mark.django_db
LINE = re.compile(r"<p>([^<]*)</p>")


def told(page: str) -> tuple[str, list[str]]:
    """The headline and the sentences of the page that asks; empty where it does not ask."""
    found = re.search(r'<div class="consequences">(.*?)</div>', page, re.DOTALL)
    headline = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert headline is not None
    return headline[1].strip(), LINE.findall(found[1]) if found else []


def send(client: Client, address: str, **body: str) -> str:
    return client.post(address, body, follow=True).content.decode()


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    return found[1]


def state() -> tuple[str, list[str], str]:
    """The gate, its stages and the plan, as they stand in the database."""
    gate = Gate.objects.get(title="审议")
    return gate.state, [one.state for one in Stage.objects.all()], Plan.objects.get().phase


def ask(scene: Scene, package: Package, user: User, vote: str, text: str = "") -> list[str]:
    """The opinion asks first and keeps nothing; sent again as seen it counts."""
    client, address = client_of(user), reverse("vote", args=[package.pk, vote])
    before, count = state(), package.opinions.count()
    page = send(client, address, text=text)
    headline, sentences = told(page)
    assert (state(), package.opinions.count()) == (before, count)
    assert not Decision.objects.filter(package=package).exists()
    done = send(client, address, text=text, seen=seen_in(page))
    assert "您的意见已记录" in done
    return [headline, *sentences]


@pytest.mark.parametrize("rule", ["head", "all", QUORUM])
def test_consent_that_passes_says_what_follows(rule: str) -> None:
    scene = begin(rule)
    package = scene.seal()
    if rule != "head":
        give_opinion(package.pk, by=scene.cast.member, vote="approve")
    if rule == "all":
        give_opinion(package.pk, by=scene.cast.writer, vote="approve")
    assert ask(scene, package, scene.cast.chief, "approve") == [
        "您的同意将使本节点通过",
        "“审议”的结果为“通过”。",
        "接下来可以提请“报上级”。",
    ]
    assert state() == ("passed", ["deciding"], "drafting")


@pytest.mark.parametrize("rule", ["head", "all", QUORUM])
def test_what_returns_or_defers_says_so_too(rule: str) -> None:
    scene = begin(rule)
    package = scene.seal(scene.freeze("送审稿"))
    assert ask(scene, package, scene.cast.chief, "return", "依据不足。") == [
        "您的不同意将使本节点退回",
        "“审议”的结果为“退回”，理由：依据不足。",
        "第1阶段“审议”回到“进行中”，补充后可以重新提请。",
        "规划转入“修改完善”。",
    ]
    assert state() == ("returned", ["active"], "revising")
    again = scene.seal(scene.freeze("再审稿"))
    assert ask(scene, again, scene.cast.chief, "defer", "待上级文件。")[:2] == [
        "您的意见将使本节点暂缓",
        "“审议”的结果为“暂缓”，理由：待上级文件。",
    ]
    assert state() == ("deferred", ["active"], "revising")


def test_consent_with_opinions_lists_what_is_to_carry() -> None:
    scene = begin(QUORUM)
    package = scene.seal()
    give_opinion(package.pk, by=scene.cast.member, vote="amend", text="突出特色。")
    assert ask(scene, package, scene.cast.writer, "amend", "核对数据。") == [
        "您的原则同意将使本节点原则通过",
        "“审议”的结果为“原则通过，按审议意见修改”。",
        "须落实的审议意见2条：1. 突出特色；2. 核对数据。全部落实后，这一节点才算通过。",
        "规划转入“修改完善”。",
    ]
    assert state() == ("passed_with_opinions", ["deciding"], "revising")


def test_an_abstention_may_end_it_and_a_vote_that_ends_nothing_is_not_asked() -> None:
    scene = begin("quorum, quorum: 3")
    package = scene.seal()
    client, address = client_of(scene.cast.member), "vote"
    page = send(client, reverse(address, args=[package.pk, "approve"]), text="")
    assert "您的意见已记录：同意" in page
    give_opinion(package.pk, by=scene.cast.member, vote="abstain")
    assert ask(scene, package, scene.cast.writer, "return", "不妥。")[0] == (
        "您的不同意将使本节点退回"
    )


def test_what_is_confirmed_is_what_was_seen() -> None:
    """Another member's opinion meanwhile changes what follows: asked anew, nothing counted."""
    scene = begin(QUORUM)
    package = scene.seal()
    give_opinion(package.pk, by=scene.cast.member, vote="approve")
    client = client_of(scene.cast.chief)
    address = reverse("vote", args=[package.pk, "approve"])
    first = send(client, address, text="")
    give_opinion(package.pk, by=scene.cast.member, vote="amend", text="突出特色。")
    again = send(client, address, text="", seen=seen_in(first))
    headline, sentences = told(again)
    assert (headline, sentences[0]) == (
        "您的同意将使本节点原则通过", "刚才列出的后果已有变化，请按现在的内容再次确认。",
    )  # fmt: skip
    assert state()[0] == "open"
    send(client, address, text="", seen=seen_in(again))
    assert state()[0] == "passed_with_opinions"


def test_the_text_goes_through_the_question() -> None:
    scene = begin("head")
    package = scene.seal()
    client, address = client_of(scene.cast.chief), reverse("vote", args=[package.pk, "amend"])
    page = send(client, address, text="甲\n“乙”<b>")
    assert 'value="甲\n“乙”&lt;b&gt;"' in page
    send(client, address, text="甲\n“乙”<b>", seen=seen_in(page))
    assert package.opinions.get().text == "甲\n“乙”<b>"


def test_the_confirmation_of_an_entry_is_asked_as_well() -> None:
    scene = begin("head")
    package = scene.seal()
    one = scene.enter(package, scene.seat(scene.cast.chief))
    for user, said in ((scene.second, "复核"), (scene.cast.chief, "确认")):
        page = send(client_of(user), reverse("confirm_vote", args=[one.pk]), text="出差")
        assert told(page)[0] == f"您的{said}将使本节点通过"
    assert state()[0] == "open"
    confirm_opinion(one.pk, by=scene.cast.chief, seen=seen_in(page))
    assert state()[0] == "passed"


def test_the_last_gate_approves_the_plan_and_the_record_says_so() -> None:
    scene = begin("head")
    by = scene.cast.drafter
    edition = freeze_edition(scene.plan.pk, by=by, label="送审稿")
    give_opinion(scene.seal(edition).pk, by=scene.cast.chief, vote="approve")
    last = Gate.objects.get(title="报上级")
    package = seal_package(
        last.pk, by=by, question="请审定", papers=[Paper("一", text="一")], edition=edition
    )
    day = date(2021, 2, 1)
    said = Instruction(sent_on=day, instructed_on=day, text="同意", scan=scan(by))
    record_instruction(package.pk, said, by=by, outcome="passed")
    client, address = client_of(scene.second), reverse("confirm_record", args=[package.pk])
    page = send(client, address)
    assert told(page) == (
        "您的复核将使本节点通过",
        ["“报上级”的结果为“通过”。", "第1阶段“审议”结束。", "规划获得批准，可以印发。"],
    )
    assert Plan.objects.get().phase == "deliberating"
    send(client, address, seen=seen_in(page))
    assert [one.state for one in Stage.objects.all()] == ["ended"]
    assert Plan.objects.get().phase == "approved"


def test_the_next_stage_is_named() -> None:
    scene = two_stages()
    gate = Gate.objects.get(title="领导小组审议")
    package = scene.seal("领导小组审议", gap_reason="测试")
    give_opinion(package.pk, by=scene.cast.member, vote="approve")
    client = client_of(scene.cast.writer)
    page = send(client, reverse("vote", args=[package.pk, "approve"]), text="")
    assert told(page) == (
        "您的同意将使本节点通过",
        [
            "“领导小组审议”的结果为“通过”。",
            "第1阶段“第一阶段”结束。",
            "第2阶段“第二阶段”开始。",
        ],
    )
    send(client, reverse("vote", args=[package.pk, "approve"]), text="", seen=seen_in(page))
    gate.refresh_from_db()
    states = dict(Stage.objects.values_list("title", "state"))
    assert (gate.state, states) == ("passed", {"第一阶段": "ended", "第二阶段": "active"})
