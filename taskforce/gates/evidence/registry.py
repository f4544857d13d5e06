"""Every kind of evidence by key, and what a gate has and misses.

The process template names the keys of each stage. Every check asks the lower apps' queries and
says in words what is missing and where it is made. A key that no query can answer is met by
evidence that a step was confirmed with under the same key.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass

from taskforce.enums import EvidenceKey
from taskforce.gates import evidence
from taskforce.gates.evidence.kind import Kind
from taskforce.models import Gate

_NO_EVIDENCE = {"kind", "registry"}
_KINDS: dict[EvidenceKey, Kind] = {
    key: kind
    for found in pkgutil.iter_modules(evidence.__path__)
    if found.name not in _NO_EVIDENCE
    for key, kind in importlib.import_module(f"{evidence.__name__}.{found.name}").KINDS.items()
}
REGISTRY: dict[str, Kind] = {key: _KINDS[key] for key in EvidenceKey}
"""Each module of this package that is there brings its KINDS; a key without one fails here."""


@dataclass(frozen=True)
class Evidence:
    """One required piece: whether it is there, what is missing, the page that makes it and how."""

    key: str
    label: str
    met: bool
    detail: str
    page: str
    how: str = ""


def evidence_for(gate: Gate) -> list[Evidence]:
    """Every piece that the gate's template asks for, met or not."""
    pieces = []
    for key in map(EvidenceKey, gate.evidence):
        kind = REGISTRY[key]
        met, detail = kind.check(gate.stage)
        pieces.append(Evidence(key, key.label, met, detail, kind.page, kind.how))
    return pieces
