"""Make the Latin face of our PDF files: ``python -m plans.rendering.latin_font SOURCE TARGET``.

Liberation Serif cut down to U+0020-7E, with the ascent, descent and line gap of the Fandol
faces: with its own, a line with digits would be higher than one without, and a page would
hold 21 lines. A PDF's letters come from here, all else from Fandol.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Liberation Serif Latin"
ASCENT, DESCENT, LINE_GAP = 0.880, -0.120, 0.200
"""Of Fandol, in parts of the em."""
_EPOCH = 3786912000
"""A fixed date of change (2024-01-01, counted from 1904): the same file on every machine."""


def make_latin_font(source: Path, target: Path) -> None:
    """Write the subset of ``source`` to ``target``, whole or not at all."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=["kern"], hinting=False, name_IDs=[1, 2, 4, 6])
    options.drop_tables += ["FFTM"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=range(0x20, 0x7F))
    subsetter.subset(font)
    _set_metrics(font)
    _rename(font)
    font["head"].modified = _EPOCH
    aside = target.with_suffix(".part")
    font.save(aside)
    aside.replace(target)


def _set_metrics(font: TTFont) -> None:
    em = font["head"].unitsPerEm
    ascent, descent, gap = (round(part * em) for part in (ASCENT, DESCENT, LINE_GAP))
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = ascent, descent, gap
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ascent, descent, gap
    os2.usWinAscent, os2.usWinDescent = ascent, -descent


def _rename(font: TTFont) -> None:
    names = font["name"]
    style = names.getDebugName(2) or "Regular"
    texts = {1: FAMILY, 4: f"{FAMILY} {style}", 6: f"{FAMILY.replace(' ', '')}-{style}"}
    for record in list(names.names):
        if record.nameID in texts:
            names.setName(texts[record.nameID], record.nameID, 3, 1, 0x409)


if __name__ == "__main__":
    make_latin_font(Path(sys.argv[1]), Path(sys.argv[2]))
