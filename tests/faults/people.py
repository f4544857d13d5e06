"""People at work: each sends a form until it is answered, and notes what was acknowledged."""

from __future__ import annotations

import http.client
import re
import threading
import time
import urllib.parse
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

PATIENCE = 15
TRIES = 60
TOKEN = "a" * 32
VERSION = re.compile(r'name="version" value="(\d+)"')


@dataclass
class Ledger:
    """What the portal has said that it did, by kind; and how often something was sent anew."""

    saves: list[str] = field(default_factory=list)
    opinions: list[str] = field(default_factory=list)
    released: list[int] = field(default_factory=list)
    reminded: list[int] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)
    again: int = 0
    unexpected: list[str] = field(default_factory=list)


class Browser:
    """One signed-in person; addresses are taken in turns, another one when one does not answer."""

    def __init__(self, ports: list[int], session: str, ledger: Ledger) -> None:
        self._ports = ports
        self._ledger = ledger
        self._at = 0
        self._headers = {
            "Host": "portal.example",
            "Referer": "https://portal.example/",
            "X-Forwarded-Proto": "https",
            "X-CSRFToken": TOKEN,
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def get(self, path: str) -> str:
        """The page, however often it must be asked for."""
        return self._until("GET", path, "", (200,))[1]

    def answers(self) -> bool:
        """Whether every address shows the sign-in page."""
        return all(self._ask("GET", "/login/", "")[0] == 200 for _ in self._ports)

    def post(self, path: str, sent: Mapping[str, object], *good: int) -> str:
        """Where the answer leads to, once it comes; the same form is sent again until then."""
        return self._until("POST", path, urllib.parse.urlencode(sent), good or (302,))[0]

    def _until(self, method: str, path: str, body: str, good: tuple[int, ...]) -> tuple[str, str]:
        for number in range(TRIES):
            status, where, page = self._ask(method, path, body)
            if status in good:
                return where, page
            if status and status < 500:
                self._ledger.unexpected.append(f"{method} {path}: {status}")
                raise Unexpected(status)
            self._ledger.again += 1
            self._at += 1
            time.sleep(min(2.0, 0.2 * (number + 1)))
        self._ledger.unexpected.append(f"{method} {path}: no answer")
        raise Unexpected(0)

    def _ask(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        """Status, where it leads and the page; 0 where the connection broke."""
        port = self._ports[self._at % len(self._ports)]
        self._at += 1
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            line.request(method, path, body.encode() or None, self._headers)
            answer = line.getresponse()
            page = answer.read().decode(errors="replace")
            return answer.status, answer.headers.get("Location", ""), page
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            line.close()


class Unexpected(Exception):
    """An answer that nothing explains; it stands in the ledger."""


def write(browser: Browser, world: Mapping[str, Any], task: list[Any], ledger: Ledger) -> None:
    """Save a task again and again, a line more each time. Of a save without an answer the editor
    tells whether it stands."""
    number, title, version = task
    address = f"/plans/{world['slug']}/text/{number}/"
    lines: list[str] = []
    while True:
        mark = f"记{uuid.uuid4().hex}"
        text = "\n".join([*lines, f"第{len(lines) + 1}次修改{mark}。"])
        try:
            browser.post(
                f"{address}save/",
                {"version": version, "title": title, "text": text, "run_in": "on"},
            )
        except Unexpected as found:
            if found.args[0] != CONFLICT or mark not in browser.get(address):
                raise
            ledger.unexpected.pop()
        ledger.saves.append(mark)
        lines.append(f"第{len(lines) + 1}次修改{mark}。")
        version += 1
        yield_to_others()


CONFLICT = 409
GONE = 404
"""What is answered to a release that stands already: it was sent again."""


def answer(browsers: Mapping[str, Browser], asked: Iterator[int], ledger: Ledger) -> None:
    """For one unit after the other: two opinions, handed in, released, and the receipt made."""
    officer, head = browsers["经办人"], browsers["负责人"]
    for one in asked:
        for _ in range(2):
            mark = f"意{uuid.uuid4().hex}"
            form = {"kind": "change", "proposal": mark, "reason": "试", "key": uuid.uuid4()}
            officer.post(f"/asked/{one}/opinion/", form)
            ledger.opinions.append(mark)
        officer.post(f"/asked/{one}/submit/", {})
        head.post(f"/asked/{one}/sign/", {}, 302, GONE)
        ledger.released.append(one)
        where = head.post(f"/asked/{one}/receipt/docx/", {}, 302, 200)
        if found := re.search(r"/jobs/(\d+)/", where):
            ledger.papers.append(int(found[1]))
        yield_to_others()


def remind(browser: Browser, number: int, asked: Iterator[int], ledger: Ledger) -> None:
    """Remind one unit after the other, each of which gets a mail."""
    for one in asked:
        browser.post(f"/rounds/{number}/invited/{one}/remind/", {})
        ledger.reminded.append(one)
        yield_to_others()


def yield_to_others() -> None:
    """People stop to think; and whoever is told to go home goes."""
    if GO_HOME.is_set():
        raise SystemExit
    time.sleep(0.05)


GO_HOME = threading.Event()
_names = count(1)


def at_work(act: Callable[[], None]) -> threading.Thread:
    """A person of their own."""
    thread = threading.Thread(target=act, name=f"person {next(_names)}", daemon=True)
    thread.start()
    return thread
