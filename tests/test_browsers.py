"""What docs/operations.md says of browsers holds: scripts need nothing newer than Chromium 92."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.embedded
ROOT = Path(__file__).resolve().parents[1]
NEWER_SCRIPT = {
    "Object.hasOwn 93": r"Object\.hasOwn\b",
    "static block 94": r"\bstatic\s*\{",
    "findLast 97": r"\.findLast(?:Index)?\(",
    "structuredClone 98": r"\bstructuredClone\(",
    "groupBy 117": r"\b(?:Object|Map)\.groupBy\(",
    "toSorted 110": r"\.to(?:Sorted|Reversed|Spliced)\(",
    "import attributes 123": r"\bwith\s*\{\s*type:",
    "withResolvers 119": r"Promise\.withResolvers\(",
    "AbortSignal.timeout 103": r"AbortSignal\.(?:timeout|any)\(",
    "Array.fromAsync 121": r"Array\.fromAsync\(",
    "URL.canParse 120": r"URL\.canParse\(",
    "regex flag v 112": r"/[dgimsuy]*v[dgimsuy]*\.test\(",
}
NEWER_STYLE = {
    "nesting 120": r"^\s*&",
    "container 105": r"@container\b|container-type",
    "layer 99": r"@layer\b",
    "ranges 104": r"@media[^{]*[<>]",
    "color-mix 111": r"\bcolor-mix\(|\boklch\(|\blight-dark\(",
    "viewport units 108": r"\d[dsl]v[hw]\b",
    "subgrid 117": r"\bsubgrid\b",
}
"""Each with the version of Chromium that first had it. Whoever needs one raises the floor there."""


def found(files: list[Path], newer: dict[str, str]) -> list[str]:
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    assert len(texts) > 10
    return [
        f"{name}: {what}"
        for name, text in texts.items()
        for what, pattern in newer.items()
        if re.search(pattern, text, flags=re.MULTILINE)
    ]


def test_scripts_and_styles_need_nothing_newer() -> None:
    assert found(list((ROOT / "static" / "js").rglob("*.js")), NEWER_SCRIPT) == []
    assert found(list((ROOT / "static" / "css").glob("*.css")), NEWER_STYLE) == []


def test_what_newer_ones_give_is_named_in_the_document() -> None:
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert ("Chromium 92" in told, "`Array.at()`" in told) == (True, True)
    styles = [f.read_text(encoding="utf-8") for f in (ROOT / "static" / "css").glob("*.css")]
    assert any(":has(" in text for text in styles)
    assert [number for number in ("105", "114") if number not in told] == []
