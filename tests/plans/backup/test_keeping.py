"""How many backups stay, and what counts as one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from plans.backup.folders import (
    find,
    made_whole,
    name_of,
    one_at_a_time,
    private,
    superfluous,
    thin_out,
    whole_backups,
)
from plans.errors import InvalidInput, WrongState


def nightly(first: date, nights: int) -> list[str]:
    return [f"{first + timedelta(days=n):%Y%m%d}-023000" for n in range(nights)]


def test_a_backup_is_named_by_the_local_time() -> None:
    assert name_of(datetime(2026, 11, 28, 18, 30, 5, tzinfo=UTC)) == "20261129-023005"


def test_of_two_years_a_fortnight_and_twelve_months_stay() -> None:
    names = nightly(date(2025, 1, 1), 730)
    kept = sorted(set(names) - set(superfluous(names, 14, 12)))
    assert [name[:8] for name in kept] == [
        *("20260131", "20260228", "20260331", "20260430", "20260531", "20260630"),
        *("20260731", "20260831", "20260930", "20261031", "20261130"),
        *(f"202612{day}" for day in range(18, 32)),
    ]


def test_of_several_a_day_the_newest_stays() -> None:
    names = ["20261101-020000", "20261102-020000", "20261102-090000", "20261102-093000"]
    assert superfluous(names, 14, 12) == ["20261102-020000", "20261102-090000"]


def test_days_without_a_backup_do_not_count() -> None:
    """Where nothing was made for half a year, the old ones are all there is."""
    names = ["20260101-020000", "20260102-020000", "20261102-090000"]
    assert superfluous(names, 3, 0) == []


def test_the_newest_stays_whatever_the_setting() -> None:
    assert superfluous(["20261101-020000", "20261102-020000"], 0, 0) == ["20261101-020000"]


def make(home: Path, name: str) -> None:
    with made_whole(home, name) as folder:
        (folder / "manifest.json").write_text("{}")


def test_only_whole_backups_with_a_name_of_ours_are_counted_or_taken_away(tmp_path: Path) -> None:
    for name in ("20261101-020000", "20261102-020000", "before-upgrade"):
        make(tmp_path, name)
    (tmp_path / "20261103-020000").mkdir()
    (tmp_path / "notes.txt").write_text("")
    assert whole_backups(tmp_path) == ["20261101-020000", "20261102-020000"]
    assert find(tmp_path) == tmp_path / "20261102-020000"
    assert find(tmp_path / "before-upgrade") == tmp_path / "before-upgrade"
    assert thin_out(tmp_path, 1, 1) == ["20261101-020000"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("20261102-020000", "20261103-020000", "before-upgrade", "notes.txt")
    ]


def break_off(home: Path, name: str) -> None:
    with made_whole(home, name) as folder:
        (folder / "manifest.json").write_text("{}")
        raise OSError("the disk is full")


def test_what_broke_off_is_no_backup_and_is_taken_away(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="the disk is full"):
        break_off(tmp_path, "20261101-020000")
    assert list(tmp_path.iterdir()) == []
    killed = tmp_path / "20261102-020000.unfinished"
    killed.mkdir()
    (killed / "manifest.json").write_text("{}")
    with pytest.raises(InvalidInput, match="没有完整的备份"):
        find(tmp_path)
    make(tmp_path, "20261103-020000")
    assert [path.name for path in tmp_path.iterdir()] == ["20261103-020000"]


def test_two_at_once_do_not_write_into_one_folder(tmp_path: Path) -> None:
    other = one_at_a_time(tmp_path)
    with one_at_a_time(tmp_path), pytest.raises(WrongState, match="正在做另一份备份"):
        other.__enter__()
    with one_at_a_time(tmp_path):
        assert (tmp_path / ".lock").exists()


def test_what_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    with private():
        made = tmp_path / "new"
        made.mkdir()
        make(made, "20261101-020000")
    modes = [oct(path.stat().st_mode & 0o777) for path in (made, *sorted(made.rglob("*")))]
    assert modes == ["0o700", "0o700", "0o600"]
