"""What the log must not hold: tokens that let in whoever knows them, and one sentence for ever."""

from __future__ import annotations

import logging
import re
import time

_TOKEN = re.compile(r"(/r/)[^/\s?]+|(/calendar/)[^/\s?]+(?=\.ics)")


class BlankTokens(logging.Filter):
    """Blanks the token of a personal link or a calendar's address wherever one is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        blanked = _TOKEN.sub(lambda found: f"{found[1] or found[2]}***", message)
        if blanked != message:
            record.msg, record.args = blanked, ()
        return True


class OnceAMinute(logging.Filter):
    """Lets a complaint of the broker's and cache's side through once a minute, however often made.

    While Redis is away every tick of the clock and every retry says so, with its traceback.
    """

    SPEAKERS = ("celery.", "kombu.", "config.cache", "plans.system.jobs")
    SECONDS = 60.0

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING or not record.name.startswith(self.SPEAKERS):
            return True
        key, now = (record.name, str(record.msg)), time.monotonic()
        if now - self._said.get(key, -self.SECONDS) < self.SECONDS:
            return False
        self._said[key] = now
        return True
