"""``python -m tests.faults.run embedded|production SECONDS [SEED]``: a journey under faults.

People save, answer, release, remind and ask for papers over HTTP while a process or a server is
killed every few seconds. Then everything may come to rest, and what was acknowledged is counted
in the database. Prints one JSON object; 1 where something is lost or doubled.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.people import GO_HOME, Browser, Ledger, answer, at_work, remind, write
from tests.faults.portals import Embedded, Portal, Production, settle
from tests.harness.smtp import PostOffice, post_office

KINDS: dict[str, type[Portal]] = {"embedded": Embedded, "production": Production}
WRITERS, ANSWERERS = 2, 2
STRIKES = (1.0, 4.0)
"""Seconds between two of them."""
START_SECONDS, REST_SECONDS = 240, 300


def main() -> int:
    """One run."""
    kind, seconds = sys.argv[1], float(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(10**6)
    var = Path(tempfile.mkdtemp(prefix="portal-faults-"))
    try:
        with post_office() as office:
            told = {"kind": kind, "seconds": seconds, "seed": seed}
            told |= Run(KINDS[kind](var, office.port), office, random.Random(seed)).go(seconds)
    finally:
        shutil.rmtree(var, ignore_errors=True)
    json.dump(told, sys.stdout, ensure_ascii=False, indent=1)
    return 0 if is_whole(told) else 1


def is_whole(told: dict[str, Any]) -> bool:
    """Nothing lost, nothing doubled, nothing that nothing explains."""
    kinds = ("saves", "opinions", "released", "papers")
    each = all(told[one]["lost"] == told[one]["doubled"] == 0 for one in kinds)
    mails = told["mails"] == told["delivered"] and told["delivered twice"] == 0
    return each and mails and not told["unexpected"] and told["left"] == 0


class Run:
    """The people and the faults of one run, on one portal."""

    def __init__(self, portal: Portal, office: PostOffice, chance: random.Random) -> None:
        self._portal, self._office, self._chance = portal, office, chance
        self._ledger = Ledger()

    def go(self, seconds: float) -> dict[str, Any]:
        portal = self._portal
        try:
            portal.run("manage.py", "migrate", "--verbosity=0")
            world = json.loads(portal.run("-m", "tests.faults.seed"))
            portal.start()
            self._wait_for_web(world)
            people = self._people(world)
            self._strike_for(seconds)
            GO_HOME.set()
            self._until(lambda: not any(one.is_alive() for one in people))
            return self._rest()
        finally:
            portal.stop()

    def _browser(self, world: dict[str, Any], name: str) -> Browser:
        return Browser(self._portal.ports, world["sessions"][name], self._ledger)

    def _wait_for_web(self, world: dict[str, Any]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._portal.keep()
            if self._browser(world, "起草人").answers():
                return
            time.sleep(0.5)
        raise RuntimeError("the portal did not start")

    def _people(self, world: dict[str, Any]) -> list[Any]:
        asked = world["asked"]
        half = len(asked) // 2
        ours, theirs = asked[:half], iter(asked[half:])
        drafter = self._browser(world, "起草人")
        names = ("经办人", "负责人")
        acts = [
            partial(write, self._browser(world, "起草人"), world, task, self._ledger)
            for task in world["tasks"][:WRITERS]
        ]
        acts += [
            partial(answer, {one: self._browser(world, one) for one in names}, part, self._ledger)
            for part in (iter(ours[n::ANSWERERS]) for n in range(ANSWERERS))
        ]
        acts.append(partial(remind, drafter, world["round"], theirs, self._ledger))
        return [at_work(one) for one in acts]

    def _strike_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            settle(self._portal, self._chance.uniform(*STRIKES))
            self._portal.strike(self._chance)

    def _until(self, done: Any, seconds: float = REST_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not done() and time.monotonic() < deadline:
            settle(self._portal, 0.5)

    def _rest(self) -> dict[str, Any]:
        """Everything stands again and works off what waits; then it is counted."""
        portal = self._portal
        settle(portal, 3)
        portal.run("-m", "tests.faults.counting", "hurry")
        self._until(lambda: portal.run("-m", "tests.faults.counting", "left") == "0")
        told = {
            "kills": portal.kills,
            "left": int(portal.run("-m", "tests.faults.counting", "left")),
        }
        file = portal.var / "ledger.json"
        file.write_text(json.dumps(asdict(self._ledger)))
        told |= json.loads(portal.run("-m", "tests.faults.counting", str(file)))
        numbers = Counter(_number(one) for one in self._office.taken)
        twice = sum(many - 1 for many in numbers.values())
        told |= {"delivered": len(numbers), "delivered twice": twice}
        return told | {"sent again": self._ledger.again, "unexpected": self._ledger.unexpected}


def _number(mail: str) -> str:
    found = re.search(r"^Message-ID: *(\S+)", mail, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else mail


if __name__ == "__main__":
    sys.exit(main())
