"""Importing 导入: a TXT, Markdown or DOCX file becomes a plan; pure, nothing is kept.

``import_plan(content, filename)`` is the one way in. Rules that hold for every source:

* Lines that a page break or a fixed width broke are joined without a space; every other
  character of a body stays as it stands, mistakes of the source included.
* The mark of an item (``--``, ``—``, Markdown's ``-``) becomes the stored markup's ``——``; the
  text behind it does not change. ``**…**`` stays bold; a literal backslash is escaped.
* Left out, and listed in ``omissions``: page numbers, pictures, rules, tables of contents,
  （此页无正文）, a repeated title, letterhead and colophon, other documents in the file.
* Whatever was judged and could have been judged otherwise is a doubt with its line.
"""

from __future__ import annotations

from plans.importing.as_json import as_data, as_json
from plans.importing.phrases import period_of
from plans.importing.recognising import recognise
from plans.importing.source import read_source
from plans.importing.values import Doubt, ImportedNode, ImportedPlan, Notice, Omission

__all__ = [
    "import_plan",
    "as_data",
    "as_json",
    "period_of",
    "Doubt",
    "ImportedNode",
    "ImportedPlan",
    "Notice",
    "Omission",
]


def import_plan(content: bytes, filename: str) -> ImportedPlan:
    """Read a file as a plan; InvalidInput with a sentence for the user when it cannot be one."""
    return recognise(read_source(content, filename))
