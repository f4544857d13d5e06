"""The filesystem broker: a message is there whole or not at all."""

from __future__ import annotations

import threading
from pathlib import Path

from kombu import Connection

from config import broker

MESSAGES = 300


def connect(folder: Path) -> Connection:
    places = {name: str(folder) for name in ("data_folder_in", "data_folder_out", "control_folder")}
    return Connection(f"{broker.SCHEME}://localhost//", transport_options=places)


def test_a_reader_in_a_hurry_never_meets_half_a_message(tmp_path: Path) -> None:
    def write() -> None:
        with connect(tmp_path) as connection:
            queue = connection.SimpleQueue("jobs")
            for number in range(MESSAGES):
                queue.put({"number": number, "text": "规划" * 500})

    writer = threading.Thread(target=write)
    writer.start()
    with connect(tmp_path) as connection:
        queue = connection.SimpleQueue("jobs", no_ack=True)
        taken = [queue.get(timeout=30).payload["number"] for _ in range(MESSAGES)]
    writer.join()
    assert sorted(taken) == list(range(MESSAGES))
    assert list(tmp_path.glob("*.part")) == []
