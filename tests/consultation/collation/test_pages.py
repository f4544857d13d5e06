"""Pages of the collation: one opinion after the other, bulk, disputes, argumentation, closing."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultation.collation.actions.dispositions import Answer, assess, assess_many
from consultation.collation.actions.groups import group
from consultation.collation.actions.handling import argue, tag
from consultation.collation.argumentation import argumentation_lines
from consultation.collation.papers.argumentation import argumentation_list
from consultation.collation.queries import disputed
from consultation.models import Assessment, Round
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import release
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.rounds import change_window, invite
from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.editions.actions.freezing import freeze_edition
from plans.permissions import DRAFT_REPLY, READ_DRAFT, RELEASE_REPLY, grant
from tests.cast import appoint
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.rounds import open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """渝中 wants 甲, 乙, 丙 in place of one passage; 江北 wants 丁 there."""
    made = make_scene()
    cast = made.cast
    place = made.round.edition.provisions.get(title="强化引领")
    appoint(DRAFT_REPLY, cast.outsider, cast.other_district)
    appoint(RELEASE_REPLY, cast.outsider, cast.other_district)
    (other,) = invite(made.round, by=cast.drafter, units=[cast.other_district])
    for asked, by, texts in (
        (made.invitation, cast.officer, "甲乙丙"),
        (other, cast.outsider, "丁"),
    ):
        for text in texts:
            opinion = Opinion("change", text, place=place, quote="深入开展活动。")
            draft_comment(asked.pk, opinion, by=by, key=uuid.uuid4())
    release(made.invitation.pk, by=cast.head)
    release(other.pk, by=cast.outsider)
    return made


def row(scene: Scene, number: int) -> Assessment:
    return Assessment.objects.get(round=scene.round, number=number)


def page(scene: Scene, name: str, number: int, query: str = "") -> str:
    return reverse(name, args=[scene.round.pk, row(scene, number).pk]) + query


def answer(scene: Scene, number: int, value: str) -> dict[str, object]:
    return {"disposition": value, "reason": "因", "version": row(scene, number).version}


def test_saving_goes_on_to_the_next_of_the_filtered_list(scene: Scene, client: Client) -> None:
    client.force_login(scene.cast.drafter)
    assess(row(scene, 2).pk, Answer("noted"), by=scene.cast.drafter)
    first = client.post(page(scene, "comment_next", 1, "?state=open"), answer(scene, 1, "noted"))
    assert first.headers["Location"] == page(scene, "comment", 3, "?state=open")
    last = client.post(page(scene, "comment_next", 4, "?state=open"), answer(scene, 4, "noted"))
    listing = reverse("comments", args=[scene.round.pk])
    assert last.headers["Location"] == f"{listing}?state=open"
    stay = client.post(page(scene, "comment", 3), answer(scene, 3, "noted"))
    assert stay.headers["Location"] == page(scene, "comment", 3)
    assert not Assessment.objects.filter(state="open").exists()


def test_a_missing_reason_keeps_the_page_and_what_was_written(scene: Scene, client: Client) -> None:
    client.force_login(scene.cast.drafter)
    sent = answer(scene, 1, "partly") | {"reason": ""}
    shown = client.post(page(scene, "comment_next", 1), sent)
    assert (shown.status_code, row(scene, 1).disposition) == (200, "")
    assert "部分采纳和不采纳须写明理由" in shown.content.decode()


def test_a_canned_reason_stands_in_for_an_empty_one(scene: Scene, client: Client) -> None:
    client.force_login(scene.cast.drafter)
    canned = "现有表述与上级文件一致，拟不作修改。"
    sent = answer(scene, 1, "not_adopted") | {"reason": "", "canned": canned}
    client.post(page(scene, "comment", 1), sent)
    assert row(scene, 1).reason == canned


def test_a_handler_sees_and_answers_the_own_opinion_only(scene: Scene, client: Client) -> None:
    grant(READ_DRAFT, scene.cast.writer, scene.round.plan)
    Assessment.objects.filter(pk=row(scene, 1).pk).update(handler=scene.cast.writer)
    client.force_login(scene.cast.writer)
    statuses = [
        client.post(page(scene, "comment", n), answer(scene, n, "noted")).status_code
        for n in (1, 2)
    ]
    assert (statuses, row(scene, 2).disposition) == ([302, 404], "")
    assert client.post(page(scene, "assign_one", 1)).status_code == 404


def test_bulk_takes_all_that_the_filters_leave_or_none(scene: Scene, client: Client) -> None:
    client.force_login(scene.cast.drafter)
    unit = f"?unit={scene.cast.district.pk}"
    tagging = reverse("tag_some", args=[scene.round.pk]) + unit
    client.post(tagging, {"all": "1", "tag": "体制"})
    tagged = Assessment.objects.filter(tags__name="体制")
    assert [one.number for one in tagged.order_by("number")] == [1, 2, 3]
    assess(row(scene, 4).pk, Answer("noted"), by=scene.cast.drafter)
    chosen = {"selected": [row(scene, 3).pk, row(scene, 4).pk]}
    bulk = reverse("bulk", args=[scene.round.pk])
    shown = client.post(bulk, {**chosen, "disposition": "noted", "reason": ""}, follow=True)
    assert "以下意见已经办结，整批没有处理：0004。" in shown.content.decode()
    assert row(scene, 3).disposition == ""
    nothing = client.post(bulk, {"disposition": "noted"}, follow=True).content.decode()
    assert "请先勾选意见" in nothing


def test_different_wordings_of_units_for_one_passage_stand_together(scene: Scene) -> None:
    (passage,) = disputed(scene.round)
    assert (passage.units, passage.count, [one.number for one in passage.opinions]) == (
        2, 4, [1, 2, 3, 4],
    )  # fmt: skip
    ids = [row(scene, n).pk for n in (1, 2, 3, 4)]
    assess_many(ids, Answer("noted"), by=scene.cast.drafter)
    assert disputed(scene.round) == []


def test_the_argumentation_list_has_old_and_present_text(scene: Scene, client: Client) -> None:
    argue([row(scene, 1).pk, row(scene, 4).pk], by=scene.cast.drafter)
    later = _second(scene)
    lines = argumentation_lines(later)
    assert [(one.row.number, one.who, one.old, one.new) for one in lines] == [
        (1, "渝中区科协", "深入开展活动。", "深入开展活动。"),
        (4, "江北区科协", "深入开展活动。", "深入开展活动。"),
    ]
    assert argumentation_lines(scene.round) == lines
    paper = argumentation_list(later, lines, on=timezone.localdate())
    assert (paper.kind, len(paper.parts[0].blocks)) == ("论证清单", 3)
    client.force_login(scene.cast.drafter)
    shown = client.get(reverse("argued", args=[later.pk])).content.decode()
    assert ("上一轮" in shown, "江北区科协" in shown) == (True, True)
    client.post(page(scene, "unargue_one", 4))
    assert [one.row.number for one in argumentation_lines(scene.round)] == [1]


def _second(scene: Scene) -> Round:
    now = timezone.now()
    terms = RoundTerms("第二轮", "units", now, now + timedelta(days=5), previous=scene.round)
    return open_round(scene.round.edition, terms, by=scene.cast.drafter)


def test_closing_early_asks_for_a_reason_and_keeps_it(scene: Scene, client: Client) -> None:
    client.force_login(scene.cast.drafter)
    address = reverse("close_round", args=[scene.round.pk])
    assert "现在起不再接收意见" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 200
    assert not scene.round.window_changes.exists()
    client.post(address, {"reason": "意见已收齐"})
    kept = scene.round.window_changes.get()
    assert (kept.reason, kept.by, kept.new < timezone.now()) == (
        "意见已收齐", scene.cast.drafter, True,
    )  # fmt: skip
    board = client.get(reverse("round", args=[scene.round.pk])).content.decode()
    assert "意见已收齐" in board


def test_a_public_round_that_comes_to_be_short_says_why(scene: Scene, client: Client) -> None:
    now = timezone.now()
    terms = RoundTerms("公开", "public", now - timedelta(days=1), now + timedelta(days=40))
    public = open_round(scene.round.edition, terms, by=scene.cast.drafter)
    change_window(
        public, by=scene.cast.drafter, closes_at=now + timedelta(days=9), reason="市里要求提前"
    )
    public.refresh_from_db()
    assert public.short_reason == "市里要求提前"
    notice = client.get(reverse("public_round", args=[public.pk])).content.decode()
    assert "期限少于30日的理由：市里要求提前" in notice
    assert notice.count("市里要求提前") == 2


def test_a_later_edition_shows_the_opinions_where_their_passages_stand(
    scene: Scene, client: Client
) -> None:
    later = freeze_edition(scene.round.plan_id, by=scene.cast.drafter, label="修改稿")
    client.force_login(scene.cast.drafter)
    shown = client.get(reverse("round_edition", args=[scene.round.pk, later.pk]))
    (spot,) = shown.context["spots"]
    assert (spot.mark, [one.row.number for one in spot.opinions]) == ("1.强化引领", [1, 2, 3, 4])
    assert f'href="#w{spot.provision}">意见4条</a>' in shown.content.decode()
    one = client.get(page(scene, "comment", 1)).content.decode()
    assert reverse("round_edition", args=[scene.round.pk, later.pk]) in one


@pytest.mark.parametrize(
    ("kind", "proposal", "expected"),
    [
        ("change", "甲", "前句。甲后句。"),
        ("add", "甲", "前句。深入开展活动。甲后句。"),
        ("delete", "", "前句。后句。"),
        ("question", "", "前句。深入开展活动。后句。"),
    ],
)
def test_adopting_begins_with_the_opinion_put_in_where_its_passage_stands_now(
    client: Client, kind: str, proposal: str, expected: str
) -> None:
    made = make_scene()
    place = made.round.edition.provisions.get(title="强化引领")
    opinion = Opinion(kind, proposal, "因", place=place, quote="深入开展活动。")
    made.draft(opinion)
    release(made.invitation.pk, by=made.cast.head)
    task = made.round.plan.provisions.get(title="强化引领")
    save_provision(
        task.pk, by=made.cast.drafter, expected_version=1, title=task.title,
        text="前句。深入开展活动。后句。", origin=Origin("改"),
    )  # fmt: skip
    client.force_login(made.cast.drafter)
    shown = client.get(page(made, "adopt", 1))
    assert shown.context["form"].initial["text"] == expected


def test_the_list_costs_the_same_for_any_number_of_rows(scene: Scene, client: Client) -> None:
    tag([row(scene, n).pk for n in (1, 2, 3)], "体制", by=scene.cast.drafter)
    client.force_login(scene.cast.drafter)
    costs = []
    for query in ("?place=0", f"?unit={scene.cast.other_district.pk}", ""):
        with CaptureQueriesContext(connection) as asked:
            shown = client.get(reverse("comments", args=[scene.round.pk]) + query)
        costs.append((len(shown.context["rows"]), len(asked)))
    assert [count for count, _ in costs] == [4, 1, 4]
    assert max(cost for _, cost in costs) <= 25


@pytest.mark.parametrize("name", ["disputes", "argued", "proof", "groups", "reasons"])
def test_the_other_pages_are_found_empty_and_full(scene: Scene, client: Client, name: str) -> None:
    client.force_login(scene.cast.drafter)
    one = scene.round.plan.slug if name == "reasons" else scene.round.pk
    address = reverse(name, args=[one])
    assert client.get(address).status_code == 200
    ids = [row(scene, n).pk for n in (1, 2, 3, 4)]
    assess_many(ids, Answer("adopted"), by=scene.cast.drafter)
    argue(ids, by=scene.cast.drafter)
    group(ids[:2], by=scene.cast.drafter)
    assert client.get(address).status_code == 200
