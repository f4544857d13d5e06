"""发文字号: what is one, and how it is printed."""

from __future__ import annotations

import pytest

from plans.errors import InvalidInput
from plans.text.document_numbers import (
    Found,
    blank_number,
    find_number,
    is_number,
    parts_of,
    printed_number,
    tidy_number,
)


def test_a_number_as_printed() -> None:
    assert printed_number("渝科协发", 2021, 60) == "渝科协发〔2021〕60号"
    assert blank_number(2021) == "〔2021〕　号"
    assert parts_of("渝科协发〔2021〕60号") == ("渝科协发", 2021, 60)


@pytest.mark.parametrize(
    "text",
    ["渝科协发[2021]60号", "渝科协发〔2021〕060号", "渝科协发〔2021〕0号", "〔2021〕60号", ""],
)
def test_what_is_not_printed_so_has_no_parts(text: str) -> None:
    assert parts_of(text) is None


@pytest.mark.parametrize("brackets", ["〔〕", "﹝﹞", "[]", "［］", "【】", "()", "（）", "〈〉"])
def test_every_bracket_that_people_write_is_known(brackets: str) -> None:
    written = f"渝科协发{brackets[0]}2020{brackets[1]}第86号"
    assert is_number(written)
    assert find_number(f"附：{written}") == Found("渝科协发〔2020〕86号", 14)
    assert tidy_number(written) == "渝科协发〔2020〕86号"


def test_a_line_with_more_in_it_is_no_number() -> None:
    assert not is_number("渝科协发〔2020〕86号 签发人")
    assert find_number("渝科协 〔 2020 〕 86 号") == Found("渝科协〔2020〕86号", 17)
    assert find_number("2020年86号") is None
    with pytest.raises(InvalidInput):
        tidy_number("渝科协发2020年86号")
