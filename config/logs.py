"""What the log must not hold: tokens that let in whoever knows them, text with a mark of secrecy,
and one sentence for ever."""

from __future__ import annotations

import logging
import re
import time

from plans.system.secrecy import bears_mark

MARKED = "a line that bears a mark of secrecy is left out"
_TOKEN = re.compile(
    r"(/(?:r|activate|account/key/[^/\s?]+)/)[^/\s?]+|(/calendar/)[^/\s?]+(?=\.ics)"
)


class BlankTokens(logging.Filter):
    """Blanks the token of a personal link or a calendar's address wherever one is written.

    Of a line with a mark of secrecy 密级, as an address may bear one, nothing is kept.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        blanked = _TOKEN.sub(lambda found: f"{found[1] or found[2]}***", message)
        if bears_mark(message):
            blanked = MARKED
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


def logging_settings(*, level: str) -> dict[str, object]:
    """Django's LOGGING: everything to the console, which whoever runs the portal keeps."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "filters": {
            "tokens": {"()": "config.logs.BlankTokens"},
            "minute": {"()": "config.logs.OnceAMinute"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "plain",
                "filters": ["minute", "tokens"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
            **{
                name: {"filters": ["tokens"]}
                for name in ("django.request", "django.security.csrf", "django.server")
            },
        },
    }
