"""Whether a backup is as it was written: what is missing, changed or too much, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from plans.backup.manifest import (
    LISTING,
    MANIFEST,
    Listed,
    Manifest,
    hashes_of,
    listed_files,
    read_manifest,
)
from plans.errors import InvalidInput

Say = Callable[[str], None]
SHOWN = 20
"""Sentences that a refusal repeats; of the others it tells how many there are."""


def sound_manifest(folder: Path, say: Say) -> Manifest:
    """The manifest of a backup that was read through and found whole; InvalidInput otherwise."""
    manifest = read_manifest(folder)
    found = list(faults(folder, manifest, say))
    if found:
        more = f"\n另有{len(found) - SHOWN}处。" if len(found) > SHOWN else ""
        raise InvalidInput("这份备份不完整，不能使用：\n" + "\n".join(found[:SHOWN]) + more)
    return manifest


def faults(folder: Path, manifest: Manifest, say: Say) -> Iterator[str]:
    """A sentence for each file that is not as the manifest says; reads every byte."""
    listing = _fault_of(folder, manifest.listing)
    if listing:
        yield listing
        return
    expected = {LISTING, MANIFEST}
    for number, listed in enumerate(listed_files(folder), start=1):
        expected.add(listed.path)
        fault = _fault_of(folder, listed)
        if fault:
            yield fault
        if number % 1000 == 0:
            say(f"已核对{number}个文件……")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_dir() and name not in expected:
            yield f"多出文件 {name}：清单里没有。"


def _fault_of(folder: Path, listed: Listed) -> str | None:
    try:
        with (folder / listed.path).open("rb") as file:
            found = hashes_of(file, listed.path)
    except FileNotFoundError:
        return f"缺少文件 {listed.path}。"
    except OSError as error:
        return f"文件 {listed.path} 读不出来（{error.strerror}）。"
    if found.size != listed.size:
        return f"文件 {listed.path} 的长度是{found.size}字节，应为{listed.size}字节。"
    if (found.sha256, found.sm3) != (listed.sha256, listed.sm3):
        return f"文件 {listed.path} 的内容被改动过。"
    return None
