"""Bytes of a file become lines, or a sentence that says why not."""

from __future__ import annotations

from dataclasses import dataclass

from plans.errors import InvalidInput
from plans.importing.docx.body import read_docx
from plans.importing.lines import Line
from plans.importing.plain_text import decode, read_lines
from plans.importing.values import Doubt
from plans.system.secrecy import refuse_secret
from plans.system.uploads import MAX_BYTES

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "这是PDF文件，不能直接导入。请在Word或WPS中打开并另存为docx后再导入。"),
    (b"{\\rtf", "这是RTF文件，不能直接导入。请在Word或WPS中另存为docx后再导入。"),
    (b"\x89PNG", "这是图片，不能导入。请导入文字版的docx或txt文件。"),
    (b"\xff\xd8\xff", "这是图片，不能导入。请导入文字版的docx或txt文件。"),
    (b"Rar!", "这是压缩文件，不能导入。请解压后导入其中的docx或txt文件。"),
    (b"7z\xbc\xaf", "这是压缩文件，不能导入。请解压后导入其中的docx或txt文件。"),
    (b"PK\x05\x06", "这是空的压缩文件，不能导入。请导入docx或txt文件。"),
)


@dataclass(frozen=True)
class Source:
    """The lines of a file, and what the reading of it left doubtful."""

    name: str
    lines: list[Line]
    doubts: list[Doubt]


def read_source(content: bytes, filename: str) -> Source:
    """Read TXT, Markdown or DOCX, told apart by content; pure, nothing is kept.

    InvalidInput with what is wrong and what to do: empty, too big, another kind of file, not
    UTF-8/UTF-16/GB18030, broken, encrypted or hostile DOCX, a mark of secrecy 密级.
    """
    refuse_secret(filename)
    _check_size(content)
    _refuse_other_kinds(content)
    if content.startswith(_ZIP):
        lines, doubts = read_docx(content, filename)
    else:
        lines, doubts = read_lines(decode(content), filename), []
    refuse_secret(*(line.plain for line in lines))
    if not any(line.text for line in lines):
        raise InvalidInput("文件里没有文字。如果内容是扫描图片，请先识别成文字再导入。")
    return Source(filename, lines, doubts)


def _check_size(content: bytes) -> None:
    if not content.strip():
        raise InvalidInput("文件是空的，请检查后重新选择。")
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise InvalidInput(f"文件超过{limit}MB，不能导入。请去掉图片或拆分后再导入。")


def _refuse_other_kinds(content: bytes) -> None:
    for magic, sentence in _REFUSED:
        if content.startswith(magic):
            raise InvalidInput(sentence)
    # The same container holds old doc files and encrypted new ones: only the second has a cure
    # that the reader can apply.
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise InvalidInput("文件设有打开密码，无法读取。请取消密码后再导入。")
        raise InvalidInput("这是旧版doc或wps格式，不能直接导入。请另存为docx后再导入。")
    head = content[:1024].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        raise InvalidInput("这是网页文件，不能直接导入。请把正文复制到Word或文本文件中再导入。")
