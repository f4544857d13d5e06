"""The log: one line a record, plain or JSON; whose it is; and what it must not hold: tokens that
let in whoever knows them, text with a mark of secrecy, and one sentence for ever."""

from __future__ import annotations

import logging
import re
import time
from datetime import datetime
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from plans.system.log_context import bearings
from plans.system.secrecy import bears_mark

MARKED = "a line that bears a mark of secrecy is left out"
_TOKEN = re.compile(
    r"(/(?:r|activate|suggestions|account/key/[^/\s?]+)/)[^/\s?]+|(/calendar/)[^/\s?]+(?=\.ics)"
)
MEASURED = ("status", "ms")
"""What a line tells in figures of its own, where whoever writes it gives them as ``extra``."""
_Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def blanked(text: str) -> str:
    """The text without the tokens it bears; nothing of it where it bears a mark 密级."""
    if bears_mark(text):
        return MARKED
    return _TOKEN.sub(lambda found: f"{found[1] or found[2]}***", text)


class BlankTokens(logging.Filter):
    """Blanks the token of a personal link or a calendar's address wherever one is written.

    Of a line with a mark of secrecy 密级, as an address may bear one, nothing is kept.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        kept = blanked(message)
        if kept != message:
            record.msg, record.args = kept, ()
        return True


def borne(record: logging.LogRecord) -> dict[str, object]:
    """Request, user, address, job, and what was measured; what a library adds stays out."""
    measured = {name: getattr(record, name) for name in MEASURED if hasattr(record, name)}
    return {**bearings(), **measured}


class PlainLines(logging.Formatter):
    """As people read it: time, level, logger, message, and in brackets whose it is."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 logging's own name
        told = " ".join(f"{name}={value}" for name, value in borne(record).items())
        return super().formatMessage(record) + (f" [{told}]" if told else "")

    def formatException(self, ei: _Fault) -> str:  # noqa: N802 logging's own name
        return blanked(super().formatException(ei))


class JsonLines(JsonFormatter):
    """As machines read it: one object a line, a traceback within it."""

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        moment = datetime.fromtimestamp(record.created).astimezone()
        log_data["time"] = moment.isoformat(timespec="milliseconds")
        log_data["level"], log_data["logger"] = record.levelname, record.name
        log_data["message"] = record.message
        log_data.update(borne(record))
        if "exc_info" in message_dict:
            log_data["exception"] = message_dict["exc_info"]

    def formatException(self, ei: _Fault) -> str:  # noqa: N802 logging's own name
        return blanked(str(super().formatException(ei)))


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


def logging_settings(*, level: str, form: str, requests: bool) -> dict[str, object]:
    """Django's LOGGING: everything to the console, which whoever runs the portal keeps.

    ``form``: json or plain. ``requests``: also a line for every request answered and every job
    worked on.
    """
    tokens = {"filters": ["tokens"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": "config.logs.PlainLines",
                "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            },
            "json": {"()": "config.logs.JsonLines", "json_ensure_ascii": False},
        },
        "filters": {
            "tokens": {"()": "config.logs.BlankTokens"},
            "minute": {"()": "config.logs.OnceAMinute"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["minute", "tokens"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
            "portal.done": {"level": "INFO" if requests else "WARNING"},
            **dict.fromkeys(("django.request", "django.security.csrf", "django.server"), tokens),
        },
    }
