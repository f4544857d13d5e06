"""What a reply brings with it: several files, units it speaks for, earlier opinions taken up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.enums import Audience
from consultation.models import Comment, Invitation, Reply
from consultation.replies.actions.enclosures import speak_for, take_up
from consultation.replies.actions.opinions import Opinion
from consultation.replies.actions.replies import hand_in, release
from consultation.replies.papers import receipt, reply_letter
from consultation.rounds.actions.drafts import RoundTerms
from consultation.rounds.actions.links import make_link
from consultation.rounds.actions.rounds import invite
from plans.drafting.actions.revising import Origin
from plans.drafting.actions.writing import save_provision
from plans.editions.actions.freezing import freeze_edition
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Attachment, Unit
from tests.cast import make_unit
from tests.consultation.replies.test_papers import PNG, holds
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.consultation.rounds.test_links import come_in
from tests.rounds import open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def officer(scene: Scene, client: Client) -> Client:
    client.force_login(scene.cast.officer)
    return client


def upload(client: Client, scene: Scene, *files: tuple[str, bytes]) -> int:
    """Post the files in one form and give the answer's status."""
    url = reverse("attach", args=[scene.invitation.pk])
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(url, {"uploads": sent}).status_code


def names(scene: Scene) -> list[str]:
    reply = Reply.objects.filter(invitation=scene.invitation).first()
    return list(reply.attachments.values_list("name", flat=True)) if reply else []


def test_several_files_go_with_the_reply_and_into_its_hash(scene: Scene, officer: Client) -> None:
    assert upload(officer, scene) == 422
    assert upload(officer, scene, ("附图.png", PNG), ("说明.txt", "说明".encode())) == 302
    scene.draft()
    reply = release(scene.invitation.pk, by=scene.cast.head)
    assert names(scene) == ["附图.png", "说明.txt"]
    parts = ("附图.png、说明.txt", reply.sha256)
    assert holds(receipt(scene.invitation, reply), *parts) == dict.fromkeys(parts, True)
    page = officer.get(reverse("enclosures", args=[scene.invitation.pk]))
    assert (page.context["editable"], len(page.context["files"])) == (False, 2)
    assert upload(officer, scene, ("再来.txt", b"x")) == 422


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("页面.html", b"<script>alert(1)</script>"),
        ("函.docx", b"<html><script>alert(1)</script></html>"),
        ("空.pdf", b""),
        ("程序.pdf", b"MZ\x90\x00"),
        ("图.png", b"GIF89a"),
        ("大.txt", b"a" * (20 * 1024 * 1024 + 1)),
        ("机密★.txt", b"x"),
    ],
)
def test_one_hostile_file_refuses_all(
    scene: Scene, officer: Client, name: str, content: bytes
) -> None:
    assert upload(officer, scene, ("好.png", PNG), (name, content)) == 422
    assert names(scene) == []


def test_a_file_is_a_download_and_can_be_taken_out(scene: Scene, officer: Client) -> None:
    upload(officer, scene, ("说明.txt", b"<b>text</b>"))
    file = Attachment.objects.get()
    here = [scene.invitation.pk, file.pk]
    answer = officer.get(reverse("reply_file", args=here))
    shown = (answer.headers["Content-Type"], answer.headers["Content-Disposition"][:10])
    assert shown == ("application/octet-stream", "attachment")
    officer.post(reverse("detach", args=here))
    assert (names(scene), officer.get(reverse("reply_file", args=here)).status_code) == ([], 404)


def test_a_forwarded_link_sees_no_file_of_another(scene: Scene, officer: Client) -> None:
    upload(officer, scene, ("说明.txt", b"x"))
    end = timezone.now() + timedelta(days=2)
    _, token = make_link(scene.invitation, by=scene.cast.drafter, expires_at=end)
    visitor = come_in(token)
    page = visitor.get(reverse("enclosures", args=[scene.invitation.pk]))
    here = [scene.invitation.pk, Attachment.objects.get().pk]
    assert (
        list(page.context["files"]),
        visitor.get(reverse("reply_file", args=here)).status_code,
    ) == (
        [],
        404,
    )
    visitor.post(f"{reverse('sign', args=[scene.invitation.pk])}?none=1")
    assert scene.state() != "released"


def subordinate(scene: Scene, name: str) -> Unit:
    unit = make_unit(name)
    unit.parent = scene.cast.district
    unit.save()
    return unit


def test_one_reply_speaks_for_subordinate_units(scene: Scene, officer: Client) -> None:
    street = subordinate(scene, "解放碑街道科协")
    url = reverse("speak_for", args=[scene.invitation.pk])
    officer.post(url, {"units": [street.pk]})
    scene.draft()
    reply = release(scene.invitation.pk, by=scene.cast.head)
    parts = ("解放碑街道科协",)
    for paper in (receipt(scene.invitation, reply), reply_letter(scene.invitation, reply)):
        assert holds(paper, *parts) == dict.fromkeys(parts, True)
    with pytest.raises(WrongState):
        speak_for(scene.invitation.pk, [], by=scene.cast.officer)


def test_nobody_speaks_for_strangers(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="所属单位"):
        speak_for(scene.invitation.pk, [scene.cast.other_district], by=scene.cast.officer)
    with pytest.raises(NotAllowed):
        speak_for(scene.invitation.pk, [], by=scene.cast.outsider)


def second_round(scene: Scene) -> Invitation:
    """A round on a later edition in which the commented sentence was changed."""
    by = scene.cast.drafter
    task = scene.round.plan.provisions.get(title="强化引领")
    save_provision(
        task.pk,
        by=by,
        title=task.title,
        text="围绕中心深入开展各类活动。",
        run_in=True,
        expected_version=task.version,
        origin=Origin("改"),
    )
    edition = freeze_edition(scene.round.plan.pk, by=by, label="第二次征求意见稿")
    now = timezone.now()
    terms = RoundTerms("二轮", Audience.UNITS, now - timedelta(minutes=1), now + timedelta(days=3))
    again = open_round(edition, terms, by=by)
    (asked,) = invite(again, by=by, units=[scene.cast.district])
    return asked


def test_earlier_opinions_are_taken_up_where_they_stand_now(scene: Scene) -> None:
    place = scene.round.edition.provisions.get(title="强化引领")
    opinion = Opinion("change", "开展科普活动。", "因", place, "深入开展活动。", "\n", "", 5)
    old = scene.draft(opinion)
    release(scene.invitation.pk, by=scene.cast.head)
    asked = second_round(scene)
    for _ in range(2):
        (made,) = take_up(asked.pk, [old.pk], by=scene.cast.officer)
    assert Comment.objects.count() == 2
    assert (made.proposal, made.place and made.place.edition, made.quote) == (
        "开展科普活动。",
        asked.round.edition,
        "深入开展各类活动。",
    )


def test_only_ones_own_earlier_opinions(scene: Scene) -> None:
    old = scene.draft()
    with pytest.raises(InvalidInput, match="以前提出"):
        take_up(scene.invitation.pk, [old.pk], by=scene.cast.officer)
    hand_in(scene.invitation.pk, by=scene.cast.officer)
    with pytest.raises(WrongState):
        take_up(scene.invitation.pk, [old.pk], by=scene.cast.officer)
