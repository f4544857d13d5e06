"""意见汇总处理表 as a spreadsheet: the rows of the screen, text cells, with or without names."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from consultation.collation.actions.exports import make_table, request_table
from consultation.collation.listing import Criteria
from consultation.models import Round
from consultation.replies.actions.opinions import Opinion
from consultation.replies.actions.replies import release
from consultation.rounds.actions.drafts import RoundTerms
from consultation.suggestions.actions.receiving import Citizen, submit_suggestion
from plans.enums import JobState
from plans.errors import NotAllowed
from plans.models import AuditEntry, Job, User
from plans.permissions import READ_DRAFT, grant
from plans.system import storage
from plans.system.jobs import claim
from plans.system.system_user import system_user
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.rounds import open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def table(
    round_: Round, by: User, criteria: Criteria | None = None, *, personal: bool = False
) -> list[tuple[object, ...]]:
    job = request_table(round_, criteria or Criteria(), by=by, personal=personal)
    attempt = claim(job.pk)
    assert attempt is not None
    content = storage.read(make_table(attempt)["path"])
    sheet = load_workbook(io.BytesIO(content))["意见汇总处理表"]
    return list(sheet.iter_rows(values_only=True))


def test_cells_that_look_like_formulas_stay_text(scene: Scene, files: Path) -> None:
    for text in ("=1+1", "+86", "-5%", "@SUM(A1)", "http://a.invalid/"):
        scene.draft(Opinion("change", text, "因"))
    release(scene.invitation.pk, by=scene.cast.head)
    rows = table(scene.round, scene.cast.drafter)
    said = [row[4] for row in rows[1:]]
    assert said == ["=1+1", "+86", "-5%", "@SUM(A1)", "http://a.invalid/"]
    assert rows[1] == (
        "0001", "全文", "", "修改", "=1+1", "因", "渝中区科协", "", "",
    )  # fmt: skip


def test_the_table_holds_what_the_filters_leave(scene: Scene, files: Path) -> None:
    for text in ("科普体系", "院士专家"):
        scene.draft(Opinion("change", text))
    release(scene.invitation.pk, by=scene.cast.head)
    rows = table(scene.round, scene.cast.drafter, Criteria(q="院士"))
    assert [row[0] for row in rows[1:]] == ["0002"]


def suggested(scene: Scene) -> Round:
    now = timezone.now()
    terms = RoundTerms("公开", "public", now - timedelta(days=1), now + timedelta(days=40))
    public = open_round(scene.round.edition, terms, by=scene.cast.drafter)
    submit_suggestion(
        public, Opinion("change", "改"), Citizen("王某", "13800000000"),
        by=system_user(), key=uuid.uuid4(),
    )  # fmt: skip
    return public


def test_citizens_stand_in_the_table_without_their_names(scene: Scene, files: Path) -> None:
    public = suggested(scene)
    (head, row) = table(public, scene.cast.drafter)
    assert ("联系方式" in head, row[6]) == (False, "社会公众")
    (head, row) = table(public, scene.cast.drafter, personal=True)
    assert (row[6], row[9:]) == ("王某", ("13800000000",))
    kept = AuditEntry.objects.filter(action="round.export").order_by("pk")
    assert [one.new["personal"] for one in kept] == [False, True]


def test_who_may_only_read_takes_no_personal_data_out(scene: Scene, files: Path) -> None:
    public = suggested(scene)
    grant(READ_DRAFT, scene.cast.writer, public.plan)
    reader = User.objects.get(pk=scene.cast.writer.pk)
    assert len(table(public, reader)) == 2
    with pytest.raises(NotAllowed):
        request_table(public, Criteria(), by=reader, personal=True)
    with pytest.raises(NotAllowed):
        request_table(public, Criteria(), by=scene.cast.outsider)


def test_the_file_with_names_is_its_owners_alone(scene: Scene, files: Path) -> None:
    public = suggested(scene)
    grant(READ_DRAFT, scene.cast.writer, public.plan)
    seen = []
    for personal in (False, True):
        job = request_table(public, Criteria(), by=scene.cast.drafter, personal=personal)
        attempt = claim(job.pk)
        assert attempt is not None
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE, result=make_table(attempt))
        for user in (scene.cast.drafter, scene.cast.writer):
            client = Client()
            client.force_login(user)
            pages = [reverse(name, args=[job.pk]) for name in ("job", "job_file")]
            seen.append([client.get(page).status_code for page in pages])
    assert seen == [[200, 200], [200, 200], [200, 200], [404, 404]]
