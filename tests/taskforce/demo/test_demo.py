"""The demo stands on an empty database, once, with people who find their desks and dates near."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from taskforce.demo import load_demo
from taskforce.demo.cast import CAST, PASSWORD
from taskforce.models import Step

pytestmark = pytest.mark.django_db


def test_it_is_loaded_once_and_everyone_named_finds_a_desk() -> None:
    assert load_demo()
    assert not load_demo()
    for role in CAST:
        client = Client()
        assert client.login(username=role.username, password=PASSWORD)
        assert client.get("/desk/").status_code == 200
    consult = Step.objects.get(key="consult")
    assert consult.due_on is not None
    assert abs(consult.due_on - timezone.localdate()) < timedelta(days=300)
