"""The filesystem broker of the embedded way of running, with messages that appear whole.

kombu's own transport creates a message under its final name and then writes it; a worker that
looks in between reads half a message and ends. Here the message is put in place by a rename.
"""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "portal-files"


class Channel(filesystem.Channel):
    """kombu's channel, with an atomic put."""

    # kombu's own two signatures of this method differ in the second name
    def _put(self, queue: str, payload: dict[str, Any], **_: object) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{time.monotonic_ns():020}_{uuid.uuid4()}"
        aside = folder / f"{name}.part"
        aside.write_bytes(dumps(payload).encode())
        os.replace(aside, folder / f"{name}.{queue}.msg")


class Transport(filesystem.Transport):
    """Transport of ``portal-files://`` URLs."""

    Channel = Channel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
