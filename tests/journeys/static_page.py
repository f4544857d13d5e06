"""Static files under the portal's Content-Security-Policy, for pages that need no database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from django.conf import settings

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>页面</title>
<link rel="icon" href="/static/img/icon.svg">{styles}{scripts}</head>
<body><main>{body}</main></body></html>"""
STYLES = (
    "tokens",
    "base",
    "frame",
    "parts",
    "facts",
    "forms",
    "tables",
    "reading",
    "staff",
    "editor",
)


@dataclass
class Site:
    """Pages by path; ``answers`` are what POST gets: status and body (JSON when it begins so)."""

    scripts: tuple[str, ...]
    pages: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    posts: list[tuple[str, str]] = field(default_factory=list)
    address: str = ""

    def html(self, body: str) -> str:
        """A whole page around this body."""
        scripts = "".join(
            f'<script type="module" src="/static/js/{name}.js"></script>' for name in self.scripts
        )
        styles = "".join(
            f'<link rel="stylesheet" href="/static/css/{name}.css">' for name in STYLES
        )
        return PAGE.format(styles=styles, scripts=scripts, body=body)


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: object, site: Site, **kwargs: object) -> None:
        self.site = site
        super().__init__(*args, directory=str(settings.BASE_DIR), **kwargs)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path.startswith("/static/"):
            super().do_GET()
        else:
            self._answer(200, self.site.html(self.site.pages[self.path]))

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"] or 0)
        self.site.posts.append((self.path, self.rfile.read(length).decode()))
        self._answer(*self.site.answers[self.path])

    def _answer(self, status: int, text: str) -> None:
        kind = "application/json" if text.startswith("{") else "text/html; charset=utf-8"
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 64  # a page asks for all its modules at once


@contextmanager
def static_site(*scripts: str) -> Iterator[Site]:
    """A running server whose pages load these scripts of static/js."""
    site = Site(scripts)
    server = _Server(("127.0.0.1", 0), partial(_Handler, site=site))
    site.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()
