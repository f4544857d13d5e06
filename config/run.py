"""The whole portal by one command: ``python -m config.run [--demo]``.

Prepares the database, then keeps web server, Celery workers and beat as child processes. Ctrl-C
or SIGTERM stops all of them; one that ends by itself is said and started again, and the others
go on.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connections

from config.supervisor import Child, say, stop, watch
from plans.operation.parts import Part, database, folder
from plans.operation.startup import check_start

START_SECONDS = 90


class Stop(Exception):
    """The portal ends; the text, if any, says why."""


def main() -> int:
    """Run until told to stop; the exit code is 0 after Ctrl-C and 1 after a failure."""
    options = _parser().parse_args()
    for stopper in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopper, _on_signal)
    children: list[Child] = []
    try:
        accounts = _prepare(demo=options.demo)
        children += _start()
        _wait_for_web(children)
        say(f"\n平台已启动：{settings.PUBLIC_URL}/\n{accounts}按 Ctrl-C 停止。\n")
        watch(children)
    except (Stop, ImproperlyConfigured) as reason:
        stop(children)
        say(str(reason) or "平台已停止。")
        return 1 if str(reason) else 0
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m config.run", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="load the demo and show its accounts")
    return parser


def _prepare(*, demo: bool) -> str:
    """Bring the database up to date; gives the text about the demo's accounts, or ''."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    _check_port()
    _need(folder("data", "数据文件夹", settings.VAR_DIR))
    _need(database())
    say("正在准备数据库……")
    call_command("migrate", interactive=False, verbosity=0)
    _need(*check_start())
    accounts = io.StringIO()
    if demo:
        say("正在准备演示数据……")
        try:
            call_command("load_demo", stdout=accounts)
        except CommandError as error:
            raise Stop(str(error)) from error
    connections.close_all()
    return accounts.getvalue()


def _need(*parts: Part) -> None:
    """Say what is not as it should be; Stop where the portal cannot go without it."""
    for part in parts:
        if not part.good and part.stops:
            raise Stop(f"平台没有启动。{part.sentence}{part.remedy}")
        if not part.good:
            say(f"提示：{part.sentence}{part.remedy}")


def _check_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
        except OSError as error:
            raise Stop(
                f"端口 {settings.PORT} 不能使用（{error.strerror}）：可能平台已在运行，或被其他程序"
                f"占用。请换一个端口：PORT={settings.PORT + 1} make demo"
            ) from error


def _start() -> list[Child]:
    """One process a worker: the end of one takes no lock of a pool with it."""
    celery = ["-m", "celery", "-q", "-A", "config"]
    quiet = ["--pool=solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    schedule = f"--schedule={settings.VAR_DIR / f'beat-{settings.PORT}'}"
    workers = [
        Child(f"worker {n}", [*celery, "worker", *quiet, "-Q", "celery", "-n", f"jobs{n}@%h"])
        for n in range(1, settings.WORKER_PROCESSES + 1)
    ]
    clock = [*celery, "worker", *quiet, "-Q", "clock", "-n", "clock@%h"]
    return [
        Child("web", ["-m", "config.serve", "--checked"]),
        *workers,
        Child("clock", clock, clock=True),
        Child("beat", [*celery, "beat", schedule], clock=True),
    ]


def _wait_for_web(children: list[Child]) -> None:
    """Return when the web server answers a request; what ends before that ends the start."""
    request = urllib.request.Request(f"http://{_local_host()}:{settings.PORT}/login/")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        _check_started(children)
        try:
            urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 - our own address
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise Stop(f"平台在 {START_SECONDS} 秒内没有启动，请查看上面的输出。")


def _local_host() -> str:
    return "127.0.0.1" if settings.HOST == "0.0.0.0" else settings.HOST  # noqa: S104 - compared


def _check_started(children: list[Child]) -> None:
    for child in children:
        if child.process.poll() is not None:
            raise Stop(
                f"{child.name} 进程没有启动（代码 {child.process.returncode}），平台已全部停止。"
                "请查看上面的输出，改正后重新运行。"
            )


def _on_signal(_number: int, _frame: FrameType | None) -> None:
    """Leave by the front door; a second Ctrl-C must not interrupt the stopping."""
    for stopper in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopper, signal.SIG_IGN)
    raise Stop


if __name__ == "__main__":
    sys.exit(main())
