"""A file between preview and confirmation: carried by the page itself, kept nowhere."""

from __future__ import annotations

import base64
import binascii
import zlib

from plans.errors import InvalidInput
from plans.system.uploads import MAX_BYTES

LOST = "没有收到要处理的文件，请重新选择。"


def pack(content: bytes) -> str:
    """The file as text for a hidden field."""
    return base64.b64encode(zlib.compress(content)).decode("ascii")


def unpack(packed: str) -> bytes:
    """The file again; InvalidInput when the field is missing, broken or blown up."""
    try:
        reader = zlib.decompressobj()
        content = reader.decompress(base64.b64decode(packed, validate=True), MAX_BYTES + 1)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise InvalidInput(LOST) from error
    if not content or len(content) > MAX_BYTES:
        raise InvalidInput(LOST)
    return content
