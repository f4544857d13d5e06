"""Where commented passages stand in a later text."""

from __future__ import annotations

import pytest

from consultation.models import Comment
from consultation.passages.quoting import standing
from consultation.passages.whereabouts import (
    Found,
    Text,
    Whereabouts,
    text_of_edition,
    text_of_tree,
    whereabouts,
)
from consultation.replies.actions.opinions import Opinion
from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.drafting.queries import plan_tree
from plans.editions.queries import edition_tree
from plans.models import Plan, Provision
from plans.text.markup import plain
from tests.consultation.replies.test_replies import Scene, make_scene

pytestmark = pytest.mark.django_db


def say(scene: Scene, title: str, quote: str) -> Comment:
    place = scene.round.edition.provisions.get(title=title)
    at = standing(place, quote)
    opinion = Opinion(
        "change", "改", place=place, quote=quote, prefix=at.prefix, suffix=at.suffix, start=at.start
    )
    return Comment.objects.select_related("place").get(pk=scene.draft(opinion).pk)


def now(scene: Scene) -> Text:
    return text_of_tree(plan_tree(Plan.objects.get(pk=scene.round.plan_id)))


def save(provision: Provision, by: Scene, text: str) -> None:
    save_provision(
        provision.pk, by=by.cast.drafter, expected_version=provision.version,
        title=provision.title, text=text, origin=Origin("改"),
    )  # fmt: skip


def test_an_untouched_passage_is_where_it_was() -> None:
    scene = make_scene()
    comment = say(scene, "强化引领", "深入开展活动。")
    place = scene.round.plan.provisions.get(title="强化引领").pk
    edition = text_of_edition(scene.round.edition)
    here = Found(Whereabouts.HOME, place, "1.强化引领", "深入开展活动。")
    assert whereabouts([comment], now(scene)) == {comment.pk: here}
    assert whereabouts([comment], edition) == {comment.pk: here}
    assert edition.bodies == text_of_tree(edition_tree(scene.round.edition)).bodies


def test_a_passage_is_followed_into_another_provision_or_said_to_be_gone() -> None:
    scene = make_scene()
    plan, quote = scene.round.plan, plain("坚持服务大局。\n——坚持守正创新。")
    comment, other = say(scene, "总体要求", quote), say(scene, "服务创新", "建设创新平台。")
    home = plan.provisions.get(title="总体要求")
    new = plan.provisions.get(title="强化引领")
    save(home, scene, "另行规定。")
    save(new, scene, "深入开展活动。\n坚持服务大局。\n——坚持守正创新。")
    save(plan.provisions.get(title="服务创新"), scene, "完全不同的另一段话，与原来无关。")
    found = whereabouts([comment, other], now(scene))
    assert found[comment.pk] == Found(Whereabouts.MOVED, new.pk, "1.强化引领", quote)
    left = plan.provisions.get(title="服务创新").pk
    assert found[other.pk] == Found(Whereabouts.REPLACED, left, "2.服务创新")
    without = {key: body for key, body in now(scene).bodies.items() if key != left}
    deleted = Text("another", without, now(scene).marks)
    assert whereabouts([other], deleted) == {other.pk: Found(Whereabouts.GONE, None)}
    assert whereabouts([comment, other], now(scene)) == found


def test_an_opinion_on_the_whole_plan_has_no_place() -> None:
    scene = make_scene()
    assert whereabouts([scene.draft()], now(scene)) == {}
