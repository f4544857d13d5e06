"""The one reader of packed files: the only door to DOCX, XLSX and whatever else is a ZIP.

An archive is judged before anything in it is unpacked: how many parts it has, what they come to
and how tightly they are packed. What it says of itself is not believed: no part is unpacked
beyond its limit. XML is parsed without entities and to a bounded depth. Time and memory are
bounded by the process in which all this runs (``apart``).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pyexpat import errors as expat
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from plans.errors import InvalidInput

MAX_UNPACKED = 200 * 1024 * 1024
MAX_PART = 64 * 1024 * 1024
MAX_ENTRIES = 5000
# Bombs are made of what deflate packs best, 1032 to 1; a text with its markup stays far below.
# Only large parts are judged so, for a small one does no harm.
_MAX_RATIO = 200
_SUSPICIOUS = 8 * 1024 * 1024
_XML = (".xml", ".rels")
# Tables in text boxes in tables stay far below; those who read the tree recurse into it.
_MAX_DEPTH = 150
_ENTRY = b"PK\x01\x02"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENTITY = "含有外部引用的内容，存在安全风险，不能读取。"
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError,
    ArithmeticError, RuntimeError,
)  # fmt: skip
"""All that zipfile lets out of a damaged archive (NotImplementedError is a RuntimeError)."""


@dataclass(frozen=True)
class Kind:
    """An office format: what it is called, what opens it, the part that makes it one."""

    called: str
    suffix: str
    programs: str
    main: str


WORD = Kind("Word文档", "docx", "Word或WPS", "word/document.xml")
EXCEL = Kind("Excel文件", "xlsx", "Excel或WPS", "xl/workbook.xml")


class Archive:
    """A checked office file; InvalidInput says what is wrong with it and what to do."""

    def __init__(self, content: bytes, name: str, kind: Kind) -> None:
        self.name, self.kind = name, kind
        # Every entry begins so: counted before zipfile makes an object of each.
        if content.count(_ENTRY) > MAX_ENTRIES:
            raise self._refusal(
                f"的部件过多（最多{MAX_ENTRIES}个），不能读取。", "新建一个文件并把内容粘贴进去，"
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._entries = self._archive.infolist()
        except _UNREADABLE as error:
            raise self.broken() from error
        self._by_name = {entry.filename: entry for entry in self._entries}
        self._check(len(content))

    def broken(self) -> InvalidInput:
        """For who finds in the parts that the file cannot be read."""
        return self._refusal("已损坏，无法读取。", f"在{self.kind.programs}中打开，")

    def _refusal(self, wrong: str, cure: str) -> InvalidInput:
        return InvalidInput(f"文件“{self.name}”{wrong}请{cure}另存为{self.kind.suffix}后再传。")

    def _swollen(self) -> InvalidInput:
        limit = MAX_UNPACKED // 1024 // 1024
        return self._refusal(f"解压后过大（最多{limit}MB），不能读取。", "去掉图片和附件，")

    def _check(self, size: int) -> None:
        names = {name.lower() for name in self._by_name}
        # Macros first: what is wrong and can be cured is said before what is merely too large.
        if any(name.endswith("vbaproject.bin") for name in names):
            raise self._refusal("含有宏，不能读取。", "去掉宏，")
        if any(entry.flag_bits & 1 for entry in self._entries):
            raise self._refusal("设有打开密码，无法读取。", "取消密码，")
        if sum(entry.file_size for entry in self._entries) > MAX_UNPACKED:
            raise self._swollen()
        if any(map(_is_bomb, self._entries)):
            raise self._swollen()
        if self._is_crafted(size):
            raise self.broken()
        if self.kind.main not in self._by_name:
            raise self.broken() if "[content_types].xml" in names else self._stranger()

    def _stranger(self) -> InvalidInput:
        return InvalidInput(
            f"文件“{self.name}”的内容不是{self.kind.called}（{self.kind.suffix}）。"
            "请用原来的软件重新保存后再传。"
        )

    def _is_crafted(self, size: int) -> bool:
        """Two parts of one name, parts that lie over each other, a way of packing of no office."""
        return (
            len(self._by_name) < len(self._entries)
            or sum(entry.compress_size for entry in self._entries) > size
            or any(entry.compress_type not in _METHODS for entry in self._entries)
        )

    def has(self, name: str) -> bool:
        """Whether the archive holds a part."""
        return name in self._by_name

    def xml_names(self) -> list[str]:
        """The parts that are XML."""
        return [name for name in self._by_name if name.lower().endswith(_XML)]

    def read(self, name: str) -> bytes:
        """A part's bytes."""
        try:
            with self._archive.open(self._by_name[name]) as stream:
                content = stream.read(MAX_PART + 1)
        except _UNREADABLE as error:
            raise self.broken() from error
        if len(content) > MAX_PART:
            raise self._swollen()
        return content

    def part(self, name: str) -> Element | None:
        """The root of an XML part; None when there is no such part."""
        return self._parse(self.read(name)) if self.has(name) else None

    def _parse(self, content: bytes) -> Element:
        parser = DefusedXMLParser(target=_ShallowBuilder(self.broken()), forbid_dtd=True)
        try:
            parser.feed(content)
            root = parser.close()
        except DefusedXmlException as error:
            raise self._refusal(
                "含有外部引用的内容，存在安全风险，不能读取。", "把文字复制到新文件，"
            ) from error
        except ParseError as error:
            if error.code == expat.codes[expat.XML_ERROR_NO_MEMORY]:
                raise MemoryError from error
            raise self.broken() from error
        except (ValueError, LookupError) as error:
            raise self.broken() from error
        assert isinstance(root, Element)
        return root


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    packed = max(entry.compress_size, 1)
    return (
        entry.filename.lower().endswith(_XML)
        and entry.file_size > _SUSPICIOUS
        and (entry.file_size > MAX_PART or entry.file_size / packed > _MAX_RATIO)
    )


class _ShallowBuilder(TreeBuilder):
    """A tree builder that refuses nesting no word processor writes."""

    def __init__(self, refusal: InvalidInput) -> None:
        super().__init__()
        self.depth, self.refusal = 0, refusal

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise self.refusal
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)
