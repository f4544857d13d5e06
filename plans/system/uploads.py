"""What an uploaded file is, judged by its content; keeps nothing.

It must be one of the few kinds that an office sends: PDF, pictures, Word, Excel, plain text.
What is read of it (office files and text) is read apart, in a process with limits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

import filetype

from plans.errors import InvalidInput
from plans.system.apart import read_apart
from plans.system.secrecy import refuse_secret
from plans.system.upload_words import check_excel, check_text, check_word

MAX_BYTES = 20 * 1024 * 1024
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_READ: dict[str, tuple[str, Callable[[bytes, str], None]]] = {
    ".docx": (DOCX_TYPE, check_word),
    ".xlsx": (XLSX_TYPE, check_excel),
    ".txt": ("text/plain", check_text),
}
_PLAIN = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
ACCEPTED = "PDF、Word（docx）、Excel（xlsx）、图片（png、jpg）、文本（txt）"


@dataclass(frozen=True)
class Upload:
    """A file that may be kept: its shown name, judged type and bytes."""

    name: str
    content_type: str
    content: bytes


def inspect(name: str, content: bytes) -> Upload:
    """Judge name, size and content; InvalidInput with what is wrong and what to do."""
    name = checked_name(name, content)
    return Upload(name, _content_type(name, content), content)


def checked_name(name: str, content: bytes) -> str:
    """The name to show; InvalidInput when it bears a mark, or the file is empty or too big."""
    name = PurePath(name.replace("\\", "/")).name[-200:] or "附件"
    refuse_secret(name)
    if not content:
        raise InvalidInput(f"文件“{name}”是空的，请检查后重新选择。")
    if len(content) > MAX_BYTES:
        raise InvalidInput(f"文件“{name}”超过{MAX_BYTES // 1024 // 1024}MB，请压缩或拆分后再传。")
    return name


def _content_type(name: str, content: bytes) -> str:
    suffix = PurePath(name).suffix.lower()
    if suffix in _READ:
        content_type, check = _READ[suffix]
        read_apart(check, content, name)
        return content_type
    if suffix in _PLAIN:
        if filetype.guess_mime(content[:4096]) != _PLAIN[suffix]:
            raise InvalidInput(f"文件“{name}”的内容与扩展名不符，请用原来的软件重新保存后再传。")
        return _PLAIN[suffix]
    raise InvalidInput(f"不能接收文件“{name}”。可以上传：{ACCEPTED}。")
