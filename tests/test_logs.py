"""The log holds no token that lets in whoever reads it, and no mark of secrecy 密级."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

TOKEN = "abcDEF_123:sIg-9"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("come_in", "/r/***/"),
        ("feed", "/calendar/***.ics"),
        ("suggestion", "/suggestions/***/"),
    ],
)
def test_a_refused_address_stands_in_the_log_without_its_token(
    name: str, shown: str, caplog: pytest.LogCaptureFixture
) -> None:
    address = reverse(name, args=[TOKEN])
    with caplog.at_level(logging.WARNING):
        Client(enforce_csrf_checks=True).post(address)
        Client().get(address + "more/")
    said = [record.getMessage() for record in caplog.records]
    assert said
    assert [TOKEN in one or shown not in one for one in said] == [False] * len(said)


@pytest.mark.django_db
def test_an_address_with_a_mark_of_secrecy_is_not_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for address in ("/p/机密★内部/", "/%E6%9C%BA%E5%AF%86%E2%98%85/"):
        assert Client().get(address).status_code == 404
    assert caplog.messages == ["a line that bears a mark of secrecy is left out"] * 2
