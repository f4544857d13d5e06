"""Two at the same moment: a request that lost is done anew, and what locks does it in one way."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from plans.errors import WrongState
from plans.models import Unit
from plans.system.conflicts import tried_again
from plans.system.locking import locked
from tests.cast import make_unit
from tests.harness.source import APPS, ROOT


class Lost(Exception):
    """What psycopg2 raises for the loser of a deadlock."""

    pgcode = "40P01"


def losing(times: int, heard: list[bytes]) -> Callable[..., HttpResponse]:
    """A view that loses so often before it succeeds, and what it reads of its upload each time."""

    def view(request: HttpRequest) -> HttpResponse:
        heard.append(request.FILES["file"].read())  # type: ignore[union-attr]
        if len(heard) <= times:
            raise OperationalError("deadlock detected") from Lost()
        return HttpResponse("办好")

    return view


def post() -> HttpRequest:
    return RequestFactory().post("/", {"file": SimpleUploadedFile("a.txt", "文字".encode())})


@pytest.mark.django_db(transaction=True)
def test_who_lost_is_heard_again_with_the_whole_upload() -> None:
    heard: list[bytes] = []
    answer = tried_again(losing(2, heard))(post())
    assert answer.content.decode() == "办好"
    assert heard == ["文字".encode()] * 3


@pytest.mark.django_db(transaction=True)
def test_who_always_loses_is_told_so() -> None:
    with pytest.raises(WrongState, match="请稍后再试"):
        tried_again(losing(9, []))(post())


@pytest.mark.django_db(transaction=True)
def test_another_fault_of_the_database_is_a_fault() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        raise OperationalError("no such table")

    with pytest.raises(OperationalError, match="no such table"):
        tried_again(view)(post())


@pytest.mark.production
@pytest.mark.django_db(transaction=True)
def test_a_real_deadlock_ends_with_both_done() -> None:
    one, other = make_unit("甲单位"), make_unit("乙单位")
    met = Barrier(2, timeout=20)

    def work(first: Unit, second: Unit) -> int:
        tries = 0

        def view(_request: HttpRequest) -> HttpResponse:
            nonlocal tries
            tries += 1
            with transaction.atomic():
                locked(Unit.objects).get(pk=first.pk)
                if tries == 1:
                    met.wait()
                locked(Unit.objects).get(pk=second.pk)
                Unit.objects.filter(pk=first.pk).update(phone=str(tries))
            return HttpResponse("办好")

        try:
            assert tried_again(view)(post()).content.decode() == "办好"
            return tries
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        counts = sorted(both.map(work, (one, other), (other, one)))
    assert counts == [1, 2]
    assert connection.vendor == "postgresql"


def test_rows_are_locked_through_one_door() -> None:
    found = [
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if re.search(r"\.select_for_update\(", path.read_text(encoding="utf-8"))
    ]
    assert found == ["plans/system/locking.py"]
