"""Search terms: two Chinese characters are enough to be found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.text.bigrams import bigrams, query_terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("科普能力", ["科普", "普能", "能力"]),
        ("科普，能力", ["科普", "能力"]),
        ("５Ｇ网络与WPS Office", ["5g", "网络", "络与", "wps", "office"]),
        ("到2035年", ["到", "2035", "年"]),
        ("科普科普", ["科普", "普科"]),
        ("𠮷祥二〇三五", ["𠮷祥", "祥二", "二〇", "〇三", "三五"]),
    ],
)
def test_terms_of_a_text(text, terms):
    assert bigrams(text) == terms


@pytest.mark.parametrize(
    ("query", "terms"), [("科", []), ("科普", ["科普"]), ("2035年", ["2035"]), ("，", [])]
)
def test_terms_of_a_query(query, terms):
    assert query_terms(query) == terms


@given(st.text(alphabet="科普能力， 2a", min_size=2), st.data())
def test_a_text_has_the_terms_of_every_chinese_phrase_in_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    phrase = text[start : data.draw(st.integers(start + 1, len(text)))]
    if not set(phrase) & set("2a"):
        assert set(query_terms(phrase)) <= set(bigrams(text))
