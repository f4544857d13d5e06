"""A backup that is made while people write is of one moment: nothing in it is half."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from plans.backup.actions.making import make_backup
from plans.backup.actions.restoring import restore
from plans.models import Attachment, AuditEntry, Note, Provision, User
from plans.system import storage
from plans.system.actions.attachments import keep_upload
from plans.system.actions.audit_chain import seal_entries
from plans.team.actions import write_note
from tests.cast import make_cast, make_plan

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 120
PAUSE = 0.05
"""Seconds between two acts of one person: SQLite lets who asks again at once go first."""


class Writers:
    """People who write over and over in threads of their own, until they are told to stop."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(4)
        self._running: list[Future[None]] = []
        self._begun: list[threading.Event] = []

    def add(self, write: Callable[[], object]) -> None:
        begun = threading.Event()
        self._begun.append(begun)
        self._running.append(self._pool.submit(self._go_on, write, begun))

    def _go_on(self, write: Callable[[], object], begun: threading.Event) -> None:
        try:
            while not self._stop.wait(PAUSE):
                write()
                begun.set()
        finally:
            begun.set()
            connection.close()

    def wait_for_each(self) -> None:
        """Until every one of them has written once more."""
        for begun in self._begun:
            begun.clear()
        assert [begun.wait(WAIT) for begun in self._begun] == [True] * len(self._begun)

    def stop(self) -> None:
        self._stop.set()
        for one in self._running:
            one.result(WAIT)
        self._pool.shutdown()


def test_a_backup_under_load_is_of_one_moment(tmp_path: Path) -> None:
    by = make_cast().drafter
    first, second = Provision.objects.filter(plan=make_plan(by)).order_by("id")[:2]
    writers = Writers()
    writers.add(lambda: write_note(first, by=by, body="批注"))
    writers.add(lambda: write_note(second, by=by, body="批注"))
    writers.add(lambda: keep_upload("甲.txt", "正文".encode(), by=by))
    writers.add(lambda: seal_entries(settle=timedelta(0)))

    def during(sentence: str) -> None:
        """Everybody writes again between the log and the notes that it tells of."""
        if "plans_auditentry" in sentence or "plans_auditseal" in sentence:
            writers.wait_for_each()

    writers.wait_for_each()
    try:
        made = make_backup(tmp_path, during)
    finally:
        writers.stop()
    written = Note.objects.count()
    restored = restore(made.folder, lambda _: None, replace=True)
    assert Note.objects.count() < written
    assert restored.chain is None
    assert made.manifest.lost == ()
    _every_note_is_in_the_log(by)
    assert [a.path for a in Attachment.objects.all() if not storage.exists(a.path)] == []


def _every_note_is_in_the_log(by: User) -> None:
    told = AuditEntry.objects.filter(action="note.write").values_list("object_id", flat=True)
    notes = Note.objects.filter(author=by).values_list("pk", flat=True)
    assert sorted(map(int, told)) == sorted(notes)
