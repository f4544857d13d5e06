"""Every kind of evidence by key, and what a gate has and misses.

The process template names the keys of each gate. Every check asks the lower apps' queries and
says in words what is missing and where it is made.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass

from taskforce.evidence import kinds
from taskforce.evidence.kind import Kind
from taskforce.models import Gate

_FOUND: list[Kind] = [
    importlib.import_module(f"{kinds.__name__}.{found.name}").KIND
    for found in pkgutil.iter_modules(kinds.__path__)
]
REGISTRY: dict[str, Kind] = {
    kind.key: kind for kind in sorted(_FOUND, key=lambda kind: (kind.order, kind.key))
}
"""Each module of ``kinds/`` that is there brings its KIND."""


@dataclass(frozen=True)
class Evidence:
    """One required piece: whether it is there, what is missing, the page that makes it and how."""

    key: str
    label: str
    met: bool
    detail: str
    page: str
    how: str


def evidence_for(gate: Gate) -> list[Evidence]:
    """Every piece that the gate's template asks for, met or not."""
    pieces = []
    for key in gate.evidence:
        kind = REGISTRY[key]
        met, detail = kind.check(gate.stage)
        pieces.append(Evidence(key, kind.label, met, detail, kind.page, kind.how))
    return pieces
