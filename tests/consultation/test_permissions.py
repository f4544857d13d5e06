"""Window and rights of a consultation: every instant and everybody, the answer written out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from consultation import permissions as may
from consultation.enums import Audience
from consultation.models import Assessment, Invitation, PersonalLink, Round
from consultation.replies.actions.replies import release
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.invitations import require_open
from consultation.rounds.actions.links import make_link, open_link
from consultation.rounds.actions.rounds import invite
from plans.errors import WrongState
from plans.models import User
from plans.permissions import Visitor, grant
from tests.cast import appoint, make_user
from tests.consultation.experts.panel import make_panel
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.rounds import open_round

OPENS = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
EARLIER = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "own_closing", "taken"),
    [
        (OPENS - INSTANT, None, False),
        (OPENS, None, True),
        (OPENS + INSTANT, None, True),
        (CLOSES - INSTANT, None, True),
        (CLOSES, None, False),
        (CLOSES + INSTANT, None, False),
        (CLOSES, LATER, True),
        (LATER - INSTANT, LATER, True),
        (LATER, LATER, False),
        (OPENS - INSTANT, LATER, False),
        (EARLIER, EARLIER, True),
        (CLOSES - INSTANT, EARLIER, True),
        (CLOSES, EARLIER, False),
    ],
)
def test_the_window_to_the_instant(
    now: datetime, own_closing: datetime | None, taken: bool
) -> None:
    """The opening instant is open, the closing instant closed; an extension never shortens."""
    round_ = Round(opens_at=OPENS, closes_at=CLOSES, issued_at=OPENS)
    asked = Invitation(round=round_, closes_at=own_closing)
    assert may.is_open(round_, now, asked) is taken
    if own_closing is None:
        assert may.is_open(round_, now) is taken
    for other in ({"completed_at": LATER}, {"voided_at": LATER}, {"issued_at": None}):
        known = {"opens_at": OPENS, "closes_at": CLOSES, "issued_at": OPENS}
        assert may.is_open(Round(**(known | other)), now) is False


@pytest.mark.parametrize(
    ("own_closing", "counts"), [(None, CLOSES), (EARLIER, CLOSES), (LATER, LATER)]
)
def test_the_closing_time_that_counts(own_closing: datetime | None, counts: datetime) -> None:
    round_ = Round(opens_at=OPENS, closes_at=CLOSES)
    assert may.closing_time(round_, Invitation(round=round_, closes_at=own_closing)) == counts
    assert may.closing_time(round_) == CLOSES


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        ({"opens_at": datetime(2999, 3, 2, 1, 0, tzinfo=UTC)}, "征求意见将于.*开始"),
        ({"opens_at": OPENS, "closes_at": OPENS}, "征求意见已于.*截止，不能再提交"),
        ({"completed_at": OPENS}, "已经办结，不能再增加意见"),
    ],
)
def test_what_is_said_outside_the_window(
    scene: Scene, times: dict[str, datetime], sentence: str
) -> None:
    for name, value in times.items():
        setattr(scene.round, name, value)
    with pytest.raises(WrongState, match=sentence):
        require_open(Invitation(round=scene.round))


def test_inside_the_window_the_databases_time_is_given(scene: Scene) -> None:
    before = timezone.now() - timedelta(seconds=2)
    now = require_open(scene.invitation)
    assert before < now < timezone.now() + timedelta(seconds=2)


def who(may_do: Callable[[Visitor], bool]) -> set[str]:
    """Names of those who may, read anew; 访客 is nobody in particular."""
    found = {user.full_name for user in User.objects.exclude(kind="system") if may_do(user)}
    return found | ({"访客"} if may_do(AnonymousUser()) else set())


@pytest.fixture
def crowd(scene: Scene) -> Scene:
    """Besides the cast: 停用 with every right and not active, 超管 a superuser whom nothing asks,
    读者 reads."""
    retired, root = make_user("停用"), make_user("超管")
    appoint("manage_plan", retired, scene.round.plan)
    appoint("release_reply", retired, scene.cast.district)
    grant("read_draft", make_user("读者"), scene.round.plan)
    User.objects.filter(pk=retired.pk).update(is_active=False)
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    return scene


def test_who_runs_and_reads_a_round(crowd: Scene) -> None:
    round_ = crowd.round
    assert who(lambda user: may.may_run_round(user, round_)) == {"起草人"}
    assert who(lambda user: may.may_see_collation(user, round_)) == {"起草人", "读者"}


def test_who_answers_for_a_unit_and_who_releases(crowd: Scene) -> None:
    asked = crowd.invitation
    assert who(lambda user: may.may_answer(user, asked)) == {"经办人", "负责人"}
    assert who(lambda user: may.may_release(user, asked)) == {"负责人"}


def test_who_treats_an_opinion(crowd: Scene) -> None:
    """The handler only as long as they may read the opinions at all."""
    crowd.draft()
    release(crowd.invitation.pk, by=crowd.cast.head)
    row = Assessment.objects.get(round=crowd.round)
    for handler, expected in (
        (User.objects.get(full_name="读者"), {"起草人", "读者"}),
        (crowd.cast.outsider, {"起草人"}),
        (None, {"起草人"}),
    ):
        row.handler = handler
        assert who(lambda user: may.may_treat(user, row)) == expected


def test_who_answers_where_a_person_is_asked(crowd: Scene) -> None:
    (asked,) = invite(crowd.round, by=crowd.cast.drafter, persons=[crowd.cast.outsider])
    for may_do in (may.may_answer, may.may_release):
        assert who(lambda user, ask=may_do: ask(user, asked)) == {"局外人"}  # type: ignore[misc]
    User.objects.filter(pk=crowd.cast.outsider.pk).update(is_active=False)
    for may_do in (may.may_answer, may.may_release):
        assert who(lambda user, ask=may_do: ask(user, asked)) == set()  # type: ignore[misc]


@dataclass
class ByLink:
    """A browser that came by the link of 渝中区科协, in a round with a second unit."""

    scene: Scene
    link: PersonalLink
    visitor: User
    other: Invitation


@pytest.fixture
def by_link(scene: Scene) -> ByLink:
    (other,) = invite(scene.round, by=scene.cast.drafter, units=[scene.cast.other_district])
    expires = timezone.now() + timedelta(days=1)
    link, token = make_link(scene.invitation, by=scene.cast.drafter, expires_at=expires)
    return ByLink(scene, link, open_link(token)[1], other)


def test_a_link_opens_its_own_invitation_alone(by_link: ByLink) -> None:
    visitor, own = by_link.visitor, by_link.scene.invitation
    for ask in (may.may_answer, may.may_release, may.came_by_link):
        assert (ask(visitor, own), ask(visitor, by_link.other)) == (True, False)
    assert may.is_let_in(visitor)


@pytest.mark.parametrize(
    "end",
    [{"revoked_at": OPENS}, {"expires_at": OPENS}, {"revoked_at": OPENS, "expires_at": OPENS}],
)
def test_a_link_that_has_ended_opens_nothing(by_link: ByLink, end: dict[str, datetime]) -> None:
    PersonalLink.objects.filter(pk=by_link.link.pk).update(**end)
    visitor, own = by_link.visitor, by_link.scene.invitation
    for ask in (may.may_answer, may.may_release, may.came_by_link):
        assert not ask(visitor, own)
    assert not may.is_let_in(visitor)


def test_a_visitor_by_link_who_is_not_active_opens_nothing(by_link: ByLink) -> None:
    by_link.visitor.is_active = False
    assert not may.may_answer(by_link.visitor, by_link.scene.invitation)


def test_everybody_else_is_let_in(scene: Scene) -> None:
    assert may.is_let_in(scene.cast.outsider)
    assert may.is_let_in(AnonymousUser())


def test_who_fetches_a_released_reply(by_link: ByLink) -> None:
    """Of those who came by link only the browser that released it; of the unit everyone."""
    scene = by_link.scene
    expires = timezone.now() + timedelta(days=1)
    _link, token = make_link(scene.invitation, by=scene.cast.drafter, expires_at=expires)
    second = open_link(token)[1]
    reply = release(scene.invitation.pk, by=by_link.visitor, no_opinion=True)
    assert may.may_fetch_reply(by_link.visitor, reply)
    assert not may.may_fetch_reply(second, reply)
    people = {user.pk for user in (scene.cast.officer, scene.cast.head)}
    others = User.objects.exclude(kind="link")
    assert {user.pk for user in others if may.may_fetch_reply(user, reply)} == people


def test_for_whom_a_link_may_stand(scene: Scene) -> None:
    (person,) = invite(scene.round, by=scene.cast.drafter, persons=[scene.cast.outsider])
    assert [may.takes_link(asked) for asked in (scene.invitation, person)] == [True, False]


@pytest.mark.django_db
def test_an_expert_with_an_account_takes_no_link() -> None:
    panel = make_panel(guest=True)
    named = {
        name: may.takes_link(Invitation.objects.get(pk=panel.id(name)))
        for name in ("甲专家", "乙专家", "丙专家")
    }
    assert named == {"甲专家": False, "乙专家": False, "丙专家": True}


def test_another_round_of_the_plan_has_its_own_window(scene: Scene) -> None:
    now = timezone.now()
    terms = RoundTerms("又", Audience.UNITS, now - timedelta(days=2), now + timedelta(days=1))
    other = open_round(scene.round.edition, terms, by=scene.cast.drafter)
    assert may.is_open(other, now)
    assert not may.is_open(other, now + timedelta(days=2))


def test_the_link_of_somebody_else_keeps_nobody_in(by_link: ByLink) -> None:
    """Of two links to one invitation the first is stopped: who came by it is out."""
    scene = by_link.scene
    expires = timezone.now() + timedelta(days=1)
    _link, token = make_link(scene.invitation, by=scene.cast.drafter, expires_at=expires)
    second = open_link(token)[1]
    PersonalLink.objects.filter(pk=by_link.link.pk).update(revoked_at=OPENS)
    for ask in (may.may_answer, may.may_release, may.came_by_link):
        assert (ask(by_link.visitor, scene.invitation), ask(second, scene.invitation)) == (
            False, True,
        )  # fmt: skip
    assert (may.is_let_in(by_link.visitor), may.is_let_in(second)) == (False, True)
