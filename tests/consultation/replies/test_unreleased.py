"""What a unit has not released is not for staff: neither to read, nor to change, nor to use."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consultation.enums import ReplyOrigin
from consultation.models import Comment, IncomingLetter
from consultation.replies.actions.entering import enter_for_unit
from consultation.replies.actions.opinions import change_draft, delete_draft
from consultation.replies.actions.replies import release
from consultation.rounds.actions.rounds import close_now
from plans.errors import DomainError, WrongState
from plans.models import Attachment, AuditEntry, User
from plans.system import storage
from tests.consultation.replies.test_replies import OPINION, Scene, make_scene

pytestmark = pytest.mark.django_db
SECRET = "单位内部草稿"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def upload(name: str = "内部.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "单位内部材料".encode())


def test_staff_neither_read_nor_change_nor_delete_a_units_draft(scene: Scene) -> None:
    draft = scene.draft()
    Comment.objects.filter(pk=draft.pk).update(proposal=SECRET)
    staff, here = client_of(scene.cast.drafter), [scene.round.pk, scene.invitation.pk]
    assert SECRET not in staff.get(reverse("enter", args=here)).content.decode()
    told = {"kind": "change", "proposal": "被改", "key": str(draft.key), "version": 1}
    answers = [
        staff.get(reverse("change_entered", args=[*here, draft.pk])),
        staff.post(reverse("change_entered", args=[*here, draft.pk]), told),
        staff.post(reverse("delete_entered", args=[*here, draft.pk])),
    ]
    assert [one.status_code for one in answers] == [404, 404, 404]
    by = scene.cast.drafter
    for attempt in (
        lambda: change_draft(draft.pk, OPINION, by=by, expected_version=1),
        lambda: delete_draft(draft.pk, by=by),
    ):
        with pytest.raises(DomainError):
            attempt()
    assert Comment.objects.get().proposal == SECRET


def test_staff_do_not_release_what_the_unit_began(scene: Scene) -> None:
    draft, by = scene.draft(), scene.cast.drafter
    for no_opinion in (False, True):
        with pytest.raises(WrongState, match="渝中区科协已在网上填写意见"):
            enter_for_unit(
                scene.invitation.pk, by=by, origin=ReplyOrigin.FORM, no_opinion=no_opinion
            )
    delete_draft(draft.pk, by=scene.cast.officer)
    scene.confirm(scene.enter())
    assert scene.state() == "released"


def test_a_units_file_is_for_staff_once_released(scene: Scene, files: object) -> None:
    unit, staff = client_of(scene.cast.officer), client_of(scene.cast.drafter)
    unit.post(reverse("attach", args=[scene.invitation.pk]), {"uploads": [upload()]})
    scene.draft()
    address = reverse("attachment", args=[Attachment.objects.get().pk])
    before = staff.get(address).status_code
    release(scene.invitation.pk, by=scene.cast.head)
    assert (before, staff.get(address).status_code) == (404, 200)


def test_a_refused_file_is_not_kept(scene: Scene, files: object) -> None:
    unit, staff = client_of(scene.cast.officer), client_of(scene.cast.drafter)
    here = [scene.round.pk, scene.invitation.pk]
    letter = {"receipt_number": "1", "dated": date(2026, 1, 1), "text": "秘密★ 来函"}
    page = staff.post(reverse("new_letter", args=here), letter | {"original": upload("函.txt")})
    assert "密级标志" in page.content.decode()
    attach = reverse("attach", args=[scene.invitation.pk])
    unit.post(attach, {"uploads": [upload(f"{n}.txt") for n in range(11)]})
    unit.post(attach, {"uploads": [upload(), upload("坏.exe")]})
    close_now(scene.round, by=scene.cast.drafter, reason="截止")
    unit.post(attach, {"uploads": [upload()]})
    unit.post(reverse("filled", args=[scene.invitation.pk]), {"file": upload("表.docx")})
    kept = AuditEntry.objects.filter(action="attachment.keep")
    assert (Attachment.objects.count(), IncomingLetter.objects.count(), kept.count()) == (0, 0, 0)
    folder = storage._path("uploads")
    assert not folder.exists() or list(folder.iterdir()) == []
