"""意见办理情况: what everybody reads after the round, and what stays unsaid."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from consultation.collation.actions.completion import complete_round
from consultation.collation.actions.dispositions import Answer, adopt_into_text, assess
from consultation.enums import Disposition
from consultation.models import Assessment, Comment, PublishedResults, Round
from consultation.replies.actions.opinions import Opinion
from consultation.suggestions.actions.receiving import Citizen, submit_suggestion
from consultation.suggestions.actions.results import publish_results, show_again, withhold
from consultation.suggestions.beside import links
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import AuditEntry
from plans.system.system_user import system_user
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.consultation.suggestions.sending import public_round
from tests.world import client_of

pytestmark = pytest.mark.django_db
AGREES = Citizen("王五", "13800000000", "scientist", named=True, may_publish=True)
UNNAMED = Citizen("李六", "13900000000", "citizen", may_publish=True)
SILENT = Citizen("赵七", may_publish=False)


def row_of(said: Comment) -> int:
    """The assessment of the whole suggestion."""
    return Assessment.objects.get(comment=said, part_of=None).pk


@pytest.fixture
def scene(files: Path) -> Scene:
    return make_scene()


@pytest.fixture
def round_(scene: Scene) -> Round:
    return public_round(scene)


def suggest(round_: Round, reason: str, citizen: Citizen, order: int | None = None) -> Comment:
    place = None if order is None else round_.edition.provisions.get(order=order)
    opinion = Opinion("change", "", reason, place=place)
    return submit_suggestion(round_, opinion, citizen, by=system_user(), key=uuid.uuid4())


def answered(round_: Round, scene: Scene) -> None:
    """Four suggestions, each treated in another way, and the round 办结."""
    by = scene.cast.drafter
    first = suggest(round_, "写清对象<script>x</script>", AGREES, 0)
    second = suggest(round_, "与上位规划重复", UNNAMED, 2)
    third = suggest(round_, "不要公开这一条", SILENT, 2)
    fourth = suggest(round_, "总体很好", UNNAMED)
    provision = first.place.provision  # type: ignore[union-attr]
    adopt_into_text(
        row_of(first),
        Answer(Disposition.ADOPTED, "请联系13812345678"),
        provision_id=provision.pk,
        by=by,
        title=provision.title,
        text="坚持服务全市发展大局。\n——坚持守正创新。",
        expected_version=provision.version,
    )
    assess(row_of(second), Answer("not_adopted", "已有规定"), by=by)
    assess(row_of(third), Answer("noted"), by=by)
    assess(row_of(fourth), Answer("noted", "感谢支持"), by=by)
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    complete_round(round_, by=by)


def page_of(round_: Round, **query: int) -> str:
    return Client().get(reverse("public_results", args=[round_.pk]), query).content.decode()


def words(page: str) -> str:
    return " ".join(html.fromstring(page).xpath("//main")[0].text_content().split())


def test_nothing_is_published_before_staff_do_so_after_the_answers(
    round_: Round, scene: Scene
) -> None:
    address = reverse("public_results", args=[round_.pk])
    with pytest.raises(WrongState, match="办结或者反馈处理情况以后，才能公开意见办理情况。"):
        publish_results(round_.pk, by=scene.cast.drafter)
    answered(round_, scene)
    assert Client().get(address).status_code == 404
    for stranger in (scene.cast.outsider, scene.cast.officer):
        with pytest.raises(NotAllowed):
            publish_results(round_.pk, by=stranger)
    client = client_of(scene.cast.drafter)
    assert client.post(reverse("publish_results", args=[round_.pk])).status_code == 302
    publish_results(round_.pk, by=scene.cast.drafter)
    assert AuditEntry.objects.filter(action="results.publish").count() == 1
    assert Client().get(address).status_code == 200
    assert address in Client().get(reverse("public_round", args=[round_.pk])).content.decode()
    assert address in Client().get(reverse("public_list")).content.decode()
    assert links(round_.plan) == [("意见办理情况", address)]


def test_what_was_said_and_what_was_done_stands_there(round_: Round, scene: Scene) -> None:
    answered(round_, scene)
    publish_results(round_.pk, by=scene.cast.drafter)
    page = page_of(round_)
    shown = words(page)
    for part in (
        "共收到意见4条，其中采纳1条、部分采纳0条、不采纳1条、留作参考2条。",
        "一、总体要求 1条：采纳1条",
        "二、重点任务 2条：不采纳1条、留作参考1条",
        "全文 1条：留作参考1条",
        "市民 2条", "科技工作者 1条", "未说明身份 1条",
        "有1条建议，提出人没有同意公开内容，或者内容不宜公开，只列入统计。",
        "0001 一、总体要求 王五（科技工作者） 修改",
        "处理意见：采纳。请联系［已隐去］",
        "坚持服务［增加］全市发展大局。",
        "处理意见：不采纳。已有规定",
    ):  # fmt: skip
        assert part in shown, part
    for secret in ("李六", "赵七", "13800000000", "13812345678", "不要公开这一条", "<script>x"):
        assert secret not in page, secret
    widths = html.fromstring(page).xpath("//table[1]//rect/@width")
    assert widths[:4] == ["50.0", "50.0", "50.0", "50.0"]
    chapter = round_.edition.provisions.get(order=0).provision_id
    narrowed = words(page_of(round_, chapter=chapter))
    assert ("写清对象" in narrowed, "与上位规划重复" in narrowed) == (True, False)
    whole = words(page_of(round_, chapter=0))
    assert ("总体很好" in whole, "写清对象" in whole) == (True, False)


def test_staff_keep_one_back_with_a_reason_and_put_it_back(round_: Round, scene: Scene) -> None:
    answered(round_, scene)
    publish_results(round_.pk, by=scene.cast.drafter)
    row = Assessment.objects.get(round=round_, number=2)
    client = client_of(scene.cast.drafter)
    address = reverse("withhold", args=[round_.pk, row.pk])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "涉及他人"}).status_code == 302
    assert "与上位规划重复" not in page_of(round_)
    assert "有2条建议" in page_of(round_)
    staff = client.get(reverse("round_results", args=[round_.pk])).content.decode()
    assert ("不公开：涉及他人" in staff, "李六" in staff, "139" in staff) == (True, False, False)
    for stranger in (scene.cast.outsider, scene.cast.officer):
        with pytest.raises(NotAllowed):
            withhold(row.pk, by=stranger, reason="因")
        with pytest.raises(NotAllowed):
            show_again(row.pk, by=stranger)
    client.post(reverse("show_again", args=[round_.pk, row.pk]))
    assert "与上位规划重复" in page_of(round_)
    with pytest.raises(InvalidInput):
        withhold(scene.invitation.pk + 10_000, by=scene.cast.drafter, reason="因")


def test_no_page_of_staff_shows_a_name_without_consent(round_: Round, scene: Scene) -> None:
    answered(round_, scene)
    client = client_of(scene.cast.drafter)
    rows = Assessment.objects.filter(round=round_)
    addresses = [reverse("comment", args=[round_.pk, row.pk]) for row in rows]
    for name in ("comments", "groups", "disputes", "argued", "proof", "held", "round_results"):
        addresses.append(reverse(name, args=[round_.pk]))
    pages = "".join(client.get(one).content.decode() for one in addresses)
    assert [one for one in ("李六", "赵七", "1390000", "1380000") if one in pages] == []
    assert "王五" in pages


def test_the_code_opens_the_answer_with_the_changed_text(round_: Round, scene: Scene) -> None:
    answered(round_, scene)
    first = Comment.objects.get(round=round_, number=1)
    shown = words(
        Client().get(reverse("suggestion", args=[first.contact.query_code])).content.decode()
    )
    assert "这条建议已经办结，处理意见：采纳。" in shown
    assert "坚持服务［增加］全市发展大局。" in shown


def test_a_page_of_many_asks_no_more_than_one_of_few(round_: Round, scene: Scene) -> None:
    for at in range(25):
        suggest(round_, f"第{at}条建议", UNNAMED, 0)
    rows = Assessment.objects.filter(round=round_)
    for row in rows:
        assess(row.pk, Answer("noted"), by=scene.cast.drafter)
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    complete_round(round_, by=scene.cast.drafter)
    publish_results(round_.pk, by=scene.cast.drafter)
    with CaptureQueriesContext(connection) as full:
        page = page_of(round_)
    assert ("第19条建议" in page, "第20条建议" in page) == (True, False)
    with CaptureQueriesContext(connection) as short:
        rest = page_of(round_, after=20)
    assert "第20条建议" in rest
    assert len(full) == len(short) <= 20


def test_published_once(round_: Round, scene: Scene) -> None:
    answered(round_, scene)
    first = publish_results(round_.pk, by=scene.cast.drafter)
    assert publish_results(round_.pk, by=scene.cast.drafter) == first
    assert PublishedResults.objects.count() == 1
