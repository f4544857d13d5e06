"""Whether the portal is at work on the place that is about to be replaced."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from plans.errors import WrongState

SWEPT = timedelta(seconds=45)
"""Its clock sweeps every fifteen seconds; a mark as young as this is of a portal at work."""
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def require_stopped() -> None:
    """WrongState while a portal works on these files, or anybody is connected to the database."""
    mark = Path(settings.SWEEP_MARK)
    if mark.exists() and time.time() - mark.stat().st_mtime < SWEPT.total_seconds():
        raise WrongState("平台似乎还在运行，没有恢复。请先停止平台；如果刚刚停止，请过一分钟再试。")
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        (others,) = cursor.fetchone()
    if others:
        raise WrongState(
            f"数据库上还有{others}个连接，没有恢复。请先停止平台和其他使用这个数据库的程序。"
        )
