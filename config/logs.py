"""What the log must not hold: the tokens in addresses that let in whoever knows them."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(/r/)[^/\s?]+|(/calendar/)[^/\s?]+(?=\.ics)")


class BlankTokens(logging.Filter):
    """Blanks the token of a personal link or a calendar's address wherever one is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        blanked = _TOKEN.sub(lambda found: f"{found[1] or found[2]}***", message)
        if blanked != message:
            record.msg, record.args = blanked, ()
        return True
