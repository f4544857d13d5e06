"""A comment as submitted never changes: the database itself refuses."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from consultation.enums import Audience, CommentKind, CommentSource
from consultation.models import Comment, Round
from plans.editions.actions.freezing import freeze_edition
from tests.cast import make_cast, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    cast = make_cast()
    plan, now = make_plan(cast.drafter), timezone.now()
    asked = Round.objects.create(
        plan=plan,
        edition=freeze_edition(plan.pk, by=cast.drafter, label="征求意见稿"),
        audience=Audience.values[0],
        opens_at=now,
        closes_at=now + timedelta(days=30),
        created_by=cast.drafter,
    )
    return Comment.objects.create(
        round=asked,
        key=uuid4(),
        source=CommentSource.values[0],
        kind=CommentKind.values[0],
        reason="建议增加内容。",
    )


def test_a_draft_changes_until_it_is_submitted(comment):
    comment.reason = "改过的意见。"
    comment.save()
    comment.number, comment.submitted_at = 1, timezone.now()
    comment.save()
    comment.reason = "事后再改。"
    with pytest.raises(IntegrityError), transaction.atomic():
        comment.save()
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE consultation_comment SET submitted_at = NULL")
    assert Comment.objects.get().reason == "改过的意见。"
