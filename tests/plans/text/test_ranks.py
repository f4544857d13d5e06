"""Order keys: there is always room between two, and string order is the order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.text.ranks import between, spread, translated


@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=80))
def test_inserting_anywhere_keeps_the_order(places):
    ranks: list[str] = []
    for place in places:
        at = place % (len(ranks) + 1)
        low = ranks[at - 1] if at else None
        high = ranks[at] if at < len(ranks) else None
        ranks.insert(at, between(low, high))
    assert ranks == sorted(set(ranks))
    assert all(not rank.endswith("0") for rank in ranks)


def test_always_in_front_stays_short_enough():
    rank = between(None, None)
    for _ in range(200):
        rank = between(None, rank)
    assert len(rank) <= 60


def test_always_at_the_end_stays_short():
    rank = between(None, None)
    for _ in range(1000):
        rank = between(rank, None)
    assert len(rank) <= 40


@pytest.mark.parametrize("count", [0, 1, 17, 18, 40, 2000])
def test_a_level_at_once(count):
    ranks = spread(count)
    assert ranks == sorted(set(ranks))
    assert len(ranks) == count
    assert all(rank and not rank.endswith("0") for rank in ranks)


def test_no_room_is_an_error():
    with pytest.raises(ValueError, match="no rank"):
        between("m", "m")


@pytest.mark.parametrize(
    ("low", "high", "rank"),
    [
        (None, None, "i"),
        (None, "i", "9"),
        (None, "1", "0i"),
        (None, "01", "00i"),
        ("i", None, "j"),
        ("y", None, "z"),
        ("z", None, "z1"),
        ("zz", None, "zz1"),
        ("a", "c", "b"),
        ("a", "b", "ai"),
        ("az", "b", "azi"),
        ("a", "az", "ah"),
        ("a", "a1", "a0i"),
        ("a5", "b", "ak"),
    ],
)
def test_the_rank_between_two(low: str | None, high: str | None, rank: str) -> None:
    assert between(low, high) == rank
    assert (low or "") < rank < (high or "~")


@pytest.mark.parametrize(("low", "high"), [("m", "m"), ("n", "m"), (None, "")])
def test_no_rank_stands_between_what_is_not_in_order(low: str | None, high: str) -> None:
    with pytest.raises(ValueError, match="no rank between"):
        between(low, high)


@pytest.mark.parametrize(
    ("count", "ranks"),
    [
        (0, []),
        (1, ["i"]),
        (2, ["c", "o"]),
        (3, ["9", "i", "r"]),
        (17, list("2468acegikmoqsuwy")),
    ],
)
def test_the_ranks_of_a_level(count: int, ranks: list[str]) -> None:
    assert spread(count) == ranks


def test_the_ranks_of_a_level_that_needs_two_digits() -> None:
    ranks = spread(18)
    assert (ranks[:3], ranks[-1], len(ranks)) == (["1w", "3s", "5o"], "y", 18)


PAIRS = [("1", "9"), ("15", "i"), ("2", "r")]


@pytest.mark.parametrize(
    ("old", "new"),
    [("1", "9"), ("15", "i"), ("2", "r"), ("11", "9011"), ("0z", "00z"), ("zz", "r0zz")],
)
def test_a_key_of_a_level_that_was_written_anew(old: str, new: str) -> None:
    assert translated(old, PAIRS) == new


@given(st.sets(st.text("0123456789az", min_size=1, max_size=6), min_size=2, max_size=30), st.data())
def test_the_order_of_a_level_survives_being_written_anew(keys, data):
    ranks = sorted({key for key in keys if not key.endswith("0")})
    here = sorted(data.draw(st.sets(st.sampled_from(ranks)))) if ranks else []
    pairs = list(zip(here, spread(len(here)), strict=True))
    found = [translated(rank, pairs) for rank in ranks]
    assert found == sorted(set(found))
