"""The migrated database of the tests, kept between runs: making it takes most of a short run.

Kept as one file per state of the migrations, for SQLite alone; a changed migration, model or
version of Django makes another. ``migrate`` still runs over the copy and finds nothing to do.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

import django
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "test-databases"


def lay_out() -> None:
    """Put a kept database where the test database will be, where there is one."""
    target, kept = _target(), kept_file()
    if target is not None and kept.exists() and not target.exists():
        shutil.copyfile(kept, target)


def keep() -> None:
    """Keep the database as the migrations made it; whole or not at all."""
    target, kept = _target(), kept_file()
    if target is None or kept.exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    aside = KEPT / f"{os.getpid()}.part"
    with sqlite3.connect(target) as made, sqlite3.connect(aside) as copy:
        made.backup(copy)
    aside.replace(kept)


def _target() -> Path | None:
    name = connection.settings_dict["TEST"]["NAME"]
    return Path(name) if connection.vendor == "sqlite" and name else None


def kept_file() -> Path:
    """Where the database of these migrations is kept, once a run has made it."""
    told = hashlib.sha256(django.__version__.encode())
    for path in sorted((*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/models/*.py"))):
        told.update(path.read_bytes())
    return KEPT / f"{told.hexdigest()[:16]}.sqlite3"
