"""What stands before the first chapter: letterhead, number, notice, title, and the preamble."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plans.importing.documents import Document
from plans.importing.lines import TEXT, Para, without_spaces
from plans.importing.phrases import (
    DOCUMENT_WORDS,
    NOTICE_WORDS,
    OTHER_PLAN_WORDS,
    PLAN_WORDS,
    bare_title,
    document_number,
    ends_with,
    is_annex_head,
    is_colophon,
    is_date,
    is_edition_label,
    is_letterhead,
    is_organisation,
    is_remark,
    is_title_like,
    is_year_range,
    iso_date,
)
from plans.importing.values import Doubt, Omission


@dataclass
class Front:
    """What a document says of itself, and the paragraphs that are its text."""

    title: str = ""
    title_line: int = 0
    number: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    text: list[Para] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def omit(self, para: Para, reason: str) -> None:
        """Leave a paragraph out of the text, and say so."""
        self.omissions += [Omission(number, para.plain, reason) for number in para.numbers[:1]]

    def doubt(self, line: int, message: str) -> None:
        """Note what the reader should look at."""
        self.doubts.append(Doubt(line, message))


def tidy_title(pieces: list[str]) -> str:
    """A title over several lines as one, without the spaces that line breaks left in it."""
    return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", " ".join(pieces))


def read_front(document: Document) -> Front:
    """Take head, title, edition label, cover and signature away; the rest is the text."""
    front = Front()
    paras = without_head(list(document.paras), front)
    paras = _without_tail(paras, front)
    first, end = title_run(paras)
    front.title = tidy_title([para.plain for para in paras[first:end]])
    front.title_line = paras[first].number if first < end else 0
    _omit_before_title(paras[:first], front)
    front.text = _without_repeats(paras[end:], front)
    return front


def without_head(paras: list[Para], front: Front) -> list[Para]:
    """Without letterhead, document number and 附件1 at the very start; on a web page the
    number stands below the title, which stays."""
    # Further down a number is quoted, not borne: a head has the body, secrecy and signer at most.
    at = next((i for i, p in enumerate(paras[:12]) if document_number(p.plain)), -1)
    if at >= 0:
        front.number = document_number(paras[at].plain)
    # Only under a title is the number below it; a letterhead has it above.
    titled = at > 0 and ends_with(paras[at - 1].plain, (*NOTICE_WORDS, *PLAN_WORDS))
    while not titled and at + 1 < len(paras) and _is_head(paras[at + 1]):
        at += 1
    head = [paras[at]] if titled else paras[: at + 1]
    for para in head:
        if is_letterhead(para.plain):
            front.issuer = without_spaces(para.plain).removesuffix("文件")
        front.omit(para, "版头")
    return paras[:at] + paras[at + 1 :] if titled else paras[at + 1 :]


def _is_head(para: Para) -> bool:
    return para.mark is None and (is_letterhead(para.plain) or is_annex_head(para.plain))


def _without_tail(paras: list[Para], front: Front) -> list[Para]:
    """Without colophon, signature and date at the very end."""
    end = len(paras)
    while end and (is_colophon(paras[end - 1].plain) or is_remark(paras[end - 1].plain)):
        end -= 1
    # Signature and date go together: a date alone may end the text.
    if end > 1 and is_date(paras[end - 1].plain) and is_organisation(paras[end - 2].plain):
        front.issuer = without_spaces(paras[end - 2].plain)
        front.issued_on = iso_date(paras[end - 1].plain)
        end -= 2
    for para in paras[end:]:
        front.omit(para, "落款、版记")
    note = _annex_note(paras[:end])
    if note < end:
        front.doubt(paras[note].number, "文末的附件说明没有导入，请核对。")
    for para in paras[note:end]:
        front.omit(para, "附件说明")
    return paras[:note]


def _annex_note(paras: list[Para]) -> int:
    """Where the list of annexes 附件：1.… at the very end begins; the end if there is none."""
    # A longer list at the end is part of the plan.
    for at in range(len(paras) - 1, max(len(paras) - 12, -1), -1):
        para = paras[at]
        if para.kind != TEXT or not is_title_like(para.plain):
            break
        if re.match(r"附\s*件\s*[0-9一二三四五六七八九十]*\s*[:：]", para.plain):
            return at
    return len(paras)


def title_run(paras: list[Para]) -> tuple[int, int]:
    """The lines of the title: the last run of title lines before the text that ends as titles
    of plans do (规划, 纲要, 方案 …), else the first run; before the first heading only."""
    stop = next((i for i, para in enumerate(paras) if para.mark), len(paras))
    runs = list(_runs(paras, stop))
    # 规划 and 方案 before 通知 and the like: the notice's title often stands above the plan's.
    for words in ((*PLAN_WORDS, *OTHER_PLAN_WORDS), DOCUMENT_WORDS):
        # The last one is nearest to the text: what stands above are covers and repeats.
        for first, end in reversed(runs):
            trimmed = _trimmed(paras, first, end, words)
            if trimmed:
                return trimmed
    return runs[0] if runs else (0, 0)


def _runs(paras: list[Para], stop: int) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    at = 0
    while at < stop:
        end = at
        while end < stop and is_title_line(paras[end]):
            end += 1
        if end > at:
            runs.append((at, end))
        at = max(end, at + 1)
    return runs


def is_title_line(para: Para) -> bool:
    plain = para.plain
    if para.kind != TEXT or is_edition_label(plain) or is_date(plain):
        return False
    if para.line.is_item and not ends_with(plain, PLAN_WORDS):
        return False
    return is_title_like(plain) or is_year_range(plain)


def _trimmed(
    paras: list[Para], first: int, end: int, words: tuple[str, ...]
) -> tuple[int, int] | None:
    """The run up to its last line that ends as a title does; a repeated title counts once."""
    while end > first and not (
        ends_with(paras[end - 1].plain, words) or is_year_range(paras[end - 1].plain)
    ):
        end -= 1
    if end == first:
        return None
    texts = [without_spaces(para.plain) for para in paras[first:end]]
    first += _repeated(texts)
    texts = texts[first - end :]
    while len(texts) > 1 and _stands_alone(texts):
        first, texts = first + 1, texts[1:]
    return first, end


def _repeated(texts: list[str]) -> int:
    """How many lines at the start go when the last lines say the title over again."""
    for size in range(1, min(len(texts), 6)):
        whole = bare_title("".join(texts[-size:]))
        starts = range(max(0, len(texts) - 12), len(texts) - size)
        if whole and any(whole == bare_title("".join(texts[at:-size])) for at in starts):
            return len(texts) - size
    return 0


def _stands_alone(texts: list[str]) -> bool:
    """The first line is a body's name above a title that names the body again, or a label."""
    if "文件" in texts[0][-2:] or re.match("附件|第.{1,3}稿", texts[0]):
        return True
    rest = "".join(texts[1:])
    return is_organisation(texts[0]) and rest.startswith(texts[0][:2])


def _omit_before_title(paras: list[Para], front: Front) -> None:
    for para in paras:
        if is_organisation(para.plain) and front.issuer is None:
            front.issuer = without_spaces(para.plain)
        repeats = without_spaces(para.plain) == without_spaces(front.title)
        front.omit(para, "重复的标题" if repeats else "标题之前的内容")
    if any(not is_title_line(para) for para in paras):
        front.doubt(paras[0].number, f"标题之前有{len(paras)}段文字没有导入，请核对。")


def _without_repeats(paras: list[Para], front: Front) -> list[Para]:
    """Without the title where it stands again, edition labels, and a cover's body and date."""
    stop = next((i for i, para in enumerate(paras) if para.mark), len(paras))
    # A cover ends with its date, within the first lines under the title.
    dated = next((i for i in range(min(stop, 4)) if is_date(paras[i].plain)), -1)
    kept: list[Para] = []
    for at, para in enumerate(paras):
        reason = _reason(para, front, cover=at <= dated, opening=at < stop)
        if reason is None:
            kept.append(para)
        else:
            front.omit(para, reason)
    return _without_repeated_title(kept, front)


def _reason(para: Para, front: Front, *, cover: bool, opening: bool) -> str | None:
    plain = para.plain
    if opening and para.kind == TEXT and is_edition_label(plain):
        front.doubt(para.number, f"标题下的“{plain}”按稿次标记处理，没有计入标题和正文。")
        return "稿次标记"
    if cover and is_date(plain):
        front.issued_on = front.issued_on or iso_date(plain)
        return "落款"
    if cover and is_organisation(plain):
        front.issuer = front.issuer or without_spaces(plain)
        return "落款"
    return None


def _without_repeated_title(paras: list[Para], front: Front) -> list[Para]:
    """The title may stand again as a running head or after a table of contents."""
    title = without_spaces(front.title)
    kept: list[Para] = []
    at = 0
    while at < len(paras):
        end = _repeat_end(paras, at, title)
        for para in paras[at:end]:
            front.omit(para, "重复的标题")
        if end == at:
            kept.append(paras[at])
        at = max(end, at + 1)
    return kept


def _repeat_end(paras: list[Para], at: int, title: str) -> int:
    text = ""
    # No title takes more than four lines.
    for end in range(at, min(at + 4, len(paras))):
        para = paras[end]
        text += without_spaces(para.plain) if len(para.plain) <= 100 else "\n"
        if para.mark or not title.startswith(text):
            return at
        if text == title:
            return end + 1
    return at
