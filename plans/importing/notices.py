"""The notice 印发通知 that comes before a plan, and how documents are named."""

from __future__ import annotations

import re

from plans.importing.documents import Document
from plans.importing.front import Front, is_title_line, tidy_title, title_run, without_head
from plans.importing.lines import TEXT, Para, without_spaces
from plans.importing.phrases import (
    NOTICE_WORDS,
    ends_with,
    is_colophon,
    is_date,
    is_remark,
    is_title_like,
    iso_date,
)
from plans.importing.values import Notice

_BOOK = re.compile("《(.+)》")


def guess_title(document: Document) -> str:
    """A document's title for naming it."""
    front = Front()
    paras = without_head(list(document.paras), front)
    first, end = (0, _notice_title_end(paras)) if is_notice(document) else title_run(paras)
    if first == end:
        return (paras[0].plain if paras else document.paras[0].plain)[:40]
    return tidy_title([para.plain for para in paras[first:end]])


def read_notice(document: Document) -> tuple[Notice, Front]:
    """The notice 印发通知: title up to the addressees, body, signature and date."""
    front = Front()
    paras = without_head(list(document.paras), front)
    while paras and (is_colophon(paras[-1].plain) or is_remark(paras[-1].plain)):
        front.omit(paras.pop(), "版记")
    end = _notice_title_end(paras)
    pieces = [para.plain for para in paras[:end]]
    addressees, start = _addressees(paras, end)
    body, signature, date = _signed(paras[start:])
    front.issuer = signature or front.issuer
    front.issued_on = iso_date(date)
    texts = tuple(para.text for para in body)
    return Notice(tidy_title(pieces), addressees, texts, signature, date), front


def _notice_title_end(paras: list[Para]) -> int:
    end = 0
    while end < len(paras) and is_title_line(paras[end]) and not paras[end].mark:
        end += 1
        if ends_with(paras[end - 1].plain, NOTICE_WORDS):
            break
    return end


def _addressees(paras: list[Para], at: int) -> tuple[str, int]:
    if at < len(paras) and paras[at].plain.endswith(("：", ":")):
        return paras[at].plain[:-1].strip(), at + 1
    return "", at


def _signed(paras: list[Para]) -> tuple[list[Para], str, str]:
    """Body, signature (several joint bodies parted by 、) and date."""
    at = next((i for i in range(len(paras) - 1, -1, -1) if is_date(paras[i].plain)), -1)
    if at < 0:
        return paras, "", ""
    first = at
    while first and _is_signature(paras[first - 1]):
        first -= 1
    names = [name for para in paras[first:at] for name in re.split(r"\s{2,}", para.plain)]
    names = [without_spaces(name) for name in names]
    return paras[:first] + paras[at + 1 :], "、".join(names), without_spaces(paras[at].plain)


def _is_signature(para: Para) -> bool:
    plain = para.plain
    # The list of annexes stands directly above the signature and looks like it.
    if para.mark or len(plain) > 40 or plain.startswith("附"):
        return False
    return para.kind == TEXT and is_title_like(plain) and not re.search("[:：]", plain)


def title_in_notice(notice: Notice) -> str:
    """The plan's title as the notice names it: 关于印发《…》的通知."""
    match = _BOOK.search(notice.title)
    return match[1] if match else ""


def is_notice(document: Document) -> bool:
    """Whether the document's title is that of a notice, and not of a plan."""
    paras = without_head(list(document.paras), Front())
    end = _notice_title_end(paras)
    title = tidy_title([para.plain for para in paras[:end]])
    return bool(title) and ends_with(title, NOTICE_WORDS)
