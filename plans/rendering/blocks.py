"""A whole official document as typed values: what every renderer draws and nothing else.

The asking app builds a ``Document``; ``plans.rendering.block_json`` keeps it as JSON and knows
it by a hash. Blocks say what a thing *is* (a signature, a heading of level two), never how it
looks: that stands in ``plans.rendering.layout``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Change = Literal["", "inserted", "deleted"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Run:
    """A stretch of characters; ``change`` marks it in a 花脸稿."""

    text: str
    bold: bool = False
    change: Change = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Title:
    """标题, 2号小标宋, already broken into lines: ``"".join(lines)`` is the whole title.

    ``changed``: the title with its changes, in a 花脸稿.
    """

    lines: tuple[str, ...]
    anchor: str = ""
    changed: Runs = ()


@dataclass(frozen=True)
class Label:
    """A line in brackets under the title: （征求意见稿）, （2021年1月15日）."""

    text: str


@dataclass(frozen=True)
class Addressee:
    """主送机关, printed with the closing ： that ``text`` does not hold."""

    text: str


@dataclass(frozen=True)
class Heading:
    """``number`` as printed ("一、", "（一）", "1."), level 1 to 4.

    With ``run_in`` the paragraph follows on the heading's line, after ``stop``; without it
    the heading stands alone, closed by ``stop`` where there is one. ``changed``: number, text
    and stop with their changes, in a 花脸稿.
    """

    level: int
    number: str
    text: str
    run_in: Runs | None = None
    stop: str = ""
    anchor: str = ""
    changed: Runs = ()


@dataclass(frozen=True)
class Paragraph:
    """A body paragraph; indented by two characters unless ``indent`` is off."""

    runs: Runs
    indent: bool = True
    align: Align = "left"


@dataclass(frozen=True)
class Item:
    """A paragraph of a list, printed with ``——`` before its runs."""

    runs: Runs


@dataclass(frozen=True)
class Cell:
    """A table cell of paragraphs; ``header`` names its row or column."""

    paragraphs: tuple[Runs, ...]
    header: bool = False
    align: Align = "left"
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Row:
    """A table row, at least ``height`` mm high (0: as high as its text).

    ``change``: the whole row is new or gone, in a 花脸稿.
    """

    cells: tuple[Cell, ...]
    height: float = 0
    change: Change = ""


@dataclass(frozen=True)
class Table:
    """``widths`` are shares of the type area, one per column; empty: equal columns.

    The first ``header_rows`` rows are repeated on every page. ``landscape`` puts the table
    on pages of its own, turned.
    """

    rows: tuple[Row, ...]
    header_rows: int = 0
    widths: tuple[float, ...] = ()
    caption: str = ""
    landscape: bool = False


@dataclass(frozen=True)
class Box:
    """专栏: a titled frame around plain blocks."""

    title: Runs
    blocks: tuple[Paragraph | Item | Table, ...]


@dataclass(frozen=True)
class Toc:
    """目录 of the headings that follow it, down to ``depth``, with page numbers."""

    title: str = "目录"
    depth: int = 2


@dataclass(frozen=True)
class AttachmentNote:
    """附件说明: the names of the attachments; a single one is not numbered."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Signature:
    """署名 and 成文日期 (as printed: 2021年9月14日); ``seal`` leaves room for a seal each."""

    names: tuple[str, ...]
    date: str
    seal: bool = True


@dataclass(frozen=True)
class Note:
    """附注, printed in （） below the date; ``text`` holds no brackets."""

    text: str


@dataclass(frozen=True)
class Named:
    """A label in 黑体 and its text, later lines flush with the first: 出席：, 列席：, 分送：."""

    label: str
    text: str


@dataclass(frozen=True)
class Blank:
    """A place to write: the label, then a line ``cells`` characters long (0: to the edge)."""

    label: str
    cells: int = 0


@dataclass(frozen=True)
class Blanks:
    """One line of places to write (签名：____ 日期：____), filled in by hand."""

    items: tuple[Blank, ...]


@dataclass(frozen=True)
class QrCode:
    """二维码 of ``content``, ``width`` mm wide with its quiet border.

    ``alternative`` is read aloud in its place. ``beside`` are paragraphs at its right, in the
    small type of tables; without any the code stands in the middle of the line.
    """

    content: str
    alternative: str
    width: float = 30
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageBreak:
    """The next block starts a page."""


Block = (
    Title
    | Label
    | Addressee
    | Heading
    | Paragraph
    | Item
    | Table
    | Box
    | Toc
    | AttachmentNote
    | Signature
    | Note
    | Named
    | Blanks
    | QrCode
    | PageBreak
)


@dataclass(frozen=True)
class Letterhead:
    """版头. ``bodies`` are full names, the sponsor 主办机关 first.

    ``style``: "file" 文件格式 (the mark ends in 文件), "letter" 信函格式, "minutes" 纪要格式
    (``bodies`` holds the whole mark, 重庆市科学技术协会办公会议纪要). ``signers`` 签发人 make
    it a 上行文, with the number at the left. A 密级 there is none: the portal holds no secrets.
    """

    bodies: tuple[str, ...]
    number: str = ""
    style: Literal["file", "letter", "minutes"] = "file"
    suffix: str = "文件"
    serial: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    issuer: str = ""
    date: str = ""


@dataclass(frozen=True)
class Colophon:
    """版记 at the foot of the last page; ``date`` as printed, without 印发.

    ``copies_label`` is 抄送, in 纪要 分送.
    """

    printed_by: str
    date: str
    copies_to: str = ""
    copies_label: str = "抄送"


@dataclass(frozen=True)
class Part:
    """A run of blocks that starts on a new page; ``attachment`` is its label (附件1) or empty."""

    blocks: tuple[Block, ...]
    attachment: str = ""
    landscape: bool = False


@dataclass(frozen=True)
class Document:
    """A whole document. ``title`` and what follows it are the file's properties.

    ``issued_on`` (ISO date or empty) is the only date that goes into the file.
    ``wide_margin`` leaves room for handwriting at the right, ``line_numbers`` counts the lines
    of each page in the left margin: options of a 征求意见稿.
    """

    title: str
    parts: tuple[Part, ...]
    kind: str = ""
    author: str = ""
    subject: str = ""
    keywords: str = ""
    language: str = "zh-CN"
    issued_on: str = ""
    letterhead: Letterhead | None = None
    colophon: Colophon | None = None
    page_numbers: bool = True
    wide_margin: bool = False
    line_numbers: bool = False


def plain(runs: Runs) -> str:
    """The characters of runs."""
    return "".join(run.text for run in runs)


def text_runs(text: str) -> Runs:
    """Plain text as runs."""
    return (Run(text),) if text else ()
