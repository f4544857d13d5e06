"""A quote is kept with what stands around it, counted in code points."""

from __future__ import annotations

import pytest

from consultation.passages.quoting import Standing, standing
from plans.models import EditionProvision

TEXT = "甲" * 40 + "提升科学素质" + "乙" * 40
PLACE = EditionProvision(title="科普", text=TEXT)


def test_a_quote_keeps_32_characters_on_either_side() -> None:
    assert standing(PLACE, "提升科学素质") == Standing("提升科学素质", "甲" * 32, "乙" * 32, 43)


def test_offsets_count_code_points() -> None:
    place = EditionProvision(title="题", text="𠮷祥如意")
    assert standing(place, "祥如") == Standing("祥如", "题\n𠮷", "意", 3)


@pytest.mark.parametrize("place", [PLACE, None])
def test_a_quote_that_is_not_there_stands_nowhere(place: EditionProvision | None) -> None:
    assert standing(place, "丙") == Standing("丙", "", "", None)
