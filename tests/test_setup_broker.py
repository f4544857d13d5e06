"""The filesystem broker: a message is there whole or not at all."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from kombu import Connection

from config import broker

MESSAGES = 300
BODY = {"text": "规划" * 20_000}


def connect(folder: Path) -> Connection:
    places = {name: str(folder) for name in ("data_folder_in", "data_folder_out", "control_folder")}
    return Connection(f"{broker.SCHEME}://localhost//", transport_options=places)


def write(folder: Path) -> None:
    with connect(folder) as connection:
        queue = connection.SimpleQueue("jobs")
        for _ in range(MESSAGES):
            queue.put(BODY)


def broken(file: Path) -> bool:
    try:
        json.loads(file.read_bytes())
    except json.JSONDecodeError:
        return True
    return False


def test_a_reader_in_a_hurry_never_meets_half_a_message(tmp_path: Path) -> None:
    """kombu's own transport fails this test within the first messages."""
    writer = threading.Thread(target=write, args=(tmp_path,))
    writer.start()
    seen: set[Path] = set()
    halves: list[Path] = []
    while writer.is_alive() or len(seen) < MESSAGES:
        for file in set(tmp_path.glob("*.jobs.msg")) - seen:
            seen.add(file)
            halves += [file] if broken(file) else []
    writer.join()
    assert halves == []


def test_what_was_sent_arrives_once_and_in_order(tmp_path: Path) -> None:
    with connect(tmp_path) as sending:
        queue = sending.SimpleQueue("in-order")
        for number in range(3):
            queue.put({"number": number})
    with connect(tmp_path) as receiving:
        queue = receiving.SimpleQueue("in-order", no_ack=True)
        taken = [queue.get(timeout=10).payload for _ in range(3)]
    assert taken == [{"number": 0}, {"number": 1}, {"number": 2}]
    assert list(tmp_path.glob("*.msg")) + list(tmp_path.glob("*.part")) == []
