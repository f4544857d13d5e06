"""Names of WordprocessingML as ElementTree spells them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def local(element: Element) -> str:
    """The tag without its namespace: p, r, tbl; '' for a comment."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str = "val") -> str | None:
    """A w: attribute, in the transitional or the strict namespace, or without one."""
    if element is None:
        return None
    for key in (f"{{{_TRANSITIONAL}}}{name}", f"{{{_STRICT}}}{name}", name):
        if key in element.attrib:
            return element.attrib[key]
    return None


def child(element: Element | None, *path: str) -> Element | None:
    """The first child by local names, level by level."""
    for name in path:
        if element is None:
            return None
        element = next((below for below in element if local(below) == name), None)
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """All children of a local name."""
    return [] if element is None else [below for below in element if local(below) == name]


def is_on(element: Element | None) -> bool | None:
    """A toggle such as w:b: True, False, or None when it says nothing."""
    if element is None:
        return None
    return attribute(element) not in ("0", "false", "off", "none")


def integer(element: Element | None, name: str = "val") -> int | None:
    """A whole number in an attribute."""
    value = attribute(element, name)
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None
