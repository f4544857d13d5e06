"""The check before a start: a sentence for what is missing, with the command that mends it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from plans.operation.startup import (
    check_start,
    collect_static,
    in_line,
    mail_server,
    stale_files,
    static_files,
)
from tests.harness.services import free_port
from tests.harness.smtp import post_office

ROOT = Path(__file__).resolve().parents[3]


def start(var: Path, *command: str, **environment: str) -> tuple[int, str]:
    """A command of the portal in an environment of its own: its exit code and all it said."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_"))}
    own = {"PORTAL_ENV_FILE": os.devnull, "PORTAL_VAR": str(var), "PORT": str(free_port())}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**clean, **own, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout


def test_nothing_is_served_on_tables_of_another_version(tmp_path: Path) -> None:
    code, said = start(tmp_path, "-m", "config.serve")
    wanted = "请执行 python manage.py migrate。"
    assert (code, "不能启动：数据表不是这个版本的" in said, wanted in said) == (1, True, True)
    assert "Traceback" not in said


PRODUCTION = {
    "PORTAL_MODE": "production",
    "PORTAL_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "PORTAL_ALLOWED_HOSTS": "portal.example",
    "PORTAL_PUBLIC_URL": "https://portal.example",
}


def test_a_database_and_a_broker_that_are_away_are_said_with_their_remedies(
    tmp_path: Path,
) -> None:
    away = f"127.0.0.1:{free_port()}"
    code, said = start(
        tmp_path,
        "manage.py",
        "check_start",
        **PRODUCTION,
        PORTAL_DATABASE_URL=f"postgres://portal@{away}/portal",
        PORTAL_REDIS_URL=f"redis://{away}/0",
    )
    assert code == 1
    lines = said.splitlines()
    assert lines[:5] == [
        "正常：数据文件夹可以写入。",
        "不能启动：数据库连接不上。"
        "请检查数据库服务（systemctl status postgresql）和PORTAL_DATABASE_URL。",
        "不能启动：数据库连接不上，无法核对数据表的版本。",
        "正常：文件存储可以写入。",
        "注意：消息队列连接不上：网页照常，后台任务等它恢复后自动继续。"
        "请检查服务（systemctl status redis-server）和PORTAL_REDIS_URL。",
    ]
    static = (
        "不能启动：静态文件没有收集，或者不是这个版本的。"
        "请执行 python manage.py collectstatic --noinput --clear。"
    )
    assert static in lines
    assert "Traceback" not in said


def test_what_production_needs_is_said_without_a_traceback(tmp_path: Path) -> None:
    code, said = start(tmp_path, "-m", "config.serve", PORTAL_MODE="production")
    assert (code, "PORTAL_SECRET_KEY" in said, "Traceback" in said) == (1, True, False)


def test_a_folder_that_cannot_be_written_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    var = tmp_path / "file" / "var"
    code, said = start(var, "-m", "config.run")
    assert (code, said) == (
        1,
        "平台没有启动。数据文件夹不能写入：路径上有一个不是文件夹。"
        f"请清理磁盘，或执行 chown -R 把{var}交给运行平台的用户。\n",
    )


def test_static_files_are_collected_where_they_are_of_another_version(
    settings: Settings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    assert static_files().good is False
    collect_static()
    assert (static_files().good, stale_files()) == (True, [])
    (tmp_path / "css" / "base.css").write_text("of yesterday")
    assert stale_files() == ["css/base.css"]
    collect_static()
    assert stale_files() == []


def use(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def test_a_mail_server_is_asked(settings: Settings) -> None:
    with post_office() as office:
        use(settings, office.port)
        assert in_line(mail_server()) == "正常：邮件服务器可以使用。"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        use(settings, port)
        assert in_line(mail_server()) == (
            f"注意：邮件服务器127.0.0.1:{port}连接不上或不接受登录，邮件会留在发件箱里等待。"
            f"请检查PORTAL_EMAIL_URL，可以执行 nc -vz 127.0.0.1 {port} 试连。"
        )


@pytest.mark.django_db
def test_where_all_is_well_the_command_says_so() -> None:
    out = StringIO()
    call_command("check_start", stdout=out)
    said = out.getvalue()
    wanted = (
        "数据库可以连接。",
        "数据表与程序版本一致。",
        "静态文件齐全。",
        "本机时间与数据库一致。",
    )
    assert [one for one in wanted if f"正常：{one}" not in said] == []
    assert [part.key for part in check_start() if part.stops and not part.good] == []
