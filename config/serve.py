"""The web server process: ``python -m config.serve``; one of any number behind a proxy."""

from __future__ import annotations

import signal
import sys

import waitress
from django.conf import settings

from config.wsgi import application

REQUEST_LIMIT = 64 * 1024 * 1024
"""Above every limit of the upload forms, whose sentence is friendlier than this refusal."""


def main() -> None:
    """Serve until SIGTERM or Ctrl-C; requests in hand are finished."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    waitress.serve(
        application,
        host=settings.HOST,
        port=settings.PORT,
        threads=settings.WEB_THREADS,
        max_request_body_size=REQUEST_LIMIT,
        ident=None,
        **_proxy(),
    )


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
    main()
