"""Static files under the portal's Content-Security-Policy, for pages that need no database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.conf import settings

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>编辑</title>
<link rel="icon" href="/static/img/icon.svg">
<link rel="stylesheet" href="/static/css/tokens.css">
<link rel="stylesheet" href="/static/css/base.css">
<link rel="stylesheet" href="/static/css/reading.css">
<link rel="stylesheet" href="/static/css/editor.css">
<script type="module" src="/static/js/page.js"></script>
<script type="module" src="/static/js/editor/main.js"></script></head>
<body><main>{body}</main></body></html>"""


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: object, pages: dict[str, str], **kwargs: object) -> None:
        self.pages = pages
        super().__init__(*args, directory=str(Path(settings.BASE_DIR)), **kwargs)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path.startswith("/static/"):
            super().do_GET()
            return
        content = PAGE.format(body=self.pages[self.path]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
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
def static_site(pages: dict[str, str]) -> Iterator[str]:
    """The address of a server that answers these paths with these bodies, and /static/."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, pages=pages))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
