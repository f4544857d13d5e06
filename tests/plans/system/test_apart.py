"""The process apart: what it gives back, and each limit it meets, with its sentence."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from plans.errors import InvalidInput
from plans.importing import ImportedPlan, import_plan
from plans.system.apart import Limits, read_apart
from plans.system.plain_values import from_data, to_data
from plans.text.numbering import Formats
from taskforce.work_plans import read_work_plan
from tests.plans.importing.kept_text import DATA
from tests.plans.system import readers
from tests.plans.system.readers import counts, environment, errs, refuses, sleeps, writes

QUICK = Limits(cpu_seconds=1, wall_seconds=3, memory=200 * 1024 * 1024)
LEFT = "没有保存任何内容。请删去图片、空白行列和多余的工作表，或拆分成几个文件后再传。"
UNREADABLE = "文件“表.xlsx”无法读取，没有保存任何内容。请用Word、Excel或WPS打开，另存后再传。"


def refusal(reader: Callable[[bytes, str], object], content: bytes = b"x") -> str:
    with pytest.raises(InvalidInput) as caught:
        read_apart(reader, content, "表.xlsx", QUICK)
    return str(caught.value)


def test_it_gets_the_file_and_its_name_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "hidden")
    name = "名\n\ud800“.x"
    assert read_apart(counts, bytes(range(256)) * 1000, name) == (256_000, name)
    assert "PORTAL_SECRET_KEY" not in read_apart(environment, b"", "x")


@pytest.mark.parametrize(
    ("reader", "sentence"),
    [
        ("spins", f"文件“表.xlsx”读取时间过长（最多3秒），已停止，{LEFT}"),
        ("sleeps", f"文件“表.xlsx”读取时间过长（最多3秒），已停止，{LEFT}"),
        ("eats", f"文件“表.xlsx”读取时占用内存过大（最多200MB），已停止，{LEFT}"),
        ("talks", f"文件“表.xlsx”中的文字过多，{LEFT}"),
        ("dies", UNREADABLE),
        ("errs", UNREADABLE),
    ],
)
def test_each_limit_has_its_sentence(reader: str, sentence: str) -> None:
    assert refusal(getattr(readers, reader)) == sentence


def test_it_writes_no_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        read_apart(writes, b"content", str(tmp_path / "a"))
    assert [(one.name, one.stat().st_size) for one in tmp_path.iterdir()] in ([], [("a", 0)])


def test_a_mark_of_secrecy_is_noted_and_nothing_of_the_file_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert refusal(refuses).startswith("内容带有密级标志，未予保存。")
    refusal(errs, "机密★".encode())
    assert caplog.record_tuples == [
        ("plans.system.secrecy", logging.WARNING, "input with a mark of secrecy was refused"),
        (
            "plans.system.apart",
            logging.WARNING,
            "reading an upload ended early: {'failed': 'KeyError'}",
        ),
    ]


def test_three_are_read_at_once_two_wait_and_the_next_is_asked_to_come_again() -> None:
    """Who waits is asked to come again after five seconds, whoever comes sixth at once."""
    slow, start = Limits(wall_seconds=9), time.monotonic()
    said: list[tuple[str, float]] = []

    def read() -> None:
        with pytest.raises(InvalidInput) as caught:
            read_apart(sleeps, b"", "x", slow)
        said.append((str(caught.value)[:8], time.monotonic() - start))

    threads = [threading.Thread(target=read) for _ in range(5)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    with pytest.raises(InvalidInput) as caught:
        read_apart(counts, b"", "x")
    busy = "现在同时读取的文件较多，没有保存任何内容。请过一会儿再传。"
    assert (str(caught.value), said, time.monotonic() - start < 4) == (busy, [], True)
    for thread in threads:
        thread.join()
    assert [words for words, _ in said] == ["现在同时读取的文"] * 2 + ["文件“x”读取时"] * 3
    assert read_apart(counts, b"", "x") == (0, "x")


@pytest.mark.parametrize(
    "name",
    [
        "chongqing-2021-60-fourteenth-five-year-plan.txt",
        "guangyuan-fourteenth-five-year-plan.txt",
    ],
)
def test_a_plan_is_the_same_read_here_or_apart(name: str) -> None:
    content = (DATA / "seeds" / name).read_bytes()
    assert read_apart(import_plan, content, name) == import_plan(content, name)


def test_a_work_plan_is_the_same_read_here_or_apart() -> None:
    content = (DATA / "seeds" / "chongqing-2020-86-drafting-work-plan.txt").read_bytes()
    assert read_apart(read_work_plan, content, "a.txt") == read_work_plan(content, "a.txt")


def test_plain_values_come_back_as_they_were() -> None:
    plan = ImportedPlan("名", None, "甲", None, None, "", (), Formats(section="cn"))
    assert from_data(ImportedPlan, to_data(plan)) == plan
    for hint, value in (
        (dict[str, tuple[int, ...]], {"a": (1, 2), "b": ()}),
        (tuple[date, str | None], (date(2026, 11, 28), None)),
        (list[date | None], [None, date(2026, 1, 1)]),
    ):
        assert from_data(hint, to_data(value)) == value
