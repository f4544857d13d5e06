"""What a new round begins with."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

import pytest
from django.test import override_settings

from consultation.rounds.rules import usual_close

BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize(("hour", "minute"), [(17, 0), (12, 30)])
def test_a_round_closes_fifteen_days_on_at_the_hour_that_is_set(hour: int, minute: int) -> None:
    opened = datetime(2026, 12, 20, 9, 41, 7, 5, tzinfo=BEIJING)
    with override_settings(CLOSING_TIME=time(hour, minute)):
        closes = usual_close(opened)
    assert closes == datetime(2027, 1, 4, hour, minute, tzinfo=BEIJING)
