"""The words of a letter 来函 in its file; read apart."""

from __future__ import annotations

from plans.importing.docx.body import read_docx
from plans.system.archives import WORD
from plans.system.upload_words import open_checked


def words_of_word(content: bytes, name: str) -> str:
    """The lines of a DOCX."""
    open_checked(content, name, WORD)
    lines, _ = read_docx(content, name)
    return "\n".join(line.plain for line in lines)
