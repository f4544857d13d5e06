"""Doubled characters that Chinese means: 人人, 一项项, 层层, 扎扎实实, 对对口, 100家家庭."""

from __future__ import annotations

import re

from plans.checks.characters import NUMERALS, is_han
from plans.checks.lexicon import words
from plans.checks.segmenter import is_word

REDUPLICATED = frozenset("".join(words("reduplicated")))
"""Characters that are doubled on their own, as far as the segmenter reads the pair as a word."""

_PARTNERS: dict[str, str] = {
    "对": "口 外 象 策 接 标 方 手 内 照 比",
    "与": "会 时俱进 日俱增",
    "和": "谐 平 睦 合 气 美",
    "从": "业 事 严 优 快 速 众 未",
    "在": "建 校 职 线 册 岗 渝 川 籍 编 读 研 场 地 外",
    "用": "户 人 水 地 能 电 工 好 途 品",
    "为": "民",
    "同": "级 类 行 业 步",
    "向": "上 善",
    "等": "级 次 值 额 距 候",
    "年": "底 度 初 末 均 会 轻 龄 终 内 产 收入",
    "月": "底 初 末 均 内",
    "日": "前 内 均 常 期",
    "市": "级 场 民 直 区 属 委 政府 县 域 外 内 容 政 情",
    "省": "级 委 内 外 直 情 政府",
    "县": "级 城 域 委 直 区 乡 情 政府",
    "区": "级 县 域 委 位 块 情 内 外 政府",
    "村": "民 级 委 庄 情 镇",
    "镇": "级 域 政府",
    "会": "长 员 议 费 场 展 期 刊",
    "中": "小 学 央",
}
"""What may follow a doubled character that ends one word and begins the next."""

_EACH, _ALL = "件项条户村点片块篇场次期步层事人处家", tuple("有都是通皆能会出落见")
_PLACES = "市省县区村镇"
_YEAR_DIGITS = tuple("〇零一二三四五六七八九")
_TITLES = "长员务内外史藏址区级"
_BODIES = "院部局厅处科室馆站所厂社组队校班会团园场中"
_BEFORE_MEASURE = re.compile(rf"[\d{NUMERALS}两每各几多首数余半整][\d{NUMERALS}余多]*$")
_MEASURES = (
    "家项个名条种类次期批位件台套所级层组队部处室院校馆站会社厂场片区座支份篇本门届轮岁米人点"
)


def is_meant(text: str, at: int) -> bool:
    """Whether the pair ``text[at:at+2]`` of equal characters can be right where the segmenter
    leaves one of them, or both, without a word."""
    char, before, after = text[at], text[:at], text[at + 2 :]
    # From the surest to the weakest sign. 进一步步 is 进一步 with a slip, no 一步步.
    if before.endswith("一") and not before.endswith("进一") and char in REDUPLICATED:
        return True
    if _is_aabb(text, at) or (char in _EACH and after[:1] in _ALL):
        return True
    if char in _MEASURES and _BEFORE_MEASURE.search(before) and is_word(char + after[:1]):
        return True
    if char in _BODIES and after[:1] and after[0] in _TITLES and is_word(char + after[0]):
        return True
    # 市市级 at the start of a phrase has no place before it that the first 市 could belong to.
    if char in _PLACES and not is_han(before[-1:]):
        return False
    partners = _PARTNERS.get(char, "").split()
    return bool(partners) and after.startswith(tuple(partners))


def is_number_meant(text: str, at: int) -> bool:
    """The same for a pair of Chinese numerals: years, 一一对应, 三三两两."""
    if text[at] not in _YEAR_DIGITS:
        return _is_aabb(text, at)
    # The fifteenth five-year plan is the only 五五 that is no slip.
    if text[at - 1 : at + 2] == "十五五" and text[at + 2 : at + 3] not in _YEAR_DIGITS:
        return True
    start, end = at, at + 2
    while text[start - 1 : start] in _YEAR_DIGITS and start:
        start -= 1
    while text[end : end + 1] in _YEAR_DIGITS and end < len(text):
        end += 1
    # Four digits are a year (二〇二二), six and more a long number; two, three and five are slips.
    if end - start in (4, *range(6, 20)) or _is_aabb(text, at):
        return True
    return text[at : at + 2] == "一一" and text[at + 2 : at + 3] in tuple(
        "对列例核说道解回落兑记细介分应"
    )


def _is_aabb(text: str, at: int) -> bool:
    for first in (at, at - 2):
        four = text[first : first + 4] if first >= 0 else ""
        if len(four) == 4 and four[0] == four[1] != four[2] == four[3]:
            return is_word(four[0] + four[2]) or is_word(four)
    return False
