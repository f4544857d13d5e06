"""A chapter as an official page."""

from __future__ import annotations

from plans.documents.builders import preview_document
from plans.rendering.blocks import Document
from plans.text.tree import Node


def provision_document(node: Node) -> Document:
    """One chapter, section or task as it will be printed, with all below it."""
    return preview_document(node, f"{node.number}{node.title}")
