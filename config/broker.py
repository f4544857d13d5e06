"""The filesystem broker of the embedded way of running, which heals itself.

kombu's own transport creates a message under its final name and then writes it; a worker that
looks in between reads half a message and ends. Here the message is put in place by a rename.
What cannot be read is set aside and said, for a job is a row first: the sweep sends it again.
Folders are made whenever they are needed, also again after somebody removed them.
"""

from __future__ import annotations

import logging
import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

SCHEME = "portal-files"
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, OSError)
"""What reading a file raises that is no message, or no table of queues."""
log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """kombu's channel, with an atomic put and a get that passes over what is no message."""

    @property
    def data_folder_in(self) -> str:
        return self._folder("data_folder_in")

    @property
    def data_folder_out(self) -> str:
        return self._folder("data_folder_out")

    @property
    def control_folder(self) -> Path:
        return Path(self._folder("control_folder"))

    def _folder(self, option: str) -> str:
        folder = str(self.transport_options[option])
        os.makedirs(folder, exist_ok=True)
        return folder

    # kombu's own two signatures of this method differ in the second name
    def _put(self, queue: str, payload: dict[str, Any], **_: object) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{time.monotonic_ns():020}_{uuid.uuid4()}"
        aside = folder / f"{name}.part"
        try:
            aside.write_bytes(dumps(payload).encode())
            os.replace(aside, folder / f"{name}.{queue}.msg")
        finally:
            aside.unlink(missing_ok=True)

    # the base class knows a timeout that no channel of ours is asked with
    def _get(self, queue: str, **_: object) -> dict[str, Any]:  # type: ignore[override]
        """The oldest message of the queue, taken by a rename so that one worker has it."""
        folder = Path(self.data_folder_in)
        for file in sorted(folder.glob(f"*.{queue}.msg")):
            taken = file.with_suffix(".taken")
            try:
                os.replace(file, taken)
            except OSError:
                continue  # another worker was quicker
            message = self._read(taken)
            if message is not None:
                return message
        raise Empty

    def _read(self, file: Path) -> dict[str, Any] | None:
        try:
            message: dict[str, Any] = loads(file.read_text(encoding="utf-8"))
            self.Message(message, channel=self)
        except UNREADABLE as error:
            _set_aside(file, error)
            return None
        file.unlink()
        return message

    def get_table(self, exchange: str) -> list[Any]:
        """The queues of an exchange; none where its file cannot be read, which is set aside."""
        file = self._exchange_file(exchange)
        try:
            table: list[Any] = super().get_table(exchange)
        except UNREADABLE as error:
            _set_aside(file, error)
            return []
        return table

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        self.get_table(exchange)
        super()._queue_bind(exchange, routing_key, pattern, queue)

    def _lookup(self, exchange: str, routing_key: str, default: str | None = None) -> list[str]:
        """Our queues are named like their keys, so a lost table of queues loses no message."""
        if exchange and not self.get_table(exchange):
            return [routing_key]
        found: list[str] = super()._lookup(exchange, routing_key, default)
        return found


class Transport(filesystem.Transport):
    """Transport of ``portal-files://`` URLs."""

    Channel = Channel


def _set_aside(file: Path, error: Exception) -> None:
    """Out of the way, but kept for whoever wants to know what it was."""
    folder = file.parent / "unreadable"
    folder.mkdir(exist_ok=True)
    os.replace(file, folder / f"{time.time_ns()}-{file.name}")
    log.warning("a broker file that cannot be read was set aside: %s (%s)", file.name, error)


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
