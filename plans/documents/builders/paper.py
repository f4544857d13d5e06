"""The shape that every issued paper shares: 版头, title, 主送机关, text, 署名, 附件, 版记."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from plans.enums import UpwardKind
from plans.rendering.blocks import (
    Addressee,
    AttachmentNote,
    Block,
    Colophon,
    Document,
    Heading,
    Letterhead,
    Note,
    Paragraph,
    Part,
    Run,
    Signature,
)
from plans.rendering.from_tree import text_blocks
from plans.rendering.titles import LANDSCAPE_WIDTH, WIDTH, title_of
from plans.system.chinese_dates import chinese_date

_MARK = "([一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)"
_ALONE = re.compile(_MARK + "([^。；]{1,40})")
_CLOSED = re.compile("(（[一二三四五六七八九十]{1,3}）)([^。；]{1,40})。")
_RUN_IN = re.compile(_MARK + "([^。]{1,40})。(.+)")


@dataclass(frozen=True)
class Office:
    """Who issues: 发文机关 as in the mark and as it signs, and its defaults of 版记.

    Several bodies make a 联合发文, the sponsor 主办机关 first in both.
    """

    bodies: tuple[str, ...]
    signatures: tuple[str, ...]
    printed_by: str = ""
    copies_to: str = ""


@dataclass(frozen=True)
class Attached:
    """A 附件: its title and what it holds."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True)
class Paper:
    """One paper; ``body`` is stored markup, its lines 一、 and （一） become headings."""

    office: Office
    number: str
    on: date
    title: str
    addressees: str = ""
    body: str = ""
    sealed: bool = True
    note: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()


def paper_document(
    paper: Paper,
    *,
    kind: str,
    style: Literal["file", "letter"] = "file",
    following: tuple[Part, ...] = (),
) -> Document:
    """The whole paper; ``following`` are parts that are no 附件 (the plan that is issued)."""
    office = paper.office
    main = Part((*_opening(paper), *prose(paper.body), *_closing(paper)))
    return Document(
        title=paper.title,
        kind=kind,
        author="、".join(office.signatures),
        subject=paper.number,
        issued_on=paper.on.isoformat(),
        letterhead=_letterhead(paper, style),
        parts=(main, *following, *_attachment_parts(paper.attached)),
        colophon=colophon_of(office, paper.on),
    )


def upward_document(paper: Paper, *, kind: UpwardKind) -> Document:
    """上行文: with 签发人 and one 主送机关; a 请示 names whom to ask in its 附注."""
    if not paper.signers:
        raise ValueError("an upward paper needs its 签发人")
    if "，" in paper.addressees or "、" in paper.addressees:
        raise ValueError("an upward paper goes to one body")
    if kind == UpwardKind.REQUEST and not paper.note:
        raise ValueError("a 请示 needs the contact's name and phone in its 附注")
    return paper_document(paper, kind=str(kind.label))


def colophon_of(office: Office, on: date, *, label: str = "抄送") -> Colophon | None:
    """版记, where the office has one; 抄送 ends with 。"""
    if not office.printed_by and not office.copies_to:
        return None
    copies = office.copies_to.rstrip("。")
    return Colophon(
        printed_by=office.printed_by,
        date=chinese_date(on),
        copies_to=f"{copies}。" if copies else "",
        copies_label=label,
    )


def prose(text: str) -> tuple[Block, ...]:
    """Stored markup whose paragraphs 一、… and （一）… are read as headings."""
    return tuple(_with_heading(block) for block in text_blocks(text))


def _with_heading(block: Block) -> Block:
    if not isinstance(block, Paragraph) or len(block.runs) != 1 or block.runs[0].bold:
        return block
    text = block.runs[0].text
    if match := _ALONE.fullmatch(text):
        return Heading(_level(match[1]), match[1], match[2])
    if match := _CLOSED.fullmatch(text):
        return Heading(2, match[1], match[2], stop="。")
    if match := _RUN_IN.fullmatch(text):
        return Heading(_level(match[1]), match[1], match[2], run_in=(Run(match[3]),), stop="。")
    return block


def _level(mark: str) -> int:
    return 2 if mark.startswith("（") else 1


def _letterhead(paper: Paper, style: Literal["file", "letter"]) -> Letterhead:
    return Letterhead(
        bodies=paper.office.bodies,
        number=paper.number,
        style=style,
        suffix="文件" if style == "file" else "",
        urgency=paper.urgency,
        signers=paper.signers,
    )


def _opening(paper: Paper) -> tuple[Block, ...]:
    addressee = (Addressee(paper.addressees.rstrip("：:")),) if paper.addressees else ()
    return (title_of(paper.title), *addressee)


def _closing(paper: Paper) -> tuple[Block, ...]:
    names = tuple(one.title for one in paper.attached)
    note = (AttachmentNote(names),) if names else ()
    contact = (Note(paper.note),) if paper.note else ()
    signed = Signature(paper.office.signatures, chinese_date(paper.on), seal=paper.sealed)
    return (*note, signed, *contact)


def _attachment_parts(attached: tuple[Attached, ...]) -> tuple[Part, ...]:
    labels = ["附件"] if len(attached) == 1 else [f"附件{n}" for n in range(1, len(attached) + 1)]
    return tuple(
        Part((_attached_title(one), *one.blocks), attachment=label, landscape=one.landscape)
        for label, one in zip(labels, attached, strict=True)
    )


def _attached_title(one: Attached) -> Block:
    return title_of(one.title, width=LANDSCAPE_WIDTH if one.landscape else WIDTH)
