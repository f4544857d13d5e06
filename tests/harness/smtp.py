"""A small SMTP server of the tests' own, which takes or refuses what it is sent."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class PostOffice:
    """``refusal`` is what it answers to a recipient; empty takes the mail."""

    port: int = 0
    refusal: str = ""
    taken: list[str] = field(default_factory=list)
    sessions: int = 0


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        office: PostOffice = self.server.office  # type: ignore[attr-defined]
        office.sessions += 1
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].upper()
            if word == "RCPT TO" and office.refusal:
                self._say(office.refusal)
            elif word == "DATA":
                self._say("354 go on")
                office.taken.append(self._message())
                self._say("250 taken")
            else:
                self._say("221 bye" if word == "QUIT" else "250 ok")
                if word == "QUIT":
                    return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _message(self) -> str:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()


@contextmanager
def post_office(refusal: str = "") -> Iterator[PostOffice]:
    """The server on a free port of this machine, until the block ends."""
    office = PostOffice(refusal=refusal)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.daemon_threads = True
        server.office = office  # type: ignore[attr-defined]
        office.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield office
        finally:
            server.shutdown()
            thread.join()
