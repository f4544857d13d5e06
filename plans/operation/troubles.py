"""What is wrong by the figures: the rules, each with its sentence."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from plans.enums import TroubleKind
from plans.operation.figures import CLOCK_WORDS, Disk, Figures
from plans.operation.parts import LARGEST_SKEW

WATCH = "plans.watch"
HOST = socket.gethostname()[:100]


@dataclass(frozen=True)
class Found:
    """One trouble; ``host`` names the machine whose own it is, else empty."""

    kind: TroubleKind
    text: str
    host: str = ""


def troubles(figures: Figures, disks: Iterable[Disk]) -> list[Found]:
    """What is wrong now, the shared first, then what is wrong on this machine."""
    return [*_waiting(figures), *_clock(figures), *_skew(figures), *_full(figures), *_disks(disks)]


def _waiting(figures: Figures) -> Iterator[Found]:
    if _late(figures, figures.oldest_job):
        words = in_words(figures.age(figures.oldest_job))
        yield Found(
            TroubleKind.JOBS,
            f"后台任务已经等了{words}没有人办理：请检查后台进程（worker）是否在运行。",
        )
    if _late(figures, figures.oldest_mail) and not _sent_lately(figures):
        words = in_words(figures.age(figures.oldest_mail))
        yield Found(
            TroubleKind.MAIL, f"邮件已经等了{words}没有发出：请检查邮件服务器和PORTAL_EMAIL_URL。"
        )


def _clock(figures: Figures) -> Iterator[Found]:
    """A task that has run before and stopped; what has never run is a portal just set up."""
    stopped = [
        words
        for task, words in CLOCK_WORDS.items()
        if _late(figures, figures.ran.get(task), settings.EVERY_SECONDS[task])
    ]
    if stopped:
        yield Found(
            TroubleKind.CLOCK,
            f"定时工作停顿：{'、'.join(stopped)}。请检查定时进程（beat）和后台进程（worker）。",
        )


def _skew(figures: Figures) -> Iterator[Found]:
    if abs(figures.skew) > LARGEST_SKEW:
        ahead = "快" if figures.skew > 0 else "慢"
        yield Found(
            TroubleKind.SKEW,
            f"服务器{HOST}的时间比数据库{ahead}{abs(figures.skew):.0f}秒："
            "请打开时间同步（timedatectl set-ntp true）。",
            HOST,
        )


def _full(figures: Figures) -> Iterator[Found]:
    """Also where the disk is another machine's, such as the database's, which nobody here sees."""
    if figures.full_on:
        yield Found(
            TroubleKind.DISK,
            f"服务器{figures.full_on}上有内容因为磁盘空间不足没有保存："
            "请检查数据库和文件存储所在的磁盘。",
        )


def _disks(disks: Iterable[Disk]) -> Iterator[Found]:
    full = [disk for disk in disks if disk.free < settings.LOW_DISK]
    if full:
        left = min(disk.free for disk in full) // 2**20
        yield Found(
            TroubleKind.DISK,
            f"服务器{HOST}上{full[0].folder}所在的磁盘只剩{left}兆字节：请清理或扩充磁盘。",
            HOST,
        )


def comes_from_silence(figures: Figures) -> bool:
    """Whether the watch itself did not run for long: everything stood still and begins anew."""
    last = figures.ran.get(WATCH)
    return last is None or _late(figures, last)


def _late(figures: Figures, since: datetime | None, usual: float = 0) -> bool:
    allowed = settings.WAITS_TOO_LONG + timedelta(seconds=2 * usual)
    return since is not None and figures.now - since > allowed


def _sent_lately(figures: Figures) -> bool:
    """Others go out, so that it is the address of the one that is at fault."""
    last = figures.mail_last_sent
    return last is not None and figures.now - last <= settings.WAITS_TOO_LONG


def in_words(seconds: float) -> str:
    """How long, in the one unit that tells it best."""
    if seconds < 60:
        return f"{seconds:.0f}秒"
    if seconds < 2 * 3600:
        return f"{seconds // 60:.0f}分钟"
    if seconds < 2 * 86400:
        return f"{seconds // 3600:.0f}小时"
    return f"{seconds // 86400:.0f}天"
