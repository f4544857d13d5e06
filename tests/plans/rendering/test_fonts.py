"""The fonts are there, alike in height, and what is missing is said."""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont

from plans.rendering import latin_font
from plans.rendering.fonts import (
    FILES,
    FONT_DIR,
    SYNTHETIC_BOLD,
    covered,
    missing_fonts,
    missing_requirements,
)


def test_nothing_is_missing_here() -> None:
    assert missing_requirements() == []


def test_every_missing_font_is_named(tmp_path: Path) -> None:
    assert missing_fonts(tmp_path) == [file.name for file in (*FILES, *SYNTHETIC_BOLD)]
    assert [text for text in missing_requirements(tmp_path) if "字体" in text] != []


def test_the_faces_cover_gb2312() -> None:
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    characters = {pair.decode("gb2312", "ignore") for pair in pairs} - {""} | {"〇"}
    assert {char for char in characters if ord(char) not in covered()} == set()


def test_what_is_covered_is_in_every_face() -> None:
    faces = [file.name for file in FILES if file.name.startswith("Fandol")]
    maps = [set(TTFont(FONT_DIR / name, lazy=True).getBestCmap()) for name in faces]
    assert covered() == set.intersection(*maps)


def test_the_latin_face_is_as_high_as_the_chinese() -> None:
    heights = set()
    for name in ("LiberationSerifLatin-Regular.ttf", "FandolFang-Regular.otf"):
        font = TTFont(FONT_DIR / name)
        em = font["head"].unitsPerEm
        heights.add(
            tuple(round(getattr(font["hhea"], key) / em, 2) for key in ("ascent", "descent"))
        )
    assert heights == {(latin_font.ASCENT, latin_font.DESCENT)}


def test_the_latin_face_holds_ascii_and_nothing_else() -> None:
    font = TTFont(FONT_DIR / "LiberationSerifLatin-Regular.ttf")
    assert sorted(font.getBestCmap()) == list(range(0x20, 0x7F))
