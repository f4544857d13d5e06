"""Reading a work plan takes no longer than the text grows."""

from __future__ import annotations

from contextlib import suppress

import pytest

from plans.errors import DomainError
from taskforce.work_plans.reading import read_work_plan
from tests.growth import VARIED, grows_no_faster_than_the_text

pytestmark = pytest.mark.embedded  # it asks no database, so once is enough


@pytest.mark.parametrize("before", ["", "某市规划编制工作方案\n一、工作步骤\n"])
def test_reading_grows_with_the_text(before: str) -> None:
    def read(text: str) -> None:
        with suppress(DomainError):
            read_work_plan((before + text).encode(), "方案.txt")

    assert [kind for kind in VARIED if not grows_no_faster_than_the_text(read, kind)] == []
