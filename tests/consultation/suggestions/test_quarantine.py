"""待审的建言: why one waits, seen nowhere before, let in or thrown away by who runs the round."""

from __future__ import annotations

import ast
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultation.collation.actions.completion import complete_round
from consultation.enums import Doubt
from consultation.models import Comment, HeldSuggestion, PublicContact, Round
from consultation.replies.actions.opinions import Opinion
from consultation.rounds.figures import covering_figures
from consultation.suggestions.actions.receiving import Citizen, receive_suggestion
from consultation.suggestions.actions.screening import let_in, refuse_held
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry
from plans.system.system_user import system_user
from taskforce.desk.waiting import desk
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.consultation.suggestions.sending import code_of, public_round, send
from tests.harness.source import APPS, modules
from tests.test_get_writes_nothing import everybody
from tests.world import NAMES, World, client_of

pytestmark = pytest.mark.django_db
CITIZEN = Citizen("王五", "13800000000", "scientist", may_publish=True)


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def round_(scene: Scene) -> Round:
    return public_round(scene)


def hold(round_: Round, reason: str = "多办科普活动") -> HeldSuggestion:
    opinion = Opinion("add", proposal=" 建一座科技馆。 ", reason=reason)
    key = uuid.uuid4()
    told = {"by": system_user(), "key": key, "doubts": [Doubt.NO_PROOF]}
    receive_suggestion(round_, opinion, CITIZEN, **told)  # type: ignore[arg-type]
    return HeldSuggestion.objects.latest("pk")


def page_of(code: str) -> str:
    return Client().get(reverse("suggestion", args=[code])).content.decode()


def test_what_a_program_fills_in_waits_and_is_told_so(round_: Round) -> None:
    code = code_of(send(round_, "多办科普活动", told={"website": "http://spam.test"}))
    held = HeldSuggestion.objects.get()
    assert (held.query_code, held.doubts, held.reason) == (code, ["hidden_field"], "多办科普活动")
    assert Comment.objects.count() == 0
    shown = page_of(code)
    assert "建议已收到，还没有编号" in shown
    assert code in shown
    assert "多办科普活动" in shown


def test_words_that_were_said_before_wait(round_: Round, scene: Scene) -> None:
    send(round_, "多办科普活动")
    send(round_, " 多办科普活动 ")
    send(public_round(scene), "多办科普活动")
    send(round_, "多办科普活动。")
    assert [one.doubts for one in HeldSuggestion.objects.all()] == [["same_text"]]
    assert Comment.objects.count() == 3


def test_words_of_one_that_waits_are_said_too(round_: Round) -> None:
    send(round_, "多办科普活动", told={"website": "x"})
    send(round_, "多办科普活动")
    assert [one.doubts for one in HeldSuggestion.objects.order_by("pk")] == [
        ["hidden_field"],
        ["same_text"],
    ]


def test_it_keeps_no_address(round_: Round) -> None:
    send(round_, "多办科普活动", told={"website": "x"}, address="203.0.113.9")
    held = HeldSuggestion.objects.values().get()
    assert not any("203.0.113.9" in str(value) for value in held.values())


def test_let_in_it_is_a_numbered_suggestion_sent_when_it_was_sent(
    round_: Round, scene: Scene
) -> None:
    send(round_, "第一条")
    held = hold(round_)
    comment = let_in(held.pk, by=scene.cast.drafter)
    comment.refresh_from_db()
    contact = PublicContact.objects.get(comment=comment)
    assert (comment.number, comment.submitted_at, comment.author_name) == (
        2,
        held.sent_at,
        "未署名公众",
    )
    assert (comment.kind, comment.proposal, comment.reason) == (
        *("add", "建一座科技馆。", "多办科普活动"),
    )
    assert (contact.name, contact.phone, contact.speaker, contact.may_publish) == (
        *("王五", "13800000000", "scientist", True),
    )
    assert contact.query_code == held.query_code
    assert HeldSuggestion.objects.count() == 0
    assert "编号0002" in page_of(held.query_code)
    entry = AuditEntry.objects.filter(action="suggestion.let_in").get()
    assert (entry.actor, entry.object_id) == (scene.cast.drafter, str(held.pk))


def test_what_was_sent_in_time_is_let_in_after_the_end(round_: Round, scene: Scene) -> None:
    held = hold(round_)
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now())
    assert let_in(held.pk, by=scene.cast.drafter).number == 1


def test_thrown_away_its_citizen_reads_why_and_its_contact_goes(
    round_: Round, scene: Scene
) -> None:
    held = hold(round_)
    assert refuse_held([held.pk], by=scene.cast.drafter, reason=" 与规划无关 ") == 1
    held.refresh_from_db()
    assert (held.refusal, held.phone, held.name, held.reason) == (
        *("与规划无关", "", "", "多办科普活动"),
    )
    entry = AuditEntry.objects.filter(action="suggestion.refuse").get()
    assert (entry.actor, entry.new) == (scene.cast.drafter, {"reason": "与规划无关"})
    assert "没有受理，没有编号。理由：与规划无关" in page_of(held.query_code)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (" ", "请写明不受理的理由。提出人凭查询码可以看到。"),
        ("长" * 301, "理由不能超过300字。"),
    ],
)
def test_a_reason_is_wanted(round_: Round, scene: Scene, reason: str, sentence: str) -> None:
    held = hold(round_)
    with pytest.raises(InvalidInput, match=sentence):
        refuse_held([held.pk], by=scene.cast.drafter, reason=reason)
    with pytest.raises(InvalidInput, match="请先选择要处理的建言。"):
        refuse_held([], by=scene.cast.drafter, reason="与规划无关")
    assert HeldSuggestion.objects.filter(refused_at__isnull=True).count() == 1


def test_only_who_runs_the_round_decides_and_only_once(round_: Round, scene: Scene) -> None:
    held, cast = hold(round_), scene.cast
    for stranger in (cast.outsider, cast.officer, cast.chief):
        with pytest.raises(NotAllowed):
            let_in(held.pk, by=stranger)
        with pytest.raises(NotAllowed):
            refuse_held([held.pk], by=stranger, reason="与规划无关")
    let_in(held.pk, by=cast.drafter)
    for act in (
        lambda: let_in(held.pk, by=cast.drafter),
        lambda: refuse_held([held.pk], by=cast.drafter, reason="与规划无关"),
    ):
        with pytest.raises(WrongState, match="刚刚已由同事处理"):
            act()


def test_all_chosen_are_thrown_away_or_none(round_: Round, scene: Scene) -> None:
    first, second = hold(round_, "一"), hold(round_, "二")
    let_in(second.pk, by=scene.cast.drafter)
    with pytest.raises(WrongState):
        refuse_held([first.pk, second.pk], by=scene.cast.drafter, reason="与规划无关")
    assert HeldSuggestion.objects.get(pk=first.pk).refused_at is None


def test_no_round_ends_while_something_waits(round_: Round, scene: Scene) -> None:
    held = hold(round_)
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(WrongState, match="还有1条待审的建言没有查看，不能办结。"):
        complete_round(round_, by=scene.cast.drafter)
    refuse_held([held.pk], by=scene.cast.drafter, reason="与规划无关")
    assert complete_round(round_, by=scene.cast.drafter).completed_at is not None


def test_the_desk_of_who_runs_the_round_shows_it(round_: Round, scene: Scene) -> None:
    def line(user: object) -> list[tuple[str, str]]:
        groups = [group for group in desk(user) if group.label == "待审的建言"]  # type: ignore[arg-type]
        return [(item.what, item.url) for group in groups for item in group.items]

    hold(round_, "一")
    hold(round_, "二")
    assert line(scene.cast.drafter) == [("待审的建言2条", reverse("held", args=[round_.pk]))]
    assert (line(scene.cast.outsider), line(scene.cast.officer)) == ([], [])


def test_the_page_lists_lets_in_and_throws_away(round_: Round, scene: Scene) -> None:
    first, second = hold(round_, "一"), hold(round_, "二")
    client, page = client_of(scene.cast.drafter), reverse("held", args=[round_.pk])
    shown = client.get(page).content.decode()
    assert "浏览器没有完成验证（例如没有启用脚本）" in shown
    assert shown.index("理由：一") < shown.index("理由：二")
    client.post(reverse("let_in", args=[round_.pk, first.pk]))
    refuse = reverse("refuse_held", args=[round_.pk])
    answer = client.post(refuse, {"selected": [second.pk], "reason": ""})
    assert (answer.status_code, HeldSuggestion.objects.count()) == (422, 1)
    client.post(refuse, {"selected": [second.pk], "reason": "与规划无关"})
    assert HeldSuggestion.objects.get().refusal == "与规划无关"
    assert "没有待审的建言。" in client.get(page).content.decode()


def test_a_full_page_leads_to_the_next(round_: Round, scene: Scene) -> None:
    for number in range(51):
        hold(round_, f"理由{number}号")
    client, page = client_of(scene.cast.drafter), reverse("held", args=[round_.pk])
    shown = client.get(page).content.decode()
    assert ("理由49号" in shown, "理由50号" in shown, "共51条" in shown) == (True, False, True)
    last = HeldSuggestion.objects.order_by("pk")[49].pk
    assert "理由50号" in client.get(page, {"after": last}).content.decode()


def test_many_rows_ask_no_more_than_one(round_: Round, scene: Scene) -> None:
    client, page = client_of(scene.cast.drafter), reverse("held", args=[round_.pk])
    counts = []
    for number in range(3):
        hold(round_, f"{number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[2]


MARK = "隔离中的建言文字"
SEEN = {"held"}
"""The one page, of those whose address names no code, that shows what waits."""


def test_nothing_of_it_is_seen_anywhere_before(world: World) -> None:
    """Every address as everybody, tables, papers and feeds too: by request, not by reading code."""
    public = Round.objects.get(audience="public")
    before = covering_figures(public), public.comment_count
    told = Citizen(f"{MARK}甲", "13912345678")
    opinion = Opinion("other", proposal=f"{MARK}乙", reason=f"{MARK}丙", quote=f"{MARK}丁")
    code = receive_suggestion(
        public, opinion, told, by=system_user(), key=uuid.uuid4(), doubts=[Doubt.OFTEN],
        mail_to="mark@test.invalid",
    )  # fmt: skip
    shown = {
        name
        for client in everybody(world)
        for name in NAMES
        if _tells(client, world.address(name), code)
    }
    public.refresh_from_db()
    assert shown == SEEN
    assert (covering_figures(public), public.comment_count) == before
    found = client_of(world.cast.drafter).get(reverse("comments", args=[public.pk]), {"q": MARK})
    assert MARK not in found.content.decode().replace(f'value="{MARK}"', "")


def _tells(client: Client, url: str, code: str) -> bool:
    answer = client.get(url)
    content = b"".join(answer) if answer.streaming else answer.content
    return any(word.encode() in content for word in (MARK, "13912345678", "mark@test", code))


HOME = {
    "consultation.models",
    "consultation.models.suggestion",
    "consultation.rounds.quarantine",
    "consultation.suggestions.actions.receiving",
    "consultation.suggestions.actions.screening",
}


def test_one_door_reads_what_waits() -> None:
    """The model is named where it is kept, where it is read and where it is written."""
    named = {
        module.name
        for module in modules(*APPS, "config")
        for node in ast.walk(module.tree)
        if "HeldSuggestion" in (getattr(node, "id", ""), getattr(node, "name", ""))
        and "migrations" not in module.name
    }
    assert named <= HOME


def test_the_database_wants_a_reason_and_no_contact(round_: Round, scene: Scene) -> None:
    held = HeldSuggestion.objects.filter(pk=hold(round_).pk)
    now, by = timezone.now(), scene.cast.drafter
    for wrong in (
        {"refused_at": now, "refused_by": by, "phone": "", "name": ""},
        {"refusal": "因", "phone": "", "name": ""},
        {"refused_at": now, "refused_by": by, "refusal": "因"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            held.update(**wrong)
