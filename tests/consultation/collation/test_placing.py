"""An opinion is treated where it belongs, and one that speaks of several things in parts; what was
submitted stays as it was."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consultation.collation.actions.answers import release_answers
from consultation.collation.actions.completion import complete_round
from consultation.collation.actions.dispositions import Answer, assess
from consultation.collation.actions.placing import part_off, put_in_place
from consultation.collation.columns import Table, columns_of, lines
from consultation.collation.listing import Criteria, collation
from consultation.collation.papers.collation import answers
from consultation.collation.standing import stand_now
from consultation.enums import Disposition
from consultation.models import Assessment, Comment
from consultation.passages.whereabouts import Found, Whereabouts, text_of_edition
from consultation.rounds.figures import covering_figures
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry, EditionProvision
from plans.system import clock
from tests.consultation.collation.test_dispositions import scene
from tests.consultation.replies.test_replies import Scene
from tests.world import client_of

pytestmark = pytest.mark.django_db
__all__ = ["scene"]
NOTED = Answer(Disposition.NOTED)


def first(scene: Scene) -> Assessment:
    rows = Assessment.objects.select_related("comment__place", "place", "round")
    return rows.get(round=scene.round, number=1)


def said(scene: Scene) -> list[object]:
    return list(Comment.objects.filter(round=scene.round).order_by("pk").values())


def other(scene: Scene) -> EditionProvision:
    return scene.round.edition.provisions.get(title="服务创新")


def test_an_opinion_is_put_elsewhere_and_back_while_what_was_said_stays(scene: Scene) -> None:
    before, row, by = said(scene), first(scene), scene.cast.drafter
    there = other(scene)
    put_in_place(row.pk, there, by=by)
    row = first(scene)
    assert (row.place, row.moved) == (there, True)
    assert [one.number for one in collation(scene.round, Criteria(place=there.pk))] == [1]
    text = text_of_edition(scene.round.edition)
    stands = Found(Whereabouts.PLACED, there.provision_id, str(there))
    assert stand_now([row], text) == {row.pk: stands}
    put_in_place(row.pk, row.comment.place, by=by)
    row = first(scene)
    assert (row.moved, stand_now([row], text)[row.pk].state) == (False, Whereabouts.HOME)
    assert said(scene) == before
    told = AuditEntry.objects.filter(action="assessment.place").order_by("pk")
    home = row.place_id
    assert [(one.old, one.new) for one in told] == [
        ({"place": home}, {"place": there.pk}), ({"place": there.pk}, {"place": home}),
    ]  # fmt: skip


def test_the_whole_plan_is_a_place_and_the_same_place_is_none(scene: Scene) -> None:
    row, by = first(scene), scene.cast.drafter
    with pytest.raises(InvalidInput, match="已经放在"):
        put_in_place(row.pk, row.place, by=by)
    put_in_place(row.pk, None, by=by)
    row = first(scene)
    assert (row.place, row.chapter, row.moved) == (None, None, True)
    columns = columns_of(Table.PAPER)
    line = next(lines(collation(scene.round, Criteria()), columns))
    assert [cell for one, cell in zip(columns, line, strict=True) if one.key == "place"] == ["全文"]


def test_who_does_not_run_the_round_puts_nothing_elsewhere(scene: Scene) -> None:
    for act in (
        lambda: put_in_place(first(scene).pk, None, by=scene.cast.officer),
        lambda: part_off(first(scene).pk, "甲", None, by=scene.cast.officer),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not first(scene).moved
    assert Assessment.objects.count() == 3


def test_a_part_has_the_next_number_its_place_and_its_own_answer(scene: Scene) -> None:
    before, row, by = said(scene), first(scene), scene.cast.drafter
    there = other(scene)
    part = part_off(row.pk, " 甲的一半 ", there, by=by)
    assert (part.number, part.gist, part.part_of, part.place) == (4, "甲的一半", row, there)
    assert part_off(row.pk, "甲的一半", there, by=by) == part
    assess(row.pk, Answer(Disposition.NOT_ADOPTED, "已有规定"), by=by)
    assess(part.pk, NOTED, by=by)
    figures = covering_figures(scene.round)
    assert (figures["comments"], figures["not_adopted"], figures["noted"], figures["open"]) == (
        4, 1, 1, 2,
    )  # fmt: skip
    assert [one.number for one in collation(scene.round, Criteria(q="的一半"))] == [4]
    assert said(scene) == before


def test_the_unit_reads_the_answer_to_the_whole_and_to_the_part(scene: Scene) -> None:
    by, row = scene.cast.drafter, first(scene)
    part = part_off(row.pk, "甲的一半", None, by=by)
    rows = Assessment.objects.filter(round=scene.round)
    for one in rows.exclude(pk=part.pk):
        assess(one.pk, Answer(Disposition.NOT_ADOPTED, "已有规定"), by=by)
    with pytest.raises(WrongState):
        complete_round(scene.round, by=by)
    assess(part.pk, Answer(Disposition.NOTED, "转有关处室"), by=by)
    release_answers(scene.round, by=by)
    paper = repr(answers(scene.invitation, clock.today()))
    assert "拆自0001：甲的一半" in paper
    assert "转有关处室" in paper
    page = client_of(scene.cast.officer).get(reverse("invitation", args=[scene.invitation.pk]))
    told = page.content.decode()
    assert "其中“甲的一半”（编号0004）" in told
    assert "转有关处室" in told


def test_what_cannot_be_parted_is_refused_and_leaves_nothing(scene: Scene) -> None:
    row, by = first(scene), scene.cast.drafter
    part = part_off(row.pk, "甲", None, by=by)
    for gist, of, sentence in (
        (" ", row, "请写明"), ("长" * 5001, row, "不能超过5000字"), ("机密★1年", row, "密级"),
        ("乙", part, "从原来的意见再拆"),
    ):  # fmt: skip
        with pytest.raises((InvalidInput, WrongState), match=sentence):
            part_off(of.pk, gist, None, by=by)
    assert Assessment.objects.filter(round=scene.round).count() == 4
    scene.round.refresh_from_db()
    assert scene.round.comment_count == 4


def test_the_pages_put_and_part(scene: Scene) -> None:
    row, there = first(scene), other(scene)
    browser, keys = client_of(scene.cast.drafter), [scene.round.pk, row.pk]
    assert "全文" in browser.get(reverse("place_opinion", args=keys)).content.decode()
    moved = browser.post(reverse("place_opinion", args=keys), {"place": there.pk}, follow=True)
    assert f"意见0001已改放到{there}。" in moved.content.decode()
    form = browser.get(reverse("part_opinion", args=keys)).content.decode()
    assert "甲意见" in form
    parted = browser.post(
        reverse("part_opinion", args=keys), {"gist": "甲", "place": ""}, follow=True
    ).content.decode()
    assert "已从意见0001拆出意见0004。" in parted
    assert "已拆出" in parted
    wrong = browser.post(reverse("place_opinion", args=keys), {"place": there.pk + 10_000})
    assert "改放" in wrong.content.decode()
    assert first(scene).place == there
    listed = browser.get(reverse("comments", args=[scene.round.pk])).content.decode()
    assert "由办理人员放到此处" in listed
    assert "甲" in listed
