"""Several documents in one file: where each begins, and which of them is the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plans.importing.lines import TEXT, Para
from plans.importing.marks import ARABIC, CN, CN_PAREN, NAMED, OUTLINE, RANK
from plans.importing.phrases import (
    DOCUMENT_WORDS,
    NOTICE_WORDS,
    PLAN_WORDS,
    annex_title,
    document_number,
    ends_with,
    is_annex_head,
    is_annex_table,
    is_colophon,
    is_date,
    is_letterhead,
    is_organisation,
    is_remark,
    is_title_like,
)

_OUTER = (*OUTLINE, *NAMED, CN)


@dataclass(frozen=True)
class Document:
    """A stretch of paragraphs that is one document; ``annex`` when 附件 stands before it."""

    paras: tuple[Para, ...]
    annex: bool = False

    @property
    def line(self) -> int:
        """Where it begins in the source."""
        return self.paras[0].number


def split_documents(paras: list[Para]) -> list[Document]:
    """The documents in order; together they hold every paragraph."""
    starts = sorted({0, *_starts(paras)})
    ends = [*starts[1:], len(paras)]
    return [
        Document(tuple(paras[start:end]), _is_annex(paras[start]))
        for start, end in zip(starts, ends, strict=True)
        if start < end
    ]


def _starts(paras: list[Para]) -> Iterator[int]:
    """``seen`` are the outer marks and ``prose`` says whether there was text in the document
    so far."""
    following = _following_marks(paras)
    seen: dict[str, int] = {}
    prose = False
    for at, para in enumerate(paras):
        if para.mark and para.mark.rank <= RANK[CN]:
            seen[para.mark.style] = para.mark.value
        elif para.kind == TEXT and _begins(paras, at, seen, following[at], prose):
            seen, prose = {}, False
            yield at
        prose = prose or para.kind != TEXT or "。" in para.plain


def _begins(
    paras: list[Para], at: int, seen: dict[str, int], following: tuple[str, int] | None, prose: bool
) -> bool:
    # 版记 closes a document, whatever its wording is like.
    if is_colophon(paras[at].plain):
        return False
    goes_on = following is not None and following[1] == seen.get(following[0], -1) + 1
    if _is_letterhead(paras, at) or (_is_annex(paras[at]) and not _is_annex_note(paras, at)):
        # A head in mid-count is a quotation or a running head: the numbering goes on behind it.
        return not (goes_on and seen)
    if not _is_title(paras, at):
        return False
    named = ends_with(_title_from(paras, at), DOCUMENT_WORDS)
    # Behind a signature any title opens a document; elsewhere the count must begin anew and the
    # title must say what the paper is, or every short line without a full stop would be one.
    if at and _closes(paras, at - 1, strict=bool(seen)):
        return (named or prose) and not (goes_on and seen)
    restarts = following is not None and following[1] == 1
    opened = following is not None and (following[0] in seen or (not seen and prose))
    return restarts and opened and named


def _following_marks(paras: list[Para]) -> list[tuple[str, int] | None]:
    """For every paragraph the next outer mark at or behind it."""
    following: list[tuple[str, int] | None] = []
    current: tuple[str, int] | None = None
    for para in reversed(paras):
        if para.mark and para.mark.rank <= RANK[CN]:
            current = (para.mark.style, para.mark.value)
        following.append(current)
    return following[::-1]


def _is_letterhead(paras: list[Para], at: int) -> bool:
    """The first line of a head: 发文机关标志 or 发文字号."""
    plain = paras[at].plain
    if not (document_number(plain) or (is_letterhead(plain) and is_title_like(plain))):
        return False
    above = paras[at - 1].plain if at else ""
    return not (_is_head_line(above) or ends_with(above, (*NOTICE_WORDS, *PLAN_WORDS)))


def _is_head_line(plain: str) -> bool:
    return document_number(plain) is not None or is_letterhead(plain)


def _is_annex(para: Para) -> bool:
    if para.kind != TEXT or para.mark:
        return False
    plain = para.plain
    return is_annex_head(plain) or annex_title(plain) is not None or is_annex_table(plain)


def _is_title(paras: list[Para], at: int) -> bool:
    """The first line of a title: no line of a title directly above it."""
    if not _may_be_title(paras[at]) or is_organisation(paras[at].plain):
        return False
    # 附件 has its own test, which looks at what follows.
    if paras[at].plain.startswith("附件"):
        return False
    return at == 0 or not _may_be_title(paras[at - 1]) or _closes(paras, at - 1)


def _may_be_title(para: Para) -> bool:
    return (
        para.kind == TEXT
        and para.mark is None
        and not para.line.is_item
        and is_title_like(para.plain)
        and not is_date(para.plain)
    )


def _closes(paras: list[Para], at: int, *, strict: bool = False) -> bool:
    """The last line of a document: the date under a signature, a remark, a colophon."""
    plain = paras[at].plain
    if is_colophon(plain) or (is_remark(plain) and at > 0 and is_date(paras[at - 1].plain)):
        return True
    above = paras[at - 1] if at and is_date(plain) else None
    if above is None or above.mark:
        return False
    return is_organisation(above.plain) or (
        # A signature may be a name that is no body's; within a numbered text that is too little.
        not strict and is_title_like(above.plain) and len(above.plain) <= 30
    )


def _is_annex_note(paras: list[Para], at: int) -> bool:
    """附件说明: the list of annexes above a notice's signature and date."""
    # A notice has few annexes: its date stands within eight lines, or this is no such list.
    for para in paras[at + 1 : at + 9]:
        if is_date(para.plain):
            return True
        if not (para.mark or is_title_like(para.plain)):
            return False
    return False


def _title_from(paras: list[Para], at: int) -> str:
    title = ""
    while at < len(paras) and _may_be_title(paras[at]):
        title += paras[at].plain
        at += 1
    return title


def has_structure(document: Document) -> bool:
    """At least two headings of an outer kind (第一章, 一、), or three of another."""
    seen: dict[str, set[int]] = {}
    for para in document.paras:
        if para.mark:
            seen.setdefault(para.mark.style, set()).add(para.mark.value)
    # 第一章 or 一、 twice is a structure; （一） and 1. are found in any list of three.
    if any(len(values) >= 2 for style, values in seen.items() if style in _OUTER):
        return True
    return any(len(values) >= 3 for style, values in seen.items() if style in (CN_PAREN, ARABIC))
