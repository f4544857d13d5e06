"""版头 and 版记 in HTML for pages: 文件格式, 信函格式, 纪要格式."""

from __future__ import annotations

from html import escape

from plans.rendering import layout
from plans.rendering.blocks import Colophon, Document, Letterhead
from plans.rendering.layout import LINE_PT, mm_to_pt
from plans.rendering.measure import cells

_HALF_LEADING_MM = (LINE_PT - layout.BODY_PT) / 2 / layout.PT_PER_MM


def letterhead_html(document: Document) -> str:
    """The 版头 of the document, empty where it has none."""
    head = document.letterhead
    if head is None:
        return ""
    return {"file": _file, "minutes": _minutes, "letter": _letter}[head.style](head)


def colophon_html(document: Document) -> str:
    """The 版记; in 信函格式 just 抄送, without lines (10.1)."""
    colophon, head = document.colophon, document.letterhead
    if colophon is None:
        return ""
    copies = _copies(colophon)
    if head is not None and head.style == "letter":
        return f'<div class="colophon letter-copies">{copies}</div>' if copies else ""
    return f'<div class="colophon">{copies}{_printed(colophon)}</div>'


def _copies(colophon: Colophon) -> str:
    if not colophon.copies_to:
        return ""
    return f'<p class="copies">{escape(colophon.copies_label)}：{escape(colophon.copies_to)}</p>'


def _printed(colophon: Colophon) -> str:
    by, date = escape(colophon.printed_by), escape(colophon.date)
    return f'<div class="printed"><p>{by}</p><p>{date}印发</p></div>'


def _file(head: Letterhead) -> str:
    number = (
        _upward_number(head) if head.signers else f'<p class="number">{escape(head.number)}</p>'
    )
    return f'<div class="letterhead">{_corner(head)}{_mark(head)}{number}</div>'


def _corner(head: Letterhead) -> str:
    lines = f"<p>{escape(head.serial)}</p>" if head.serial else ""
    lines += f'<p class="urgency">{escape(head.urgency)}</p>' if head.urgency else ""
    return f'<div class="corner">{lines}</div>' if lines else ""


def _mark(head: Letterhead) -> str:
    if len(head.bodies) > 1:
        return _joint_mark(head)
    text = head.bodies[0] + head.suffix
    size = layout.mark_size_pt(int(cells(text) + 0.5))
    return f'<div class="mark" style="{_mark_place(size)}"><p>{escape(text)}</p></div>'


def _mark_place(size: float) -> str:
    top = mm_to_pt(layout.MARK_TOP_MM) - size * (layout.MARK_LINE - 1) / 2
    return f"font-size:{size}pt;padding-top:{top:.2f}pt"


def _joint_mark(head: Letterhead) -> str:
    widest = max(map(cells, head.bodies))
    size = layout.mark_size_pt(int(widest + cells(head.suffix) + 1.5))
    names = "".join(_spread(name, widest, size) for name in head.bodies)
    suffix = f"<p>{escape(head.suffix)}</p>" if head.suffix else ""
    return (
        f'<div class="mark joint" style="{_mark_place(size)}"><div>{names}</div>'
        f"<div>{suffix}</div></div>"
    )


def _spread(name: str, widest: float, size: float) -> str:
    gaps = len(name) - 1
    space = (widest - cells(name)) / gaps if gaps else 0.0
    spread = f"letter-spacing:{space * size:.2f}pt;margin-right:{-space * size:.2f}pt"
    return f'<p style="{spread}">{escape(name)}</p>'


def _upward_number(head: Letterhead) -> str:
    """Number at the left, signers at the right, two in a row, the last beside the number."""
    rows = [head.signers[at : at + 2] for at in range(0, len(head.signers), 2)]
    written = []
    for number, row in enumerate(rows):
        left = escape(head.number) if number == len(rows) - 1 else ""
        label = "签发人：" if number == 0 else "　　　　"
        names = "　".join(map(escape, row))
        written.append(
            f'<div class="upward"><p>{left}</p>'
            f'<p class="signers">{label}<span class="signer">{names}</span></p></div>'
        )
    return f'<div class="number">{"".join(written)}</div>'


def _minutes(head: Letterhead) -> str:
    size = layout.mark_size_pt(int(cells(head.bodies[0]) + 0.5))
    mark = f'<div class="mark" style="{_mark_place(size)}"><p>{escape(head.bodies[0])}</p></div>'
    issue = f'<p class="issue">{escape(head.number)}</p>' if head.number else ""
    line = f"<p>{escape(head.issuer)}</p><p>{escape(head.date)}</p>"
    return (
        f'<div class="letterhead">{_corner(head)}{mark}{issue}'
        f'<div class="number minutes">{line}</div></div>'
    )


def _letter(head: Letterhead) -> str:
    """Mark 30 mm from the paper's top, double lines under it and near the foot (10.1)."""
    above = layout.PORTRAIT.top - layout.LETTER_MARK_TOP_MM
    size = layout.mark_size_pt(int(cells(head.bodies[0]) + 0.5))
    size_mm = size / layout.PT_PER_MM
    first = size_mm - above + layout.LETTER_RULE_GAP_MM
    foot = layout.PORTRAIT.height - layout.PORTRAIT.top - layout.LETTER_RULE_BOTTOM_MM
    gap = layout.BODY_PT * 7 / 8 / layout.PT_PER_MM - _HALF_LEADING_MM
    height = first + layout.LETTER_RULE_HEIGHT_MM + gap
    mark = f'style="top:-{above}mm;font-size:{size}pt;line-height:1"'
    left = "".join(f"<p>{escape(text)}</p>" for text in (head.serial, head.urgency) if text)
    return (
        f'<div class="letterhead letter" style="padding-top:{height:.3f}mm">'
        f'<div class="mark" {mark}><p>{escape(head.bodies[0])}</p></div>'
        f'<div class="double first" style="top:{first:.3f}mm"></div>'
        f'<div class="double last" style="top:{foot - layout.LETTER_RULE_HEIGHT_MM:.3f}mm"></div>'
        f'<div class="letter-number"><div>{left}</div><p>{escape(head.number)}</p></div></div>'
    )
