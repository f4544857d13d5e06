"""A GET writes nothing: every address × every person, the whole database before and after."""

from __future__ import annotations

import hashlib

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.http import FileResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from plans.documents.actions import keep_rendition
from plans.models import Job, Rendition, User
from tests.ended_world import make_ended_world
from tests.world import NAMES, WANTED, World, client_of

MAY_CHANGE = {"django_session"}
"""A visit keeps its session. Wrong guesses are counted in the cache, no table, and
signing in, with its row of audit, is a POST: nothing else may change."""


def tables() -> list[str]:
    """Every table of every app, those between two models too."""
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models} - MAY_CHANGE)


def contents() -> dict[str, str]:
    """The hash of all rows of each table."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(map(repr, cursor.fetchall()))
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def visit(world: World, clients: list[Client]) -> tuple[dict[str, list[str]], set[str]]:
    """URL names whose GET changed tables, with these; and those that somebody may open.

    Each address by itself: what so many visitors guess wrong at one is no burst with the next.
    """
    wrong, opened, before = {}, set(), contents()
    for name in NAMES:
        cache.clear()
        answers = {client.get(world.address(name)).status_code for client in clients}
        after = contents()
        if changed := [table for table in after if after[table] != before[table]]:
            wrong[name] = changed
        if 200 in answers:
            opened.add(name)
        before = after
    return wrong, opened


def everybody(world: World) -> list[Client]:
    """A visitor without account, every account, and a browser that came by a personal link."""
    by_link = Client()
    by_link.post(world.address("come_in"))
    return [client_of(None), *map(client_of, User.objects.order_by("pk")), by_link]


@pytest.mark.django_db
def test_no_get_writes(world: World) -> None:
    wrong, _opened = visit(world, everybody(world))
    assert wrong == {}


@pytest.mark.django_db
def test_no_get_writes_when_all_is_answered_decided_and_published(files: object) -> None:
    """Here every paper can be had: none is left out for being nowhere."""
    world = make_ended_world()
    wrong, opened = visit(world, everybody(world))
    papers = {name for name in NAMES if "format_" in WANTED[name]}
    assert (wrong, papers - opened) == ({}, TAKE_POST_ONLY)


TAKE_POST_ONLY = {"all_letters", "comparison", "edition_document", "one_letter"}
"""Papers that are only ever asked for by POST."""


@pytest.mark.django_db
def test_a_paper_is_made_by_post_and_fetched_by_get(world: World, files: object) -> None:
    client, address = client_of(world.cast.drafter), world.address("letter")
    page = client.get(address)
    assert (page.status_code, Job.objects.filter(label__contains="征求意见函").count()) == (200, 0)
    shown = html.document_fromstring(page.content.decode())
    (form,) = shown.xpath("//main//form")
    assert (form.get("method"), form.get("action")) == ("post", None)
    assert form.text_content().strip() == "生成"
    assert "还没有生成" in shown.text_content()
    job = Job.objects.order_by("-pk")
    assert client.post(address).headers["Location"] == reverse("job", args=[job[0].pk])
    keep_rendition(Rendition.objects.get(key=job[0].args["key"]), b"%PDF-1.7 whole")
    for answer in (client.get(address), client.post(address)):
        assert isinstance(answer, FileResponse)
        assert b"".join(answer.streaming_content) == b"%PDF-1.7 whole"
    assert Job.objects.filter(label__contains="征求意见函").count() == 1
