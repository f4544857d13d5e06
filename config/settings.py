"""Settings of the portal: with reading.py the only reader of the environment.

Two ways of running, chosen by PORTAL_MODE. ``embedded`` (default): SQLite, Celery on the
filesystem, files under var/. ``production``: PostgreSQL, Redis, HTTPS; what is missing there
stops the start with a sentence. A ``.env`` file beside manage.py is read first.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from config.accounts import *  # noqa: F403 - settings that allauth reads by their names
from config.elsewhere import ELSEWHERE_APPS, form_targets, providers
from config.logs import logging_settings
from config.policy import content_policy
from config.rates import FREE_GUESSES, USUAL
from config.reading import choice, env, keeping, networks, number, rate, required, time_of_day
from config.sessions import cookie_names, kept, session_limits
from config.texting import gateway
from config.version import version

BASE_DIR = Path(__file__).resolve().parent.parent
ENV_FILE = Path(env.str("PORTAL_ENV_FILE", str(BASE_DIR / ".env")))
if ENV_FILE.is_file():
    environ.Env.read_env(ENV_FILE)

MODE = choice("PORTAL_MODE", "embedded", "embedded", "production")
PRODUCTION = MODE == "production"
VAR_DIR = Path(env.str("PORTAL_VAR", str(BASE_DIR / "var")))
VERSION = version(BASE_DIR)

DEBUG = env.bool("PORTAL_DEBUG", False)
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("PORTAL_DEBUG must be off when PORTAL_MODE=production.")
SECRET_KEY = (
    required("PORTAL_SECRET_KEY")
    if PRODUCTION
    else env.str("PORTAL_SECRET_KEY", "") or secrets.token_urlsafe(50)
)
if PRODUCTION:
    required("PORTAL_ALLOWED_HOSTS")
ALLOWED_HOSTS = env.list("PORTAL_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HOST = env.str("PORTAL_HOST", "127.0.0.1")
PORT = number("PORT", 8000)
PUBLIC_URL = (
    required("PORTAL_PUBLIC_URL")
    if PRODUCTION
    else env.str("PORTAL_PUBLIC_URL", f"http://127.0.0.1:{PORT}")
).rstrip("/")
if PRODUCTION and not PUBLIC_URL.startswith("https://"):
    raise ImproperlyConfigured("PORTAL_PUBLIC_URL must begin with https:// in production.")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PRODUCTION else []
TRUSTED_PROXY = env.str("PORTAL_TRUSTED_PROXY", "127.0.0.1" if PRODUCTION else "") or None
WEB_THREADS = number("PORTAL_WEB_THREADS", 8)
WORKER_PROCESSES = number("PORTAL_WORKERS", 2)
TASKS_PER_PROCESS = 0 if PRODUCTION else 500
SWEEP_MARK = VAR_DIR / "last-sweep"

INSTALLED_APPS = [
    "plans",  # before auth, whose command createsuperuser it replaces
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "reversion",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *ELSEWHERE_APPS,
    "allauth.usersessions",
    "consultation",
    "taskforce",
]
MIDDLEWARE = [
    "config.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "plans.operation.middleware.ProbeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "plans.system.middleware.ScriptMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "plans.people.middleware.SessionEndMiddleware",
    "consultation.rounds.middleware.LinkVisitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "plans.system.middleware.DirectionMiddleware",
    "plans.system.middleware.LostWordsMiddleware",
    "plans.people.middleware.PasswordDueMiddleware",
    "plans.people.middleware.FactorDueMiddleware",
    "plans.people.middleware.WaitingMiddleware",
    "plans.system.middleware.AuditAddressMiddleware",
    "plans.system.middleware.RefusalLogMiddleware",
    "plans.system.middleware.TellingMiddleware",
    "plans.system.middleware.NoNulMiddleware",
    "plans.system.middleware.NumbersMiddleware",
    "plans.system.middleware.NonSecretMiddleware",
    "plans.system.middleware.DomainErrorMiddleware",
]
FOLLOWERS = {
    "text": ["consultation.collation.actions.following.follow_text"],
    "edition": ["consultation.collation.actions.following.follow_edition"],
}
"""What higher apps do when a lower one has changed something (plans/system/following.py)."""
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.menu.menu",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def _database() -> dict[str, object]:
    url = required("PORTAL_DATABASE_URL") if PRODUCTION else env.str("PORTAL_DATABASE_URL", "")
    if not url:
        return _sqlite(str(VAR_DIR / "portal.sqlite3"))
    database: dict[str, object] = dict(env.db_url_config(url))
    if database["ENGINE"] == "django.db.backends.postgresql":
        patience = {"connect_timeout": 10, **database.get("OPTIONS", {})}  # type: ignore[dict-item]
        return database | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": patience}
    if PRODUCTION or database["ENGINE"] != "django.db.backends.sqlite3":
        raise ImproperlyConfigured("PORTAL_DATABASE_URL must be postgres://USER@HOST/NAME.")
    return _sqlite(str(database["NAME"]))


def _sqlite(name: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": SQLITE_OPTIONS,
        "TEST": {"NAME": str(VAR_DIR / "test.sqlite3")},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required("PORTAL_REDIS_URL") if PRODUCTION else env.str("PORTAL_REDIS_URL", "")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "config.cache.RedisOrOwnCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},  # 300 of them would let junk push out what counts
        }
    }
# Rows, and no cache before them: a session that was ended while Redis was away must not come back.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSIONS = session_limits()
ACCOUNT_SESSION_COOKIE_AGE = kept(SESSIONS)
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, MFA_TRUST_COOKIE_NAME = cookie_names(PRODUCTION)

MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
PASSWORD_LENGTH = number("PORTAL_PASSWORD_LENGTH", 10)
SECOND_FACTOR = choice(
    "PORTAL_SECOND_FACTOR", "offices" if PRODUCTION else "off", "off", "offices", "everyone"
)
ACTIVATION_DAYS = number("PORTAL_ACTIVATION_DAYS", 7)
PASSWORD_DAYS = number("PORTAL_PASSWORD_DAYS", 0)
PASSWORD_WORDS = env.list("PORTAL_PASSWORD_WORDS", default=[])
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "plans.people.passwords.Length",
        "OPTIONS": {"min_length": PASSWORD_LENGTH},
    },
    {"NAME": "plans.people.passwords.NotNumeric"},
    {"NAME": "plans.people.passwords.Uncommon"},
    {"NAME": "plans.people.passwords.Unlike"},
    {"NAME": "plans.people.passwords.NoContext"},
    {"NAME": "plans.people.passwords.Unused"},
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static" if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
FILES_ROOT = MEDIA_ROOT = Path(env.str("PORTAL_FILES", str(VAR_DIR / "files")))
BACKUP_KEEP = keeping("PORTAL_BACKUP_KEEP", "14+12")
"""The newest backup of each of so many days and so many months stays when another is made."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

if PRODUCTION:
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
    SECURE_SSL_REDIRECT = env.bool("PORTAL_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = number("PORTAL_HSTS_SECONDS", 31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_REFERRER_POLICY, X_FRAME_OPTIONS = "same-origin", "DENY"
SOCIALACCOUNT_PROVIDERS = providers(PRODUCTION)
CONTENT_SECURITY_POLICY = content_policy(form_targets(SOCIALACCOUNT_PROVIDERS))

EMAIL_CONFIG = env.email_url("PORTAL_EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG["EMAIL_HOST"]
EMAIL_PORT = EMAIL_CONFIG["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL_CONFIG["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DORMANT_DAYS = env.int("PORTAL_DORMANT_DAYS", 90)
REMIND_BY_WORKDAYS = env.bool("PORTAL_REMIND_BY_WORKDAYS", True)
CLOSING_TIME = time_of_day("PORTAL_CLOSING_TIME", "17:00")
SMS_URL, SMS_TOKEN = gateway(PRODUCTION)
DEFAULT_FROM_EMAIL = env.str("PORTAL_MAIL_FROM", "portal@localhost")

LIMITS = {name: rate(f"PORTAL_LIMIT_{name.upper()}", usual) for name, usual in USUAL.items()}
GUESSES = {name: number(f"PORTAL_GUESSES_{name.upper()}", n) for name, n in FREE_GUESSES.items()}
PROOF_BITS = number("PORTAL_PROOF_BITS", 17)
PROOF_SECONDS = number("PORTAL_PROOF_SECONDS", 4 * 60 * 60)
"""What a citizen's browser computes for a suggestion (0: nothing), and for how long it counts."""

METRICS_FROM = networks("PORTAL_METRICS_FROM")
"""Who may read /metrics; for everybody else there is no such page."""
WAITS_TOO_LONG = timedelta(minutes=number("PORTAL_WAITS_TOO_LONG", 30))
LOW_DISK = number("PORTAL_LOW_DISK_MB", 1024) * 2**20
"""When the system administrator is told that something waits, or that a disk is nearly full."""

BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "portal-files://localhost//"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"socket_connect_timeout": 2}
if not REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.2,
        "store_processed": False,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_QUEUES = [Queue("celery"), Queue("clock")]
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
EVERY_SECONDS = {
    "plans.sweep_jobs": 15.0,
    "plans.send_mail": 20.0,
    "plans.seal_audit": 60.0,
    "plans.watch": 60.0,
    "plans.clear_sessions": 3600.0,
    "plans.end_accounts": 600.0,
    "plans.forget_copies": 3600.0,
    "taskforce.read_log": 10.0,
    "taskforce.remind": 600.0,
    "consultation.remind": 600.0,
}
"""What the clock does. A call that nobody took before the next one is due is dropped."""
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    name: {"task": name, "schedule": seconds, "options": {"expires": seconds}}
    for name, seconds in EVERY_SECONDS.items()
}
CELERY_TASK_ROUTES = {name: {"queue": "clock"} for name in EVERY_SECONDS}
"""Apart from jobs, so that long work never keeps the clock waiting."""

LOGGING = logging_settings(
    level=env.str("PORTAL_LOG_LEVEL", "WARNING"),
    form=choice("PORTAL_LOG_FORMAT", "json" if PRODUCTION else "plain", "json", "plain"),
    requests=env.bool("PORTAL_LOG_REQUESTS", PRODUCTION),
)
SLOW_QUERY_MS = number("PORTAL_SLOW_QUERY_MS", 500)
"""A query that takes longer is named in the log; 0 for none."""
