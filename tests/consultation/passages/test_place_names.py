"""What people write for a place: chapters, sections, tasks, paragraphs, 同上, pages; no guesses."""

from __future__ import annotations

from typing import Any

import pytest

from consultation.incoming.letter_text import guess
from consultation.passages.place_names import Named, Places
from plans.models import EditionProvision

SHAPE = (
    # key, above, kind, number, title, text
    (1, None, "chapter", "一、", "总体要求", "第一段。\n第二段。\n第三段。"),
    (2, 1, "section", "（一）", "指导思想", ""),
    (3, 1, "section", "（二）", "基本原则", ""),
    (4, 1, "section", "（三）", "发展目标", "甲。\n乙乙乙。"),
    (5, None, "chapter", "二、", "推动科技经济深度融合发展", ""),
    (6, 5, "section", "（一）", "搭建融合平台", ""),
    (7, 6, "task", "1.", "建设科技小院", "建设一百个。"),
    (8, 6, "task", "2.", "办好年会", ""),
    (9, 5, "section", "（三）", "服务企业", ""),
    (10, 9, "task", "3.", "组建服务团", ""),
    (11, None, "chapter", "十、", "保障措施", ""),
    (12, 11, "task", "21.", "强化引领", ""),
    (13, 11, "task", "22.", "加强领导", ""),
)


def provisions(shape: tuple[tuple[Any, ...], ...] = SHAPE) -> list[EditionProvision]:
    names = ("pk", "parent_id", "kind", "number", "title", "text")
    return [
        EditionProvision(
            **{"order": at, "provision_id": row[0], **dict(zip(names, row, strict=True))}
        )
        for at, row in enumerate(shape)
    ]


def told(named: Named) -> object:
    if named.unknown:
        return "?"
    key = named.place.pk if named.place else 0
    return (key, named.paragraph) if named.paragraph else key


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("21.强化引领", 12), ("强化引领", 12), ("“强化引领”", 12), ("21、强化引领", 12),
        ("第21项任务", 12), ("第二十一项任务", 12), ("第 21 项重点任务", 12), ("任务21", 12),
        ("任务２１", 12), ("重点任务二十一", 12), ("第21条", 12), ("21", 12), ("22.", 13),
        ("第十章", 11), ("第10章", 11), ("十、", 11), ("十", 11), ("第十部分", 11),
        ("十、保障措施 21.强化引领", 12), ("二、……3.", 10), ("第二章任务3", 10),
        ("第二章第（三）节", 9), ("二（三）", 9), ("第二章第三节", 9), ("第二章（三）服务企业", 9),
        ("二、推动科技经济深度融合发展（三）服务企业 3.组建服务团", 10),
        ("保障措施（第3页）", 11), ("第十章 P12", 11), ("科技经济深度融合", 5),
        ("“推动科技经济深度融合发展”部分", 5),
        ("第一章第二段", (1, "第二段。")), ("（二）基本原则", 3),
        ("第一章（三）第二段", (4, "乙乙乙。")), ("任务1第1段", (7, "建设一百个。")),
        ("", 0), ("  ", 0), ("全文", 0), ("整体", 0),
        ("（三）", "?"), ("（三）第二段", "?"), ("任务99", "?"), ("第十一章", "?"),
        ("99", "?"), ("第一章第九段", "?"), ("没有这样的标题", "?"), ("？", "?"), ("目标", "?"),
    ],
)  # fmt: skip
def test_a_cell_names_a_place(words: str, meant: object) -> None:
    assert told(Places(provisions()).named(words)) == meant


def test_a_number_of_any_length_is_no_fault() -> None:
    places = Places(provisions())
    words = ("1" * 5000, f"任务{'1' * 5000}", f"第{'九' * 5000}章")
    assert [told(places.named(one)) for one in words] == ["?", "?", "?"]


def test_as_above_is_the_place_of_the_row_before() -> None:
    places = Places(provisions())
    first = places.named("任务3")
    assert [told(places.named(one, first)) for one in ("同上", " 同上。", "〃")] == [10, 10, 10]
    assert told(places.named("同上")) == 0


def test_numbers_that_restart_are_found_below_what_stands_before_them_alone() -> None:
    restarting = tuple(
        (*row[:3], f"{1 if row[0] in (7, 10, 12) else 2}.", *row[4:])
        if row[2] == "task" else row
        for row in SHAPE
    )  # fmt: skip
    places = Places(provisions(restarting))
    words = ("任务1", "第十章任务1", "第二章（三）1.", "第十章第2项任务", "第5项任务", "任务6")
    assert [told(places.named(one)) for one in words] == ["?", 12, 10, 13, 13, "?"]


@pytest.mark.parametrize(
    ("passage", "meant"),
    [
        ("建议第21项任务中增加考核内容。", 12), ("任务21应当细化", 12),
        ("对任务3、任务21的意见", 10), ("第十章内容偏少", 11),
        ("建议修改第一章第（三）部分第二段的表述", (4, "乙乙乙。")),
        ("“第二章（三）”请补充", 9), ("关于建设科技小院的数量", 7),
        ("第1项任务第1段重复", (7, "建设一百个。")), ("三、建议增加投入。", 0),
        ("（三）建议修改措辞。", 0),
        ("1.建议加强宣传。", 0),
        ("第一条意见如下", 0), ("2025年任务3个", 0), ("没有意见", 0), ("任务99请删去", 0),
    ],
)  # fmt: skip
def test_running_text_counts_where_it_plainly_refers(passage: str, meant: object) -> None:
    assert told(Places(provisions()).mentioned(passage)) == meant


def test_a_letters_opinion_is_put_to_the_paragraph_it_names() -> None:
    found = guess("建议完善任务1第1段的表述。", provisions())
    assert (found.place and found.place.pk, found.quote) == (7, "建设一百个。")
