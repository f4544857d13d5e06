"""发文字号, e.g. 渝科协发〔2021〕60号: as it is printed (GB/T 9704, 7.2.5), as people write it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.errors import InvalidInput

_OPEN, _CLOSE = r"[〔﹝\[［【(（〈]", r"[〕﹞\]］】)）〉]"
"""People write the brackets of the year in every way that a keyboard offers."""
_YEAR = re.compile(rf"{_OPEN}([0-9]{{4}}){_CLOSE}第?0*")
_PRINTED = re.compile(r"(.+)〔([0-9]{4})〕([1-9][0-9]*)号")
_WRITTEN = re.compile(
    rf"([\u4e00-\u9fff]{{1,24}})\s*{_OPEN}\s*((?:19|20)\d\d)\s*{_CLOSE}\s*第?\s*(\d{{1,5}})\s*号"
)


@dataclass(frozen=True)
class Found:
    """A number in a line: as it should be printed, and how many characters it takes there."""

    printed: str
    length: int


def printed_number(code: str, year: int | str, serial: int | str) -> str:
    """代字〔年份〕序号号, in 六角括号."""
    return f"{code}〔{year}〕{serial}号"


def blank_number(year: int) -> str:
    """What a draft shows where no number is given yet."""
    return printed_number("", year, "　")


def tidy_number(text: str) -> str:
    """A number as the standard prints it: 六角括号, no spaces, no 第, no leading zero.

    InvalidInput when it is none.
    """
    tidy = _YEAR.sub(r"〔\1〕", "".join(text.split()), count=1)
    if not _PRINTED.fullmatch(tidy):
        raise InvalidInput("发文字号应写成“代字〔年份〕序号号”，例如：渝科协发〔2021〕60号。")
    return tidy


def parts_of(text: str) -> tuple[str, int, int] | None:
    """代字, year and serial of a printed number; None where the text is none."""
    match = _PRINTED.fullmatch(text)
    return (match[1], int(match[2]), int(match[3])) if match else None


def is_number(text: str) -> bool:
    """Whether the text is one number and nothing else, in whatever brackets."""
    return _WRITTEN.fullmatch(text) is not None


def find_number(text: str) -> Found | None:
    """The first number in a text, whatever its brackets and spaces."""
    match = _WRITTEN.search(text)
    return Found(printed_number(match[1], match[2], match[3]), len(match[0])) if match else None
