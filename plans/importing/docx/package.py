"""The ZIP package of a DOCX: what is hostile or broken is refused before anything is read."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from plans.errors import InvalidInput
from plans.system.uploads import MAX_UNPACKED

DOCUMENT = "word/document.xml"
_MAX_PART = 64 * 1024 * 1024
# Bombs are made of what deflate packs best, 1032 to 1; a text with its markup stays far below.
# Only large parts are judged so, for a small one does no harm.
_MAX_RATIO = 200
_SUSPICIOUS = 8 * 1024 * 1024
# Tables in text boxes in tables stay far below; those who read the tree recurse into it.
_MAX_DEPTH = 150
_MAX_ENTRIES = 5000

_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
    LookupError, ArithmeticError, RuntimeError,
)  # fmt: skip
"""All that zipfile lets out of a damaged archive (NotImplementedError is a RuntimeError)."""
_BROKEN = "Word文档已损坏，无法读取。请在Word或WPS中打开后另存为docx再导入。"
_BOMB = "Word文档解压后过大，不能导入。请去掉图片和附件后另存再导入。"
_MACRO = "Word文档含有宏，不能导入。请另存为不含宏的docx后再导入。"
_LOCKED = "文件设有打开密码，无法读取。请取消密码后再导入。"
_ENTITY = "Word文档含有外部引用的内容，存在安全风险，不能导入。请把文字复制到新文档后再导入。"
_NO_WORD = "这不是Word文档（docx），不能导入。请选择docx或txt文件。"


class Package:
    """A checked package; parts are read within bounds and parsed without entities."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._entries = {entry.filename: entry for entry in self._archive.infolist()}
        except _UNREADABLE as error:
            raise InvalidInput(_BROKEN) from error
        self._check()

    def _check(self) -> None:
        entries = self._entries.values()
        names = [name.lower() for name in self._entries]
        # Macros first: what is wrong and can be cured is said before what is merely too large.
        if any(name.endswith("vbaproject.bin") for name in names):
            raise InvalidInput(_MACRO)
        if any(entry.flag_bits & 1 for entry in entries):
            raise InvalidInput(_LOCKED)
        if len(names) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise InvalidInput(_BOMB)
        if any(_is_bomb(entry) for entry in entries):
            raise InvalidInput(_BOMB)
        if DOCUMENT not in self._entries:
            raise InvalidInput(_NO_WORD if "[content_types].xml" not in names else _BROKEN)

    def has(self, name: str) -> bool:
        """Whether the package holds a part."""
        return name in self._entries

    def part(self, name: str) -> Element | None:
        """The root of an XML part; None when the package has no such part."""
        if name not in self._entries:
            return None
        return _parse(self._bytes(name))

    def _bytes(self, name: str) -> bytes:
        try:
            with self._archive.open(self._entries[name]) as stream:
                content = stream.read(_MAX_PART + 1)
        except _UNREADABLE as error:
            raise InvalidInput(_BROKEN) from error
        if len(content) > _MAX_PART:
            raise InvalidInput(_BOMB)
        return content


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    packed = max(entry.compress_size, 1)
    return entry.file_size > _SUSPICIOUS and entry.file_size / packed > _MAX_RATIO


class _ShallowBuilder(TreeBuilder):
    """A tree builder that refuses nesting no word processor writes."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise InvalidInput(_BROKEN)
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def _parse(content: bytes) -> Element:
    parser = DefusedXMLParser(target=_ShallowBuilder(), forbid_dtd=True)
    try:
        parser.feed(content)
        root = parser.close()
    except DefusedXmlException as error:
        raise InvalidInput(_ENTITY) from error
    except (ParseError, ValueError, LookupError) as error:
        raise InvalidInput(_BROKEN) from error
    assert isinstance(root, Element)
    return root
