"""What tells who a person is goes out of free text; all else stays as it was written."""

from __future__ import annotations

import time

import pytest

from consultation.passages.personal import masked

GONE = "［已隐去］"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("请打13812345678。", f"请打{GONE}。"),
        ("请打 138-1234-5678 或+86 138 1234 5678", f"请打 {GONE} 或{GONE}"),
        ("电话023-63659999，（023）63659999", f"电话{GONE}，{GONE}"),
        ("身份证50010119900307123X号", f"身份证{GONE}号"),
        ("旧证500101900307123", f"旧证{GONE}"),
        ("写信到wang.wu@example.com。", f"写信到{GONE}。"),
        ("微信号：wangwu_88，QQ123456", f"微信号：{GONE}，QQ{GONE}"),
        ("姓名：王小五，建议如下", "姓名：某某，建议如下"),
        ("１３８１２３４５６７８", GONE),
    ],
)
def test_numbers_addresses_and_named_names_are_hidden(text: str, kept: str) -> None:
    assert masked(text) == kept
    assert masked(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "到2025年培训12000人次，投入1380000万元，占比13.5%。",
        "渝科协发〔2021〕60号，第138页，编号138123456789012",
        "建设10000个服务站，每年20250101至20251231",
        "王府井、张家界、李家沱的科普馆",
    ],
)
def test_what_is_no_persons_stays(text: str) -> None:
    assert masked(text) == text.replace("138123456789012", GONE)


def test_ones_own_name_is_hidden_where_it_is_a_name() -> None:
    assert masked("我是王五，王五建议", "王五") == "我是某某，某某建议"
    assert masked("我是一名教师，教师建议", "教师") == "我是一名教师，教师建议"
    assert masked("建议", "") == "建议"


def test_a_long_text_takes_no_long_time() -> None:
    start = time.perf_counter()
    for piece in ("1", "a.", "微信", "姓 名：", "0", "１３"):
        masked(piece * 20_000)
    assert time.perf_counter() - start < 5
