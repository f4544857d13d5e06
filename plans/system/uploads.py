"""What an uploaded file is, judged by its content; pure, keeps nothing.

Office files are opened far enough to refuse macros and bombs; anything else must be one of
the few kinds that an office sends: PDF, pictures, Word, Excel, plain text.
"""

from __future__ import annotations

import codecs
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import filetype

from plans.errors import InvalidInput
from plans.system.secrecy import refuse_secret

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ZIPPED = {".docx": (DOCX_TYPE, "word/document.xml"), ".xlsx": (XLSX_TYPE, "xl/workbook.xml")}
_PLAIN = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
_PIECE_END = re.compile(r"</(?:\w+:)?(?:p|si|is|c)>")
"""Of a paragraph, a shared text or a cell: words of two of them are no mark together."""
_TAG = re.compile(r"<[^>]*>")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)
"""What zipfile raises for a damaged or locked member (NotImplementedError is a RuntimeError)."""
ACCEPTED = "PDF、Word（docx）、Excel（xlsx）、图片（png、jpg）、文本（txt）"


@dataclass(frozen=True)
class Upload:
    """A file that may be kept: its shown name, judged type and bytes."""

    name: str
    content_type: str
    content: bytes


def inspect(name: str, content: bytes) -> Upload:
    """Judge name, size and content; InvalidInput with what is wrong and what to do."""
    name = PurePath(name.replace("\\", "/")).name[-200:] or "附件"
    refuse_secret(name)
    if not content:
        raise InvalidInput(f"文件“{name}”是空的，请检查后重新选择。")
    if len(content) > MAX_BYTES:
        raise InvalidInput(f"文件“{name}”超过{MAX_BYTES // 1024 // 1024}MB，请压缩或拆分后再传。")
    return Upload(name, _content_type(name, content), content)


def _content_type(name: str, content: bytes) -> str:
    suffix = PurePath(name).suffix.lower()
    if suffix in _ZIPPED:
        content_type, member = _ZIPPED[suffix]
        _check_office(name, content, member)
        return content_type
    if suffix in _PLAIN:
        if filetype.guess_mime(content[:4096]) != _PLAIN[suffix]:
            raise InvalidInput(f"文件“{name}”的内容与扩展名不符，请用原来的软件重新保存后再传。")
        return _PLAIN[suffix]
    if suffix == ".txt":
        return _check_text(name, content)
    raise InvalidInput(f"不能接收文件“{name}”。可以上传：{ACCEPTED}。")


def _check_office(name: str, content: bytes, member: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise InvalidInput(f"文件“{name}”已损坏，请重新保存后再传。") from error
    names = {entry.filename for entry in entries}
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise InvalidInput(f"文件“{name}”解压后过大，不能接收。")
    if any(entry.endswith("vbaProject.bin") for entry in names):
        raise InvalidInput(f"文件“{name}”含有宏，请另存为不含宏的格式后再传。")
    if member not in names:
        raise InvalidInput(f"文件“{name}”的内容与扩展名不符，请用原来的软件重新保存后再传。")
    _check_words(name, content)


def _check_words(name: str, content: bytes) -> None:
    """Text and cells, headers and notes, properties and comments: every part that is XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                if entry.filename.lower().endswith(".xml"):
                    refuse_secret(*_words(archive.read(entry)))
    except _UNREADABLE as error:
        raise InvalidInput(f"文件“{name}”已损坏或设有密码，请重新保存后再传。") from error


def _words(part: bytes) -> Iterator[str]:
    wide = part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = part.decode("utf-16" if wide else "utf-8", "replace")
    for piece in _PIECE_END.split(text):
        yield html.unescape(_TAG.sub("", piece))


def _check_text(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise InvalidInput(f"文件“{name}”不是可识别的文本，请另存为UTF-8后再传。") from error
    if "\x00" in text:
        raise InvalidInput(f"文件“{name}”不是文本文件。")
    refuse_secret(text)
    return "text/plain"
