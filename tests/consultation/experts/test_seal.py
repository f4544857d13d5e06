"""Every address while an expert round is sealed: nobody but the author reads a word of it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from consultation.experts.actions.panel import ExpertTerms, invite_expert, name_chair
from consultation.experts.actions.reviews import Said, declare, restart, save_opinion
from consultation.experts.seal import own_opinions, to_open
from consultation.models import ExpertPanel, Invitation, PersonalLink
from consultation.rounds.actions.letters import address_for
from consultation.rounds.actions.links import make_link
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Attachment, Job, User
from taskforce.evidence.registry import REGISTRY
from taskforce.models import Gate, Step
from taskforce.process.actions.starting import start_timeline
from taskforce.process_templates import load_named
from tests.consultation.experts.panel import SECRET, Panel, make_panel
from tests.harness.source import modules

pytestmark = pytest.mark.django_db
LEAKS = (SECRET, "修改后同意的理由", "强化引领的意见")


READERS = {
    *("consultation.models", "consultation.models.expert", "consultation.experts.seal"),
    *("consultation.experts.actions.reviews", "consultation.experts.actions.unsealing"),
    *("consultation.experts.views.review", "consultation.experts.views.opinion"),
    "consultation.experts.papers",
}
"""The only modules that may name the table of opinions."""


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def panel() -> Panel:
    """甲 is in, 乙 drafts, 丙 never came; the process runs, so that every page has something."""
    panel = make_panel(guest=True)
    timeline = start_timeline(
        panel.round.plan, load_named("chongqing-2020", set(REGISTRY)), by=panel.cast.drafter
    )
    assert timeline.stages.exists()
    panel.begin(panel.chair)
    panel.say(panel.chair, SECRET + "强化引领的意见", proposal=SECRET, quote="深入开展活动")
    panel.release(panel.chair, "agree_changed", "修改后同意的理由" + SECRET)
    panel.begin(panel.expert)
    panel.say(panel.expert)
    return panel


def addresses(panel: Panel) -> list[str]:
    """Every address that takes arguments this world has, with them."""
    plan = panel.round.plan
    gate = Gate.objects.filter(stage__timeline__plan=plan)[0]
    review = panel.review("甲专家")
    known = {
        "slug": plan.slug,
        "round_id": panel.round.pk,
        "invitation_id": review.invitation_id,
        "edition_id": panel.round.edition_id,
        "old_id": panel.round.edition_id,
        "new_id": panel.round.edition_id,
        "format_": "docx",
        "key": review.opinions.get().key,
        "chapter_id": panel.place("重点任务").provision_id,
        "provision_id": panel.place("重点任务").provision_id,
        "gate_id": gate.pk,
        "stage_id": gate.stage_id,
        "step_id": Step.objects.filter(stage__timeline__plan=plan)[0].pk,
        "unit_id": panel.cast.district.pk,
        "user_id": panel.chair.pk,
    }
    found = []
    for name, options in get_resolver().reverse_dict.lists():
        wanted = options[0][0][0][1]
        if isinstance(name, str) and set(wanted) <= set(known):
            found.append(reverse(name, kwargs={key: known[key] for key in wanted}))
    return sorted(set(found) - {reverse("logout")})


def told(client: Client, url: str) -> str:
    """All that a GET answers; downloads whole, redirects by where they lead."""
    answer = client.get(url)
    body = answer.getvalue()
    return body.decode("utf-8", "replace") + str(answer.headers)


@pytest.mark.parametrize("role", ["drafter", "head", "expert", "outsider", "root"])
def test_no_page_tells_what_is_sealed(panel: Panel, role: str) -> None:
    if role == "root":
        user = User.objects.create(username="root", is_superuser=True)
    else:
        user = panel.expert if role == "expert" else getattr(panel.cast, role)
    client = client_of(user)
    everywhere = addresses(panel)
    assert len(everywhere) > 60
    leaks = [url for url in everywhere if any(word in told(client, url) for word in LEAKS)]
    assert leaks == []


def test_no_other_module_reads_the_opinions() -> None:
    found = {
        module.name
        for module in modules("plans", "consultation", "taskforce", "config")
        if any("ExpertOpinion" in item.names for item in module.imports())
    }
    assert found - READERS == set()


def test_staff_see_who_is_in_and_nothing_counted(panel: Panel) -> None:
    page = told(client_of(panel.cast.drafter), reverse("panel", args=[panel.round.pk]))
    seen = [word in page for word in ("密封中", "已提交", "起草中", "未阅", "修改后同意")]
    assert seen == [True, True, True, True, False]
    rounds = told(client_of(panel.cast.drafter), reverse("rounds", args=[panel.round.plan.slug]))
    assert "邀请专家3位，已提交或回避1位，意见密封中" in rounds


def test_the_search_finds_nothing_before_the_opening(panel: Panel) -> None:
    client = client_of(panel.cast.drafter)
    url = reverse("comments", args=[panel.round.pk]) + "?q=密封"
    assert "符合条件的意见0条" in told(client, url)
    panel.release_guest()
    panel.release(panel.expert, "agree")
    page = told(client, url)
    assert ("符合条件的意见3条" in page, "甲专家（教授）" in page) == (True, True)


def test_staff_cannot_write_or_read_by_the_pages_of_units(panel: Panel) -> None:
    client = client_of(panel.cast.drafter)
    where = (panel.round.pk, panel.id("乙专家"))
    said = {"kind": "other", "reason": "代写", "key": str(uuid.uuid4())}
    client.post(reverse("enter_opinion", args=where), said)
    client.post(reverse("enter", args=where), {"origin": "form", "no_opinion": "on"})
    client.post(reverse("silent", args=where), {"reason": "催不到"})
    invitation = Invitation.objects.get(pk=where[1])
    assert (invitation.state, hasattr(invitation, "reply")) == ("drafting", False)
    for url in ("expert", "expert_read", "expert_verdict", "expert_release", "expert_declare"):
        assert client.get(reverse(url, args=[where[1]])).status_code == 404
    assert client.get(reverse("unseal", args=where[:1])).status_code == 404
    answer = client.post(reverse("unseal", args=where[:1]), {"reason": "想看"})
    assert (answer.status_code, panel.panel().opened_at) == (404, None)


def test_a_sheet_rendered_under_seal_is_followed_by_its_expert_alone(panel: Panel) -> None:
    url = reverse("expert_sheet", args=[panel.id("甲专家"), "docx"])
    author = client_of(panel.chair)
    answer = author.post(url)
    job = Job.objects.get()
    assert (answer.status_code, job.plan, job.args.keys()) == (302, None, {"key"})
    page = reverse("job", args=[job.pk])
    readers = (panel.cast.drafter, panel.expert, panel.cast.outsider)
    assert [client_of(one).get(page).status_code for one in readers] == [404, 404, 404]
    assert [client_of(one).get(url).status_code for one in readers] == [404, 404, 404]
    assert [client_of(one).post(url).status_code for one in readers] == [404, 404, 404]
    assert author.get(page).status_code == 200


def test_a_link_passed_on_shows_nothing(panel: Panel) -> None:
    author, number = panel.guest(), panel.id("丙专家")
    declare(number, by=author, conflict=False)
    save_opinion(number, uuid.uuid4(), Said(None, "other", text=SECRET), by=author)
    _link, token = make_link(
        Invitation.objects.get(pk=number),
        by=panel.cast.drafter,
        expires_at=timezone.now() + timedelta(days=1),
    )
    thief = Client()
    thief.post(reverse("come_in", args=[token]))
    page = told(thief, reverse("expert", args=[number]))
    assert ("另一台设备" in page, SECRET in page) == (True, False)
    for name in ("expert_read", "expert_verdict", "expert_release"):
        assert thief.get(reverse(name, args=[number])).status_code == 404
    thief.post(reverse("expert_restart", args=[number]))
    assert own_opinions(author, panel.review("丙专家")).count() == 1
    assert not Attachment.objects.exists()


def test_once_opened_the_round_reads_as_any_other(panel: Panel) -> None:
    panel.release_guest()
    panel.release(panel.expert, "disagree", "论据不足")
    page = told(client_of(panel.cast.drafter), reverse("panel", args=[panel.round.pk]))
    for words in ("已启封", "修改后同意的理由", "论据不足", "同意1人、修改后同意1人、不同意1人"):
        assert words in page
    outsider = client_of(panel.cast.outsider)
    assert outsider.get(reverse("panel", args=[panel.round.pk])).status_code == 404
    member = client_of(panel.expert)
    assert "修改后同意的理由" in told(member, reverse("panel", args=[panel.round.pk]))


def test_who_has_an_account_is_spoken_for_by_no_link(panel: Panel) -> None:
    asked, by = Invitation.objects.get(pk=panel.id("乙专家")), panel.cast.drafter
    with pytest.raises(WrongState, match="乙专家有平台账号"):
        make_link(asked, by=by, expires_at=timezone.now() + timedelta(days=1))
    assert (address_for(asked, by=by), asked.links.count()) == ("", 0)
    names = [("乙专家", False), ("丙专家", True)]
    for name, offered in names:
        page = reverse("contact", args=[panel.round.pk, panel.id(name)])
        assert ("制作专用链接" in told(client_of(by), page)) == offered
    visitor = panel.guest()
    made = PersonalLink.objects.get()
    PersonalLink.objects.filter(pk=made.pk).update(invitation=asked)
    with pytest.raises(NotAllowed):
        restart(asked.pk, by=visitor)
    assert own_opinions(panel.expert, panel.review("乙专家")).count() == 1


def test_the_chair_is_somebody_who_logs_in() -> None:
    panel = make_panel(guest=True)
    by = panel.cast.drafter
    with pytest.raises(InvalidInput, match="有平台账号"):
        name_chair(panel.id("丙专家"), by=by, reason="换人")
    ExpertPanel.objects.update(chair=None)
    with pytest.raises(InvalidInput, match="有平台账号"):
        invite_expert(panel.round, ExpertTerms("虚构专家", chair=True), by=by)


def test_a_last_word_by_link_leaves_the_opening_to_the_chair(panel: Panel) -> None:
    panel.release(panel.expert, "agree")
    assert to_open(panel.chair) == []
    panel.release_guest()
    assert (panel.panel().opened_at, to_open(panel.chair)) == (None, [panel.panel()])
    shown = told(client_of(panel.chair), reverse("panel", args=[panel.round.pk]))
    assert ("确认启封" in shown, "由组长确认后启封" in shown, "论据" in shown) == (
        True,
        True,
        False,
    )
    chair = client_of(panel.chair)
    assert "专家已全部提交" in told(chair, reverse("unseal", args=[panel.round.pk]))
    chair.post(reverse("unseal", args=[panel.round.pk]), {"reason": "专家已全部提交"})
    assert panel.panel().opened_at is not None
