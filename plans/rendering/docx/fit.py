"""A short notice whose 署名 would stand alone on page two: its line pitch is adjusted.

So the standard wants it (7.3.5.4: 调整行距) instead of a page that says （此页无正文）. Longer
texts need no care: there the paragraph before the signature goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from plans.rendering import layout
from plans.rendering.blocks import (
    Addressee,
    Block,
    Heading,
    Item,
    Letterhead,
    Paragraph,
    Part,
    Signature,
    Title,
)
from plans.rendering.docx.estimate import block_lines
from plans.rendering.docx.geometry import head_height
from plans.rendering.docx.units import mm
from plans.rendering.layout import LINE_PT, TWIPS_PER_PT
from plans.rendering.measure import gap_lines

_HEIGHT = mm(layout.PORTRAIT.text_height) / TWIPS_PER_PT
_WIDEST_PT = LINE_PT * 1.2
_NARROWEST_PT = LINE_PT * 0.88
_SLACK_PT = 3.0
"""More than programs differ in where a page ends."""


@dataclass(frozen=True)
class Fit:
    """What is set otherwise than usual: line pitch of text and 主送机关, lines above 署名."""

    line: float = LINE_PT
    gap: float | None = None


def is_text(block: Block) -> bool:
    """Whether a block is 正文."""
    return isinstance(block, Paragraph | Heading | Item)


def fit_notice(part: Part, head: Letterhead | None) -> Fit:
    """How to set a part below its letterhead so that text and signature share a page."""
    text = [block for block in part.blocks if is_text(block)]
    signed = [block for block in part.blocks if isinstance(block, Signature)]
    if head is None or len(text) != 1 or len(signed) != 1 or len(signed[0].names) != 1:
        return Fit()
    at = part.blocks.index(signed[0])
    if part.blocks[at - 1] is not text[0]:
        return Fit()
    before = part.blocks[:at]
    free = _HEIGHT - head_height(head) / TWIPS_PER_PT - _height(before, part)
    lines = sum(block_lines(one) for one in before if isinstance(one, Addressee) or is_text(one))
    return _fit(free, lines, block_lines(text[0]), gap_lines(text[0], signed[0], part))


def _fit(free: float, lines: float, text_lines: float, gap: int) -> Fit:
    """``free`` points below the text, ``lines`` that can be spread or drawn together."""
    signature = 2 * LINE_PT
    if free < 0 or free >= gap * LINE_PT + signature:
        return Fit()
    if free >= LINE_PT + signature + _SLACK_PT:
        return Fit(gap=(free - signature - _SLACK_PT) / LINE_PT)
    spread = LINE_PT + (free + _SLACK_PT) / lines
    if text_lines > 1 and spread <= _WIDEST_PT:
        return Fit(line=spread)
    drawn = LINE_PT - (LINE_PT + signature + _SLACK_PT - free) / lines
    if drawn >= _NARROWEST_PT:
        return Fit(line=drawn, gap=1)
    return Fit()


def _height(blocks: tuple[Block, ...], part: Part) -> float:
    height, previous = 0.0, None
    for block in blocks:
        height += gap_lines(previous, block, part, headed=previous is None) * LINE_PT
        height += block_lines(block) * LINE_PT
        if isinstance(block, Title):
            height -= (layout.TITLE_LINE_PT - layout.TITLE_PT) / 2
        previous = block
    return height
