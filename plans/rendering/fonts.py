"""Where the fonts of our PDF files are, and what the machine lacks to render them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from ctypes.util import find_library
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from plans.errors import DomainError

FONT_DIR = Path(__file__).resolve().parents[2] / "var" / "fonts"
"""Filled by ``fetch_fonts.sh``, which ``make setup`` calls."""


@dataclass(frozen=True)
class FontFile:
    """A font file and the family (with weight) under which the PDF's style sheet knows it."""

    name: str
    family: str
    bold: bool = False


FILES = (
    FontFile("LiberationSerifLatin-Regular.ttf", "Liberation Serif Latin"),
    FontFile("LiberationSerifLatin-Bold.ttf", "Liberation Serif Latin", bold=True),
    FontFile("FandolFang-Regular.otf", "FandolFang"),
    FontFile("FandolKai-Regular.otf", "FandolKai"),
    FontFile("FandolHei-Regular.otf", "FandolHei"),
    FontFile("FandolSong-Regular.otf", "FandolSong"),
    FontFile("FandolSong-Bold.otf", "FandolSong", bold=True),
)

SYNTHETIC_BOLD = (
    FontFile("FandolFang-Stroked.otf", "FandolFang", bold=True),
    FontFile("FandolKai-Stroked.otf", "FandolKai", bold=True),
)
"""Faces without a bold of their own: links to the same files, drawn with a stroke."""

_NARROWEST, _NOT_IN_ALL = "FandolHei-Regular.otf", "ˊˋ↗↘"


def missing_fonts(folder: Path = FONT_DIR) -> list[str]:
    """Names of the font files that are not there."""
    return [file.name for file in (*FILES, *SYNTHETIC_BOLD) if not (folder / file.name).is_file()]


def missing_requirements(folder: Path = FONT_DIR) -> list[str]:
    """What documents cannot be rendered well without, each a Chinese sentence; [] if nothing."""
    return [*_font_complaints(missing_fonts(folder)), *_library_complaints()]


def require_fonts(folder: Path = FONT_DIR) -> None:
    """Raise DomainError with a sentence for the user unless every font is there."""
    complaints = _font_complaints(missing_fonts(folder))
    if complaints:
        raise DomainError(complaints[0])


@lru_cache(maxsize=4)
def fingerprint(folder: Path = FONT_DIR) -> str:
    """SHA-256 over the font files, for the key under which a PDF is kept."""
    total = hashlib.sha256()
    for file in FILES:
        total.update(file.name.encode())
        total.update(hashlib.sha256((folder / file.name).read_bytes()).digest())
    return total.hexdigest()


@lru_cache(maxsize=4)
def covered(folder: Path = FONT_DIR) -> frozenset[int]:
    """Code points that every Fandol face has; others come from another font.

    Read from the face that has the fewest: reading all five takes a quarter of a second.
    """
    with TTFont(folder / _NARROWEST, lazy=True) as face:
        return frozenset(face.getBestCmap()) - frozenset(map(ord, _NOT_IN_ALL))


def _font_complaints(missing: Iterable[str]) -> list[str]:
    names = "、".join(missing)
    if not names:
        return []
    return [f"缺少公文字体（{names}），暂不能生成PDF。请管理员执行 make setup 安装字体。"]


def _library_complaints() -> list[str]:
    if find_library("harfbuzz-subset"):
        return []
    return ["缺少系统软件包 libharfbuzz-subset0，生成PDF会慢七八倍。请管理员执行 make setup 安装。"]
