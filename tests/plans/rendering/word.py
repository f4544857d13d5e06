"""Reads a DOCX the way Word does when all tracked changes are accepted or rejected."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from typing import Any, Literal
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Side = Literal["new", "old"]
_GONE = {"new": "del", "old": "ins"}
_KEPT = {"new": "ins", "old": "del"}


def part(content: bytes, name: str = "word/document.xml") -> Any:
    """A part of the package as an element."""
    with ZipFile(BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def settled(content: bytes, side: Side) -> Any:
    """``w:document`` after accepting (new) or rejecting (old) every change."""
    root = deepcopy(part(content))
    gone, kept = _GONE[side], _KEPT[side]
    for row in list(root.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{W}{gone}") is not None:
            row.getparent().remove(row)
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f"{W}tr") is None:
            table.getparent().remove(table)
    for change in list(root.iter(f"{W}{gone}")):
        if change.getparent().tag == f"{W}p":
            change.getparent().remove(change)
    _unwrap(root, kept)
    for text in root.iter(f"{W}delText"):
        text.tag = f"{W}t"
    for paragraph in list(root.iter(f"{W}p")):
        _join_if_gone(paragraph, gone)
    for mark in list(root.iter(f"{W}{kept}")):
        mark.getparent().remove(mark)
    return root


def _unwrap(root: Any, kept: str) -> None:
    for change in list(root.iter(f"{W}{kept}")):
        parent = change.getparent()
        if parent.tag != f"{W}p":
            continue
        at = parent.index(change)
        parent.remove(change)
        for offset, run in enumerate(list(change)):
            parent.insert(at + offset, run)


def _join_if_gone(paragraph: Any, gone: str) -> None:
    """A paragraph whose end is gone goes on in the next one, whose style wins."""
    if paragraph.find(f"{W}pPr/{W}rPr/{W}{gone}") is None:
        return
    following = paragraph.getnext()
    assert following is not None, "the last paragraph's end cannot go"
    left = [child for child in paragraph if child.tag == f"{W}r"]
    if left:
        assert following.tag == f"{W}p"
        for offset, run in enumerate(left):
            following.insert(1 + offset, run)
    paragraph.getparent().remove(paragraph)


def lines(root: Any) -> list[tuple[str, str]]:
    """Style and text of every paragraph that holds text, in reading order."""
    found = [(_style(one), _text(one)) for one in root.iter(f"{W}p")]
    return [(style, text) for style, text in found if text]


def _style(paragraph: Any) -> str:
    style: str = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
    return style


def _text(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
