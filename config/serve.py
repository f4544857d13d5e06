"""The web server process: ``python -m config.serve``; one of any number behind a proxy.

It looks first whether it can serve, and says in a sentence what is missing and how to mend it;
``--checked`` leaves that out where whoever starts it has just looked.
"""

from __future__ import annotations

import os
import signal
import sys

import django
import waitress
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections

from config.supervisor import say
from plans.operation.startup import check_start, collect_static, in_line

REQUEST_LIMIT = 64 * 1024 * 1024
"""Above every limit of the upload forms, whose sentence is friendlier than this refusal."""


def main() -> int:
    """Serve until SIGTERM or Ctrl-C; requests in hand are finished. 1 where it cannot serve."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as reason:
        say(f"config.serve: {reason}")
        return 1
    if "--checked" not in sys.argv and not ready_to_start():
        return 1
    _hold_database()
    waitress.serve(
        get_wsgi_application(),
        host=settings.HOST,
        port=settings.PORT,
        threads=settings.WEB_THREADS,
        max_request_body_size=REQUEST_LIMIT,
        ident=None,
        **_proxy(),
    )
    return 0


def ready_to_start() -> bool:
    """Collect the static files, say what is not as it should be; False where nothing can go."""
    collect_static()
    wanting = [part for part in check_start() if not part.good]
    for part in wanting:
        say(in_line(part))
    connections.close_all()
    return not any(part.stops for part in wanting)


def _hold_database() -> None:
    """Keep one connection to SQLite for as long as the process lives.

    With its last connection SQLite takes away the memory that its readers share, and on a full
    disk it could not be made anew: no page would be shown, though pages need no write.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_master")


def _proxy() -> dict[str, object]:
    """Believe the forwarding headers of the one proxy that is ours."""
    if not settings.TRUSTED_PROXY:
        return {}
    return {
        "trusted_proxy": settings.TRUSTED_PROXY,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
        "clear_untrusted_proxy_headers": True,
    }


if __name__ == "__main__":
    sys.exit(main())
