"""The portal is non-secret 非涉密: text with a mark of secrecy is refused and not kept."""

from __future__ import annotations

import logging
import re

from plans.errors import InvalidInput

SECRECY_MARK = re.compile(r"(?:绝\s*密|机\s*密|秘\s*密)\s*[★☆]")
NOTICE = "本系统为非涉密系统，严禁处理、存储、传输国家秘密和工作秘密"
log = logging.getLogger(__name__)


def refuse_secret(*texts: str) -> None:
    """Raise InvalidInput when a text bears 秘密★, 机密★ or 绝密★; the log holds no content."""
    if any(SECRECY_MARK.search(text) for text in texts):
        log.warning("input with a mark of secrecy was refused")
        raise InvalidInput(f"内容带有密级标志，未予保存。{NOTICE}。")
