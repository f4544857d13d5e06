"""A round is a draft first: made, changed, given its letter and whom to ask, issued or dropped."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Addressee, Invitation, Round
from consultation.rounds.actions.chasing import due_for_reminder, remind
from consultation.rounds.actions.drafts import (
    LetterWords,
    RoundTerms,
    change_round,
    choose_addressees,
    draft_round,
    drop_draft,
    write_letter,
)
from consultation.rounds.actions.issuing import issue_round
from consultation.rounds.actions.rounds import change_window, invite
from consultation.rounds.pages.forecast import forecast
from plans.editions.actions.freezing import freeze_edition
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry, Edition, Plan, Unit
from plans.system import clock
from tests.cast import Cast, make_cast, make_plan, make_unit
from tests.world import client_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@dataclass
class Scene:
    cast: Cast
    plan: Plan
    edition: Edition

    def terms(self, audience: str = "units", days: int = 15) -> RoundTerms:
        now = clock.now()
        return RoundTerms("征求意见", audience, now, now + days * DAY)

    def draft(self, audience: str = "units", days: int = 15) -> Round:
        return draft_round(self.edition, self.terms(audience, days), by=self.cast.drafter)


@pytest.fixture
def scene() -> Scene:
    cast = make_cast()
    plan = make_plan(cast.drafter)
    return Scene(cast, plan, freeze_edition(plan.pk, by=cast.drafter, label="征求意见稿"))


def acts(round_: Round) -> list[str]:
    rows = AuditEntry.objects.filter(object_id=str(round_.pk), action__startswith="round.")
    return list(rows.order_by("pk").values_list("action", flat=True))


def test_a_draft_asks_nobody_and_leaves_the_plan_where_it_is(scene: Scene) -> None:
    round_ = scene.draft()
    choose_addressees(round_, by=scene.cast.drafter, units=[scene.cast.district])
    scene.plan.refresh_from_db()
    assert (round_.issued_at, scene.plan.phase) == (None, "drafting")
    assert Invitation.objects.count() == 0
    assert not due_for_reminder(99).exists()
    with pytest.raises(WrongState, match="还是草稿，没有发出"):
        invite(round_, by=scene.cast.drafter, units=[scene.cast.district])
    with pytest.raises(WrongState, match="还是草稿，没有发出"):
        remind(round_, by=scene.cast.drafter)
    with pytest.raises(WrongState, match="还是草稿，没有发出"):
        change_window(round_, by=scene.cast.drafter, closes_at=clock.now() + DAY, reason="因")
    assert acts(round_) == ["round.draft", "round.choose"]


def test_one_press_asks_everybody_who_was_chosen(scene: Scene) -> None:
    round_, by = scene.draft(), scene.cast.drafter
    gone = make_unit("撤销的单位")
    units = [scene.cast.other_district, scene.cast.district, gone]
    choose_addressees(round_, by=by, units=units, persons=[scene.cast.member])
    Unit.objects.filter(pk=gone.pk).update(is_active=False)
    issued = issue_round(round_, by=by)
    assert [str(one) for one in issued.invitations.order_by("pk")] == [
        "渝中区科协",
        "江北区科协",
        "成员",
    ]
    assert (issued.issued_at, Addressee.objects.count()) == (issued.opens_at, 0)
    scene.plan.refresh_from_db()
    assert scene.plan.phase == "consulting"
    assert acts(round_) == ["round.draft", "round.choose", "round.open", "round.invite"]
    with pytest.raises(WrongState, match="已经发出"):
        issue_round(round_, by=by)


def test_a_window_that_should_have_begun_begins_when_it_is_issued(scene: Scene) -> None:
    begun = clock.now() - 3 * DAY
    terms = replace(scene.terms(), opens_at=begun)
    round_ = draft_round(scene.edition, terms, by=scene.cast.drafter)
    before = clock.now()
    assert issue_round(round_, by=scene.cast.drafter).opens_at >= before
    later = replace(scene.terms(), opens_at=clock.now() + DAY)
    waits = draft_round(scene.edition, later, by=scene.cast.drafter)
    assert issue_round(waits, by=scene.cast.drafter).opens_at == later.opens_at


def test_what_is_over_or_too_short_for_the_public_is_not_issued(scene: Scene) -> None:
    by, over = scene.cast.drafter, scene.draft()
    now = clock.now()
    Round.objects.filter(pk=over.pk).update(opens_at=now - 2 * DAY, closes_at=now)
    with pytest.raises(InvalidInput, match="截止时间已经过去"):
        issue_round(over, by=by)
    public = scene.draft("public", 30)
    Round.objects.filter(pk=public.pk).update(
        opens_at=public.opens_at - 2 * DAY, closes_at=public.closes_at - 2 * DAY
    )
    with pytest.raises(InvalidInput, match="从今天算起，公开征求意见不足30日"):
        issue_round(public, by=by)
    Round.objects.filter(pk=public.pk).update(short_reason="急需")
    assert issue_round(public, by=by).issued_at is not None


def test_thirty_days_are_enough_and_less_needs_a_reason(scene: Scene) -> None:
    assert issue_round(scene.draft("public", 30), by=scene.cast.drafter).issued_at is not None
    with pytest.raises(InvalidInput, match="一般不少于30日"):
        scene.draft("public", 29)


def test_each_step_is_saved_by_itself(scene: Scene) -> None:
    round_, by = scene.draft(), scene.cast.drafter
    later = freeze_edition(scene.plan.pk, by=by, label="修改稿")
    write_letter(round_, LetterWords("请研究。", "甲 123", needs_seal=True), by=by)
    change_round(round_, later, replace(scene.terms(), name="改名"), by=by)
    found = Round.objects.get(pk=round_.pk)
    told = (found.name, found.edition.label, found.letter_text, found.contact, found.needs_seal)
    assert told == ("改名", "修改稿", "请研究。", "甲 123", True)
    issue_round(found, by=by)
    with pytest.raises(WrongState, match="已经发出"):
        change_round(round_, later, scene.terms(), by=by)
    with pytest.raises(WrongState, match="已经发出"):
        write_letter(round_, LetterWords(), by=by)


def test_units_are_put_in_and_taken_out(scene: Scene) -> None:
    round_, by, cast = scene.draft(), scene.cast.drafter, scene.cast
    choose_addressees(round_, by=by, units=[cast.district, cast.district])
    choose_addressees(round_, by=by, units=[cast.other_district], not_units=[cast.district])
    assert [str(one) for one in round_.addressees.all()] == ["江北区科协"]
    change_round(round_, scene.edition, scene.terms("public", 30), by=by)
    assert not round_.addressees.exists()
    with pytest.raises(WrongState, match="人人可以提出"):
        choose_addressees(round_, by=by, units=[cast.district])


def test_the_same_form_makes_one_round(scene: Scene) -> None:
    key, by = uuid.uuid4(), scene.cast.drafter
    first = draft_round(scene.edition, scene.terms(), by=by, key=key)
    again = draft_round(scene.edition, scene.terms(), by=by, key=key)
    assert (again.pk, Round.objects.count()) == (first.pk, 1)


def test_a_draft_is_dropped_and_nothing_that_is_out_is(scene: Scene) -> None:
    by, round_ = scene.cast.drafter, scene.draft()
    choose_addressees(round_, by=by, units=[scene.cast.district])
    drop_draft(round_, by=by)
    assert not Round.objects.exists()
    with pytest.raises(WrongState, match="已经删除"):
        drop_draft(round_, by=by)
    out = issue_round(scene.draft(), by=by)
    with pytest.raises(WrongState, match="已经发出"):
        drop_draft(out, by=by)


def test_nobody_but_who_manages_the_plan_touches_it(scene: Scene) -> None:
    round_ = scene.draft()
    for person in (scene.cast.officer, scene.cast.outsider, scene.cast.writer):
        with pytest.raises(NotAllowed):
            issue_round(round_, by=person)
        with pytest.raises(NotAllowed):
            draft_round(scene.edition, scene.terms(), by=person)
        with pytest.raises(NotAllowed):
            choose_addressees(round_, by=person, units=[scene.cast.district])


def test_what_issuing_will_do_is_told_in_figures(scene: Scene) -> None:
    by, round_ = scene.cast.drafter, scene.draft()
    units = [scene.cast.district, scene.cast.other_district]
    choose_addressees(round_, by=by, units=units, persons=[scene.cast.member])
    freeze_edition(scene.plan.pk, by=by, label="修改稿")
    told = forecast(round_)
    assert (told.days, told.asked, told.told.by_channel) == (15, 3, {"account": 2})
    assert told.told.nobody == ["江北区科协"]
    assert told.hints == [
        "征求意见的不是最近一稿：最近定版的是“修改稿”。",
        "没有填写联系人及电话。",
    ]


def test_a_void_round_was_issued_and_a_draft_is_not_completed(scene: Scene) -> None:
    round_ = scene.draft()
    for wrong in ({"voided_at": timezone.now()}, {"completed_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Round.objects.filter(pk=round_.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Addressee.objects.create(round=round_)
    for one in ({"unit": scene.cast.district}, {"person": scene.cast.member}):
        Addressee.objects.create(round=round_, **one)
        with pytest.raises(IntegrityError), transaction.atomic():
            Addressee.objects.create(round=round_, **one)


def moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def test_four_pages_lead_to_one_press(scene: Scene) -> None:
    client, now = client_of(scene.cast.drafter), clock.now()
    form = {
        "edition": scene.edition.pk, "name": "一轮", "audience": "units", "key": uuid.uuid4(),
        "opens_at": moment(now), "closes_at": moment(now + 15 * DAY),
    }  # fmt: skip
    new = reverse("new_round", args=[scene.plan.slug])
    answers = [client.post(new, form) for _ in range(2)]
    round_ = Round.objects.get()
    steps = ("round_words", "addressees", "check_round")
    words, whom, check = (reverse(name, args=[round_.pk]) for name in steps)
    assert [one.headers["Location"] for one in answers] == [words, words]
    answer = client.post(words, {"letter_text": "请研究。", "contact": "甲 123"})
    assert answer.headers["Location"] == whom
    page = client.get(f"{whom}?q=渝中").content.decode()
    assert "渝中区科协" in page
    assert "江北区科协" not in page
    shown = [scene.cast.district.pk, scene.cast.other_district.pk]
    client.post(reverse("choose_addressees", args=[round_.pk]), {"shown": shown, "selected": shown})
    client.post(
        reverse("choose_addressees", args=[round_.pk]), {"shown": shown, "selected": shown[:1]}
    )
    client.post(
        reverse("choose_addressees", args=[round_.pk]) + "?kind=person",
        {"shown": [scene.cast.member.pk], "selected": [scene.cast.member.pk]},
    )
    assert sorted(str(one) for one in round_.addressees.all()) == ["成员", "渝中区科协"]
    page = client.get(check).content.decode()
    assert "向2个对象征求意见（账号2个）" in page
    assert client.get(reverse("round", args=[round_.pk])).headers["Location"] == check
    for _ in range(2):
        answer = client.post(reverse("issue_round", args=[round_.pk]))
        assert answer.headers["Location"] == reverse("round", args=[round_.pk])
    assert round_.invitations.count() == 2
    assert client.get(check).status_code == 404


def test_a_kind_is_chosen_and_taken_back_as_a_whole(scene: Scene) -> None:
    round_, client = scene.draft(), client_of(scene.cast.drafter)
    of_kind = reverse("choose_kind", args=[round_.pk, "district"])
    client.post(of_kind)
    assert {str(one) for one in round_.addressees.all()} == {"渝中区科协", "江北区科协"}
    page = client.get(reverse("addressees", args=[round_.pk]) + "?kind=district").content.decode()
    assert "2/2" in page
    assert "去掉全部区县科协" in page
    client.post(of_kind)
    assert not round_.addressees.exists()


def test_the_form_proposes_thirty_days_to_the_public(scene: Scene) -> None:
    client = client_of(scene.cast.drafter)
    page = client.get(reverse("new_round", args=[scene.plan.slug]) + "?audience=public")
    initial = page.context["form"].initial
    assert initial["closes_at"] - initial["opens_at"] >= 30 * DAY
    assert Client().get(reverse("new_round", args=[scene.plan.slug])).status_code == 302
