"""An expert's addresses: whose they are, what autosave answers, what a second press does."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from consultation.experts.actions.panel import ExpertTerms, invite_expert
from consultation.models import ExpertOpinion, ExpertPanel
from plans.models import User
from tests.consultation.experts.panel import Panel, make_panel

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def panel() -> Panel:
    panel = make_panel()
    panel.begin(panel.expert)
    panel.say(panel.expert)
    return panel


def own_addresses(panel: Panel, name: str) -> list[str]:
    """Every address of one expert's own way."""
    review = panel.review(name)
    known = {
        "invitation_id": review.invitation_id,
        "key": review.opinions.get().key,
        "chapter_id": panel.place("重点任务").provision_id,
        "format_": "pdf",
    }
    found = []
    for url, options in get_resolver().reverse_dict.lists():
        wanted = options[0][0][0][1]
        if isinstance(url, str) and url.startswith("expert") and "chair" not in url:
            found.append(reverse(url, kwargs={key: known[key] for key in wanted}))
    return found


def test_nobody_else_gets_an_answer_at_any_address_of_an_expert(panel: Panel) -> None:
    others = (panel.chair, panel.cast.drafter, panel.cast.head, panel.cast.outsider)
    urls = own_addresses(panel, "乙专家")
    assert len(urls) >= 16
    for user in others:
        client = client_of(user)
        for url in urls:
            answers = {client.get(url).status_code, client.post(url, {}).status_code}
            assert answers <= {404, 405}, (user, url, answers)
    review = panel.review("乙专家")
    assert (review.opinions.count(), review.released_at) == (1, None)


def test_autosave_answers_the_time_or_the_reason(panel: Panel) -> None:
    client, number = client_of(panel.expert), panel.id("乙专家")
    key = uuid.uuid4()
    url = reverse("expert_autosave", args=[number, key])
    said = {"kind": "other", "text": "边写边存", "place": panel.place().pk}
    good = client.post(url, said)
    empty = client.post(url, {"kind": "other", "text": " "})
    secret = client.post(url, {"kind": "other", "text": "机密★三年"})
    assert [one.status_code for one in (good, empty, secret)] == [200, 422, 422]
    assert set(json.loads(good.content)) == {"saved_at"}
    assert "至少填一项" in json.loads(empty.content)["message"]
    kept = ExpertOpinion.objects.get(key=key)
    assert (kept.text, kept.chapter) == ("边写边存", panel.place("重点任务").provision)
    half = client.post(reverse("expert_autosave_verdict", args=[number]), {"text": "先写说明"})
    assert (half.status_code, panel.review("乙专家").text) == (200, "先写说明")


def test_another_experts_key_is_no_way_in(panel: Panel) -> None:
    panel.begin(panel.chair)
    key = panel.review("乙专家").opinions.get().key
    client, number = client_of(panel.chair), panel.id("甲专家")
    page = client.get(reverse("expert_opinion", args=[number, key]))
    assert "此处密封" not in page.content.decode()
    said = {"kind": "other", "text": "抢写"}
    assert client.post(reverse("expert_autosave", args=[number, key]), said).status_code == 422
    assert client.post(reverse("expert_delete", args=[number, key])).status_code == 404
    assert ExpertOpinion.objects.get(key=key).text == "此处密封的论证内容"


def test_a_second_press_releases_once_and_says_so(panel: Panel) -> None:
    client, number = client_of(panel.expert), panel.id("乙专家")
    client.post(reverse("expert_verdict", args=[number]), {"verdict": "agree", "text": ""})
    url = reverse("expert_release", args=[number])
    client.post(url)
    first = panel.review("乙专家").released_at
    again = client.post(url, follow=True)
    assert "您的意见已经提交" in again.content.decode()
    assert panel.review("乙专家").released_at == first
    for name in ("expert_verdict", "expert_declare"):
        assert client.get(reverse(name, args=[number])).status_code == 404


def test_a_place_of_another_edition_is_refused(panel: Panel) -> None:
    client, number = client_of(panel.expert), panel.id("乙专家")
    url = reverse("expert_autosave", args=[number, uuid.uuid4()])
    said = {"kind": "other", "text": "写", "place": panel.place().pk + 999}
    assert client.post(url, said).status_code == 404
    foreign = reverse("expert_nothing", args=[number, panel.place().provision_id])
    assert client.post(foreign).status_code == 404


def test_the_manager_invites_by_name_and_gets_to_the_link(panel: Panel) -> None:
    client = client_of(panel.cast.drafter)
    url = reverse("invite_expert", args=[panel.round.pk])
    answer = client.post(url, {"name": "丁专家", "position": "院士"})
    target = reverse("make_link", args=[panel.round.pk, panel.id("丁专家")])
    assert (answer.status_code, answer.headers["Location"]) == (302, target)
    assert "请填写专家姓名" in client.post(url, {"name": ""}).content.decode()
    board = client.get(reverse("round", args=[panel.round.pk]))
    assert board.headers["Location"] == reverse("panel", args=[panel.round.pk])
    ordinary = client.get(reverse("invite", args=[panel.round.pk]))
    assert ordinary.headers["Location"] == url


def test_no_link_is_made_before_there_is_a_chair_to_open(panel: Panel) -> None:
    invite_expert(panel.round, ExpertTerms("丁专家"), by=panel.cast.drafter)
    ExpertPanel.objects.update(chair=None)
    client = client_of(panel.cast.drafter)
    url = reverse("make_link", args=[panel.round.pk, panel.id("丁专家")])
    page = client.post(url, {"expires_at": "2099-01-01"}).content.decode()
    assert ("请先邀请有平台账号的专家担任组长" in page, "/r/" in page) == (True, False)


def test_the_board_asks_few_queries_however_many_experts(
    panel: Panel, django_assert_max_num_queries: object
) -> None:
    client = client_of(panel.cast.drafter)
    url = reverse("panel", args=[panel.round.pk])
    for _ in range(3):
        client.post(
            reverse("invite_expert", args=[panel.round.pk]), {"name": f"专家{uuid.uuid4().hex[:4]}"}
        )
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        assert client.get(url).status_code == 200
