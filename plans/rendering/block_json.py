"""A document tree as JSON: how it is kept, and the hash by which it is known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from plans.rendering.blocks import (
    Addressee,
    AttachmentNote,
    Blank,
    Blanks,
    Box,
    Cell,
    Colophon,
    Document,
    Heading,
    Item,
    Label,
    Letterhead,
    Named,
    Note,
    PageBreak,
    Paragraph,
    Part,
    QrCode,
    Row,
    Run,
    Signature,
    Table,
    Title,
    Toc,
)
from plans.system.directions import undirected

_TYPES: dict[str, type[Any]] = {
    cls.__name__: cls
    for cls in (
        *(Run, Title, Label, Addressee, Heading, Paragraph, Item, Cell, Row, Table, Box, Toc),
        *(AttachmentNote, Signature, Note, Named, Blank, Blanks, PageBreak, Letterhead),
        *(Colophon, Part, Document, QrCode),
    )
}


def to_json(document: Document) -> str:
    """Canonical JSON: sorted keys, no spaces, not ASCII-escaped, defaults left out."""
    return json.dumps(to_data(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Document:
    """The document that ``to_json`` wrote; ValueError when it is none."""
    return from_data(json.loads(text))


def to_data(document: Document) -> dict[str, Any]:
    """The document as plain JSON values, for a JSONField."""
    data: dict[str, Any] = _encode(document)
    return data


def from_data(data: object) -> Document:
    """The document that ``to_data`` gave; ValueError when it is none."""
    document = _decode(data)
    if not isinstance(document, Document):
        raise ValueError("not a document tree")
    return document


def undirected_document(document: Document) -> Document:
    """The same without marks that turn the direction of text; itself where it has none."""
    text = to_json(document)
    plain = undirected(text)
    return document if plain == text else from_json(plain)


def digest(document: Document) -> str:
    """SHA-256 of the canonical JSON, hexadecimal."""
    return hashlib.sha256(to_json(document).encode()).hexdigest()


def _encode(value: Any) -> Any:
    if is_dataclass(value):
        kept = {
            field.name: _encode(getattr(value, field.name))
            for field in fields(value)
            if _differs(field, getattr(value, field.name))
        }
        return {"type": type(value).__name__, **kept}
    if isinstance(value, tuple):
        return [_encode(one) for one in value]
    return value


def _differs(field: Field[Any], value: object) -> bool:
    return field.default is MISSING or field.default != value


def _decode(value: Any) -> Any:
    if isinstance(value, dict):
        cls = _TYPES.get(value.get("type", ""))
        if cls is None:
            raise ValueError(f"no such block: {value.get('type')!r}")
        try:
            return cls(**{key: _decode(one) for key, one in value.items() if key != "type"})
        except TypeError as error:
            raise ValueError(f"broken block: {error}") from error
    if isinstance(value, list):
        return tuple(_decode(one) for one in value)
    return value
