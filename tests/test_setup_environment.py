"""The settings: two ways of running by environment variables, and a sentence for what is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PRODUCTION = {
    "PORTAL_MODE": "production",
    "PORTAL_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "PORTAL_ALLOWED_HOSTS": "portal.example",
    "PORTAL_PUBLIC_URL": "https://portal.example",
    "PORTAL_DATABASE_URL": "postgres://portal:secret@db.example:5433/plans",
    "PORTAL_REDIS_URL": "redis://redis.example/0",
}
SHOW = """
import json, sys
from config import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def python(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python beside manage.py with this portal environment and nothing else of ours."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    clean.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**clean, "PORTAL_ENV_FILE": os.devnull, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def settings(environment: dict[str, str], *names: str) -> dict[str, object]:
    result = python(["-c", SHOW, *names], environment)
    assert result.stderr == ""
    return dict(json.loads(result.stdout))


def test_without_any_environment_the_portal_is_embedded(tmp_path: Path) -> None:
    shown = settings(
        {"PORTAL_VAR": str(tmp_path)},
        *("DATABASES", "CELERY_BROKER_URL", "PUBLIC_URL", "SESSION_ENGINE", "DEBUG"),
        *("SESSIONS", "SESSION_COOKIE_NAME"),
    )
    database = shown.pop("DATABASES")
    assert isinstance(database, dict)
    assert database["default"]["NAME"] == str(tmp_path / "portal.sqlite3")
    assert database["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert shown == {
        "CELERY_BROKER_URL": "portal-files://localhost//",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "DEBUG": False,
        "SESSIONS": {"offices": 1800, "others": 7200, "whole": 43200, "at_once": 0},
        "SESSION_COOKIE_NAME": "sessionid",
    }
    assert list(tmp_path.iterdir()) == []


def test_production_uses_postgresql_redis_and_https() -> None:
    shown = settings(
        PRODUCTION,
        *("DATABASES", "CELERY_BROKER_URL", "SESSION_ENGINE", "SECURE_SSL_REDIRECT"),
        *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "CSRF_TRUSTED_ORIGINS"),
        *("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "MFA_TRUST_COOKIE_NAME"),
    )
    database = shown.pop("DATABASES")
    assert isinstance(database, dict)
    place = {name: database["default"][name] for name in ("ENGINE", "HOST", "PORT", "NAME")}
    assert place == {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db.example",
        "PORT": 5433,
        "NAME": "plans",
    }
    assert shown == {
        "CELERY_BROKER_URL": "redis://redis.example/0",
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "MFA_TRUST_COOKIE_NAME": "__Host-mfa_trusted",
        "CSRF_TRUSTED_ORIGINS": ["https://portal.example"],
    }


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "PORTAL_MODE"])
def test_production_says_what_is_missing(name: str) -> None:
    result = python(["manage.py", "check"], {**PRODUCTION, name: ""})
    sentence = f"manage.py: PORTAL_MODE=production needs {name} in the environment.\n"
    assert (result.returncode, result.stdout, result.stderr) == (1, "", sentence)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"PORTAL_MODE": "live"}, "PORTAL_MODE is 'live': say 'embedded' or 'production'."),
        (
            {"PORTAL_SESSION_HOURS": "0"},
            "PORTAL_SESSION_HOURS is 0: 1 to 720 hours are expected.",
        ),
        (
            {"PORTAL_SESSION_IDLE": "2h"},
            "PORTAL_SESSION_IDLE is '2h': a whole number is expected.",
        ),
        ({"PORT": "http"}, "PORT is 'http': a whole number is expected."),
        (
            {"PORTAL_CLOSING_TIME": "5 pm"},
            "PORTAL_CLOSING_TIME is '5 pm': a time like 17:00 is expected.",
        ),
        (
            {"PORTAL_LIMIT_FILES": "viele"},
            "PORTAL_LIMIT_FILES is 'viele': 20/600 (20 in 600 seconds) or off.",
        ),
        (
            {"PORTAL_LIMIT_FILES": "20/0"},
            "PORTAL_LIMIT_FILES is '20/0': 20/600 (20 in 600 seconds) or off.",
        ),
        (
            {"PORTAL_BACKUP_KEEP": "a year"},
            "PORTAL_BACKUP_KEEP is 'a year': 14+12 (days and months) or off.",
        ),
        (
            {**PRODUCTION, "PORTAL_PUBLIC_URL": "http://portal.example"},
            "PORTAL_PUBLIC_URL must begin with https:// in production.",
        ),
        (
            {**PRODUCTION, "PORTAL_DATABASE_URL": "sqlite:////tmp/db"},
            "PORTAL_DATABASE_URL must be postgres://USER@HOST/NAME.",
        ),
        (
            {**PRODUCTION, "PORTAL_DEBUG": "1"},
            "PORTAL_DEBUG must be off when PORTAL_MODE=production.",
        ),
    ],
)
def test_a_wrong_setting_is_named(environment: dict[str, str], sentence: str) -> None:
    result = python(["manage.py", "check"], environment)
    assert (result.returncode, result.stderr) == (1, f"manage.py: {sentence}\n")


@pytest.mark.parametrize(
    ("environment", "at"), [({}, "17:00:00"), ({"PORTAL_CLOSING_TIME": "18:30"}, "18:30:00")]
)
def test_rounds_usually_close_at_five(environment: dict[str, str], at: str) -> None:
    assert settings(environment, "CLOSING_TIME") == {"CLOSING_TIME": at}


@pytest.mark.parametrize(
    ("environment", "kept"),
    [
        ({}, [14, 12]),
        ({"PORTAL_BACKUP_KEEP": "7+3"}, [7, 3]),
        ({"PORTAL_BACKUP_KEEP": "off"}, None),
    ],
)
def test_backups_of_a_fortnight_and_a_year_are_kept(
    environment: dict[str, str], kept: list[int] | None
) -> None:
    assert settings(environment, "BACKUP_KEEP") == {"BACKUP_KEEP": kept}


def test_limits_are_what_the_readme_says_and_can_be_changed() -> None:
    usual = settings({}, "LIMITS")["LIMITS"]
    assert usual == {
        "files": [120, 600],
        "files_staff": [300, 600],
        "comparisons": [120, 600],
        "comparisons_staff": [600, 600],
        "redlines": [90, 60],
        "redlines_staff": [180, 60],
        "redlines_at_once": [2, 5],
        "redlines_at_once_all": [4, 5],
        "letters": [20, 600],
        "letters_staff": [20, 600],
        "suggestions_unchecked": [5, 600],
        "suggestions": [20, 600],
        "suggestions_staff": [60, 600],
        "suggestions_unchecked_round": [120, 600],
        "suggestions_round": [600, 600],
        "suggestion_files": [5, 3600],
        "suggestion_files_round": [300, 3600],
        "suggestion_mails": [5, 3600],
        "suggestion_mails_to": [2, 86400],
        "suggestion_mails_round": [300, 3600],
    }
    assert isinstance(usual, dict)
    changed = {"PORTAL_LIMIT_FILES": "3/60", "PORTAL_LIMIT_REDLINES": "off"}
    assert settings(changed, "LIMITS")["LIMITS"] == {
        **usual,
        "files": [3, 60],
        "redlines": None,
    }


def test_so_many_guesses_are_free_and_can_be_changed() -> None:
    assert settings({}, "GUESSES")["GUESSES"] == {"own": 5, "account": 10, "address": 20}
    assert settings({"PORTAL_GUESSES_ADDRESS": "40"}, "GUESSES")["GUESSES"] == {
        "own": 5,
        "account": 10,
        "address": 40,
    }


def test_a_suggestion_costs_a_browser_some_work() -> None:
    names = ("PROOF_BITS", "PROOF_SECONDS")
    assert settings({}, *names) == {"PROOF_BITS": 17, "PROOF_SECONDS": 14400}
    assert settings({"PORTAL_PROOF_BITS": "0"}, "PROOF_BITS") == {"PROOF_BITS": 0}


def test_a_file_of_settings_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    file = tmp_path / "portal.env"
    file.write_text("PORTAL_SECRET_KEY=from-the-file\nPORT=8111\n")
    shown = settings({"PORTAL_ENV_FILE": str(file), "PORT": "8222"}, "SECRET_KEY", "PORT")
    assert shown == {"SECRET_KEY": "from-the-file", "PORT": 8222}


def test_without_a_key_each_process_has_its_own() -> None:
    keys = {str(settings({}, "SECRET_KEY")["SECRET_KEY"]) for _ in range(2)}
    assert [len(key) >= 50 for key in keys] == [True, True]
