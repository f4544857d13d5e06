"""The check before a start: all that the portal stands on, a sentence each with its remedy."""

from __future__ import annotations

import fcntl
import filecmp
import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import run_checks
from django.core.mail import get_connection
from django.core.management import call_command

from plans.operation.parts import (
    LARGEST_SKEW,
    Part,
    broker,
    database,
    folder,
    migrations,
    storage,
)
from plans.system import clock

SMTP = "django.core.mail.backends.smtp.EmailBackend"
MAIL_SECONDS = 5
WORDS = {True: "不能启动", False: "注意"}


def check_start() -> list[Part]:
    """Every part, whether good or not, in the order in which to mend them."""
    data = folder("data", "数据文件夹", Path(settings.VAR_DIR))
    found = database()
    return [
        data,
        found,
        migrations(found),
        storage(),
        broker(),
        static_files(),
        *program(),
        mail_server(),
        *([time_of_day()] if found.good else []),
    ]


def in_line(part: Part) -> str:
    """A part as a line of the console."""
    word = "正常" if part.good else WORDS[part.stops]
    return f"{word}：{part.sentence}{part.remedy}"


def static_files() -> Part:
    """Styles and scripts stand where they are served from, as this version has them."""
    name = ("static", "静态文件")
    if settings.STATIC_ROOT is None or not stale_files():
        return Part(*name, True, "静态文件齐全。")
    return Part(
        *name,
        False,
        "静态文件没有收集，或者不是这个版本的。",
        "请执行 python manage.py collectstatic --noinput --clear。",
    )


def collect_static() -> None:
    """Collect them where they are missing or of another version; one process at a time."""
    if settings.STATIC_ROOT is None:
        return
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stale = stale_files()
        for name in stale:  # collectstatic passes over what is newer than its source
            (root / name).unlink(missing_ok=True)
        if stale:
            call_command("collectstatic", interactive=False, verbosity=0)


def stale_files() -> list[str]:
    """Names of the files that were not collected, or were otherwise than they are now."""
    assert settings.STATIC_ROOT is not None
    root = Path(settings.STATIC_ROOT)
    known = _manifest(root)
    return [
        name
        for name, source in _sources()
        if name not in known
        or not (root / name).is_file()
        or not filecmp.cmp(source, root / name, shallow=False)
    ]


def _manifest(root: Path) -> set[str]:
    try:
        found = json.loads((root / "staticfiles.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return set(found.get("paths", ()))


def _sources() -> Iterator[tuple[str, str]]:
    for finder in get_finders():
        for name, kept in finder.list([]):
            yield name, kept.path(name)


def program() -> Iterator[Part]:
    """What Django's own checks and ours in them say: fonts and libraries among it."""
    said = list(run_checks())
    if not said:
        yield Part("program", "程序自检", True, "程序自检没有发现问题，公文字体齐全。")
    for one in said:
        yield Part("program", "程序自检", False, one.msg, one.hint or "", one.is_serious())


def mail_server() -> Part:
    """Mail can be handed over; without it mail waits in the outbox."""
    name = ("mail", "邮件")
    if settings.EMAIL_BACKEND != SMTP:
        sentence = "没有设置邮件服务器，邮件只显示在控制台上。"
        remedy = "请设置PORTAL_EMAIL_URL，如 smtp://用户:口令@主机:25。"
        return Part(*name, False, sentence, remedy, stops=False)
    try:
        server = get_connection(timeout=MAIL_SECONDS)
        server.open()
        server.close()
    except OSError:
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        sentence = f"邮件服务器{where}连接不上或不接受登录，邮件会留在发件箱里等待。"
        remedy = f"请检查PORTAL_EMAIL_URL，可以执行 nc -vz {where.replace(':', ' ')} 试连。"
        return Part(*name, False, sentence, remedy, stops=False)
    return Part(*name, True, "邮件服务器可以使用。")


def time_of_day() -> Part:
    """This machine's clock agrees with the database's."""
    skew = (clock.now() - clock.database_now()).total_seconds()
    if abs(skew) <= LARGEST_SKEW:
        return Part("clock", "时间", True, "本机时间与数据库一致。")
    sentence = f"本机时间与数据库相差{abs(skew):.0f}秒。"
    remedy = "请执行 timedatectl set-ntp true 打开时间同步。"
    return Part("clock", "时间", False, sentence, remedy, stops=False)
