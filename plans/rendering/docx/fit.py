"""A short notice whose 署名 would stand alone on page two: its spacing is adjusted.

The standard wants that instead of a page that says （此页无正文）. Longer texts need no care:
there the paragraph before the signature goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
from plans.rendering.docx.geometry import SEAL_GAP, head_height
from plans.rendering.docx.units import mm
from plans.rendering.layout import LINE_PT, TWIPS_PER_PT
from plans.rendering.measure import gap_lines, seal_grid

_HEIGHT = mm(layout.PORTRAIT.text_height) / TWIPS_PER_PT
_SLACK_PT = 3.0
"""More than programs differ in where a page ends."""
_SHARES = {Title: 1, Addressee: 2}
_TEXT_SHARE = 2
_MOST_LINES = 3


@dataclass(frozen=True)
class Fit:
    """Points to add above a block, by its place in the part; lines above 署名, if not usual."""

    above: Mapping[int, float] = field(default_factory=dict)
    gap: float | None = None


def is_text(block: Block) -> bool:
    """Whether a block is 正文."""
    return isinstance(block, Paragraph | Heading | Item)


def fit_notice(part: Part, head: Letterhead | None) -> Fit:
    """How to set a part below its letterhead so that text and signature share a page."""
    text = [block for block in part.blocks if is_text(block)]
    signed = [block for block in part.blocks if isinstance(block, Signature)]
    if head is None or len(text) != 1 or len(signed) != 1:
        return Fit()
    at = part.blocks.index(signed[0])
    if part.blocks[at - 1] is not text[0]:
        return Fit()
    free = _HEIGHT - head_height(head) / TWIPS_PER_PT - _height(part.blocks[:at], part)
    gap = gap_lines(text[0], signed[0], part)
    return _fit(free, part.blocks[:at], gap, signature_height(signed[0]))


def signature_height(block: Signature) -> float:
    """Points from the first name to below the date."""
    if len(block.names) == 1 or not block.seal:
        return (len(block.names) + 1) * LINE_PT
    rows = len(seal_grid(block.names, block.date).rows)
    return (rows + 1) * LINE_PT + (rows - 1) * SEAL_GAP / TWIPS_PER_PT


def _fit(free: float, blocks: tuple[Block, ...], gap: int, signature: float) -> Fit:
    """``free`` points are left on page one below the ``blocks``, of which the last is the text."""
    if free < 0 or free >= gap * LINE_PT + signature:
        return Fit()
    if free >= LINE_PT + signature + _SLACK_PT:
        return Fit(gap=(free - signature - _SLACK_PT) / LINE_PT)
    if block_lines(blocks[-1]) > 1 and free <= _MOST_LINES * LINE_PT:
        return Fit(above=_spread(free + _SLACK_PT, blocks))
    return Fit()


def _spread(points: float, blocks: tuple[Block, ...]) -> dict[int, float]:
    """So much more space above title, 主送机关 and text that the text's last line goes over."""
    shares = {at: _SHARES.get(type(block), 0) for at, block in enumerate(blocks[:-1])}
    shares[len(blocks) - 1] = _TEXT_SHARE
    return {at: points * share / sum(shares.values()) for at, share in shares.items() if share}


def _height(blocks: tuple[Block, ...], part: Part) -> float:
    height, previous = 0.0, None
    for block in blocks:
        height += gap_lines(previous, block, part, headed=previous is None) * LINE_PT
        height += block_lines(block) * LINE_PT
        if isinstance(block, Title):
            height -= (layout.TITLE_LINE_PT - layout.TITLE_PT) / 2
        previous = block
    return height
