"""Letters to each invited: their link is in force and theirs alone; ZIPs are whole or not there."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.collation.actions.answers import release_answers, write_answers
from consultation.collation.actions.dispositions import Answer, assess
from consultation.models import Assessment, Invitation, PersonalLink
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.rounds.actions.batches import file_name
from consultation.rounds.actions.letters import (
    address_for,
    request_letter,
    request_letters,
    write_letters,
)
from consultation.rounds.actions.links import SALT, revoke_link
from consultation.rounds.actions.rounds import invite
from plans.enums import FileFormat
from plans.errors import NotAllowed, WrongState
from plans.models import Job, User
from plans.system import storage
from plans.system.jobs import claim
from tests.cast import make_unit, make_user
from tests.consultation.replies.test_replies import Scene, make_scene

pytestmark = pytest.mark.django_db
HOSTILE = ("../../etc/区", "a/b\\c:d*e?\u202ef", "...", "长" * 120, "CON\n区")


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def text_of(archive: zipfile.ZipFile, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(archive.read(name))) as file:
        return file.read("word/document.xml").decode()


def nonce_of(text: str) -> str:
    """Which link an address in the text opens."""
    found = re.search(r"/r/([^/<]+)/", text)
    assert found is not None
    return signing.Signer(salt=SALT).unsign(found[1])


def archive_of(result: dict[str, object]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(storage.read(str(result["path"]))))


def invite_hostile(scene: Scene) -> list[Invitation]:
    units = [make_unit(name) for name in HOSTILE]
    return invite(scene.round, by=scene.cast.drafter, units=units)


def test_names_of_files_are_harmless_and_never_twice() -> None:
    assert [file_name(n, name, "docx") for n, name in enumerate((*HOSTILE, ".."), 1)] == [
        "001-_.._etc_区.docx",
        "002-a_b_c_d_e_f.docx",
        "003-未具名.docx",
        f"004-{'长' * 60}.docx",
        "005-CON_区.docx",
        "006-未具名.docx",
    ]


def test_a_link_in_force_is_printed_again_and_a_stopped_one_is_not(scene: Scene) -> None:
    by = scene.cast.drafter
    first, again = (address_for(scene.invitation, by=by) for _ in range(2))
    revoke_link(PersonalLink.objects.get(), by=by)
    third = address_for(scene.invitation, by=by)
    scene.round.closes_at = timezone.now() + timedelta(days=40)
    scene.round.save()
    fourth = address_for(Invitation.objects.get(pk=scene.invitation.pk), by=by)
    nonces = [nonce_of(one) for one in (first, again, third, fourth)]
    assert (nonces[0] == nonces[1], len(set(nonces))) == (True, 3)
    assert first.startswith(f"{settings.PUBLIC_URL}/r/")


def test_only_who_asked_may_fetch_a_letter_with_its_link(scene: Scene) -> None:
    asked = request_letter(scene.invitation, FileFormat.DOCX, by=scene.cast.drafter)
    assert asked.job is not None
    assert asked.job.plan is None
    seen = {}
    for user in (scene.cast.drafter, scene.cast.writer, scene.cast.officer):
        client = Client()
        client.force_login(user)
        seen[user.full_name] = client.get(reverse("job", args=[asked.job.pk])).status_code
    assert seen == {"起草人": 200, "协作人": 404, "经办人": 404}
    with pytest.raises(NotAllowed):
        request_letter(scene.invitation, FileFormat.DOCX, by=scene.cast.officer)


def test_all_letters_come_in_one_zip_each_with_its_own_link(scene: Scene, files: object) -> None:
    invite_hostile(scene)
    person = make_user("代表", scene.cast.department)
    User.objects.filter(pk=person.pk).update(kind="link")
    invite(scene.round, by=scene.cast.drafter, persons=[person])
    job = request_letters(scene.round, FileFormat.DOCX, by=scene.cast.drafter)
    for _ in range(2):
        attempt = claim(job.pk)
        assert attempt is not None
        result = write_letters(attempt)
        Job.objects.filter(pk=job.pk).update(state="queued")
    with archive_of(result) as archive:
        names = archive.namelist()
        nonces = [nonce_of(text_of(archive, name)) for name in names]
    assert (len(names), len(set(names)), PersonalLink.objects.count()) == (7, 7, 7)
    assert not [name for name in names if "/" in name or "\\" in name or ".." in name[:5]]
    assert set(nonces) == set(PersonalLink.objects.values_list("nonce", flat=True))
    assert Job.objects.values_list("done", "total").get() == (7, 7)


def test_who_lost_the_job_writes_nothing(scene: Scene, files: object) -> None:
    job = request_letters(scene.round, FileFormat.DOCX, by=scene.cast.drafter)
    attempt = claim(job.pk)
    assert attempt is not None
    Job.objects.filter(pk=job.pk).update(attempt=attempt.number + 1)
    with pytest.raises(WrongState, match="接手"):
        write_letters(attempt)
    assert not storage.exists(f"exports/{job.pk}.zip")


def test_every_unit_gets_its_own_opinions_answered(scene: Scene, files: object) -> None:
    by = scene.cast.drafter
    told = [scene.invitation, *invite_hostile(scene)[:2]]
    for number, one in enumerate(told):
        opinion = Opinion("other", f"第{number}家的意见")
        key = uuid.UUID(int=number)
        draft_comment(one.pk, opinion, by=by, key=key, for_unit=True)
        scene.confirm(scene.enter(asked=one, no_opinion=False))
    for row in Assessment.objects.all():
        assess(row.pk, Answer("noted", f"答复{row.number}"), by=by)
    attempt = claim(release_answers(scene.round, by=by).pk)
    assert attempt is not None
    with archive_of(write_answers(attempt)) as archive:
        names = archive.namelist()
        texts = [text_of(archive, name) for name in names]
    said = [[f"第{n}家的意见" in text for n in range(3)] for text in texts]
    assert names == ["001-渝中区科协.docx", "002-_.._etc_区.docx", "003-a_b_c_d_e_f.docx"]
    assert said == [[True, False, False], [False, True, False], [False, False, True]]


def test_the_page_of_papers_leads_to_all_of_them(scene: Scene, client: Client) -> None:
    client.force_login(scene.cast.drafter)
    page = client.get(reverse("round_papers", args=[scene.round.pk])).content.decode()
    wanted = ["all_letters", "letter", "blank"]
    urls = [reverse(name, args=[scene.round.pk, "docx"]) for name in wanted]
    urls += [reverse(name, args=[scene.round.pk]) for name in ("filled_any", "tell")]
    assert [url for url in urls if f'"{url}"' not in page] == []
    answer = client.post(urls[0])
    assert answer.headers["Location"] == reverse("job", args=[Job.objects.get().pk])
