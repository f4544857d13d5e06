"""Targets 目标值 as a plan states them: what, by when, how much; in sentences and in tables.

Shapes: 公民具备科学素质的比例超过15% · 打造30个科技强镇 · 建成市级科普基地100个 · a table whose
head names years. A value belongs to the nearest year before it in its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plans.checks.characters import HAN
from plans.checks.draft import Passage
from plans.checks.numerals import value_of

_UNITS = {
    "%": "%", "％": "%", "个百分点": "百分点", "人次": "人次", "人": "人", "名": "人", "位": "人",
    "元": "元", "平方米": "平方米", "公里": "公里",
    "小时": "小时", "篇": "篇", "次": "次", "场次": "次",
    "场": "次", "期": "次", "年": "年",
} | dict.fromkeys("个家项所座处支部件册种条台套辆门只户批", "个")  # fmt: skip
# No target has more figures; without a bound 1,1,1,… is read to its end from each of them.
_NUMBER = r"\d[\d,]{0,19}(?:\.\d{1,9})?"
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_VALUE = re.compile(
    rf"(?<![\dA-Za-z.第\-—+])(?P<low>{_NUMBER})(?:\s*[%％]?\s*[—–~～至到-]\s*(?P<high>{_NUMBER}))?\s*"
    rf"(?P<scale>[十百千]?[万亿]?)(?:多|余)?(?P<unit>{_UNIT})"
    rf"|百分之(?P<cn>[零一二三四五六七八九十]+)"
)
_YEAR = re.compile(
    r"(20\d\d)\s*年?(?:底|末)?|(二[〇零][〇零一二三四五六七八九]{2})年|(?P<end>(?:“?十[一二三四五六七八九]?五”?|规划)期?末|五年(?:内|后))"
)
_REACH = re.compile(
    r"(?P<verb>(?:提高|提升|增加|增长|扩大|上升|发展|下降|降低|缩短|压缩|拓展|恢复|保持|控制|稳定|维持|增|升|降)(?:到|至|在|为)了?"
    r"|达到?了?|达成|超过?|突破|不?高于|不?低于|不?少于|不超过|大于|小于|实现|完成|约?为|占|是|有|在|≥|≤|>|<|≧)"
    r"(?:约|近|约为|不低于|不少于|超过?|至少|的|年)*\s*$"
)
_AUXILIARY = re.compile(
    r"(?:力争|争取|预计|将|要|应|均|基本|稳定|普遍|总体|累计|再|至少|最终|合计|共|稳步|大幅|进一步|可)+$"
)
_CHANGE = re.compile(
    r"(?:增长|提高|提升|增加|下降|降低|上升|新增|减少)(?:了|约|近|超过|不低于)?\s*$"
)
_FROM = re.compile(r"(?:由|从)[^，。；由从]{0,14}$")
_SCOPE = re.compile(
    r"每年|年均|每半年|每季度|每月|每[个家所名人座]?[\u4e00-\u9fff]{0,4}"
    r"|各(?:区县|县区|单位|学会|级)|人均|平均|单位|[一二三四五六]年(?:内|累计|共)|累计"
)
_GENERIC = re.compile(
    r"^(?:项目|计划|预计|工程|新增|总|年|一次性|最高|给予|专项|奖补|合同|配套|财政|每人|其中|一期|二期"
    r"|面向|参与|参加|设置|设有|配备|设)*(?:投资|建筑面积|展厅面积|展览面积|占地面积|使用面积|面积"
    r"|资金|金额|经费|奖补|奖励|资助|补助|补贴|总长|人员|专家|志愿者|展厅|展区|以上|学员)?$"
)
_NEW = re.compile(r"新(?:建|增|培育|认定|打造|创建|设|发展|组建|命名)")
_LEADS = re.compile(
    "^(?:(?:全市|我市|本市|全省|我省|全区|我区|全县|我县|全国|全社会|重庆市?|全体|各区县|每年|年均|到|至|使|让|并|再|新|约|近|共|将|要|时期?"
    "|期间|前|年|底|末|市(?!级|场|民|直)|的|和|及|十[一二三四五六七八九]五|确保|力争|争取|预计|累计|实现|推动|推进|促进|带动|保障|努力"
    "|聚力|着力|积极|大力|进一步|集中力量|建成|建设|建立|打造|培育|创建|发展|组建|形成|拥有|完成|达到|做到|扶持|以上)(?=.{3}))+"
)
_DROPPED = re.compile(
    "的|具备|基本|人均|年均|每年|所属|人群|人数|数量|总数|总量|总数量|总规模|总体|力争|累计|覆盖到|[“”‘’《》（）()\\s]"
)
_SAME = (
    ("占比", "比例"),
    ("比重", "比例"),
    ("所占", ""),
    ("覆盖比例", "覆盖率"),
    ("家数", ""),
    ("个数", ""),
)
_TITLE = re.compile("《[^》]{0,100}》")
_ANNOUNCED = re.compile(r"(?:到|至|展望)\s*(20\d\d)\s*年")
# 项目, 基地 and the like are named in every task with another number.
_SHORTEST = 4
_PAST = re.compile(r"已|截至|目前|现有|五年来|以来|“?十三五”?(?:期间|时期|以来)|过去|此前|当前|曾")
_HEAD_YEAR = re.compile(r"(20\d\d)|目标|期末")
_COUNTED = re.compile(rf"(?![和与及并且或以等])[{HAN}A-Za-z“”]{{2,16}}")
_CELL = re.compile(rf"^[≥≤><＞＜≧≦约]*\s*(?P<low>{_NUMBER})(?P<unit>[%％]?)(?:以上|左右|以内)?$")


@dataclass(frozen=True, eq=False)
class Target:
    """``what`` and ``unit`` normalised for comparing, ``scope`` (每年, 新建, 增长 …) set apart;
    ``year`` None: not said, so the end of the plan. ``is_aim``: an aim of the plan, by its place
    or because it names the year, and not one of many steps."""

    passage: Passage
    start: int
    end: int
    what: str
    unit: str
    scope: str
    year: int | None
    low: float
    high: float
    is_aim: bool = True


def targets_in(passages: Sequence[Passage]) -> list[Target]:
    """Every target of the passages, sentences first, then tables."""
    texts: dict[int, _Text] = defaultdict(_Text)
    said = (
        target
        for passage in passages
        if passage.is_running
        for target in texts[passage.order[0]].targets(passage)
    )
    return [*said, *_tabled(passages)]


class _Text:
    """The passages of one provision: a year that was announced holds for what follows."""

    def __init__(self) -> None:
        self.announced: int | None = None

    def targets(self, passage: Passage) -> Iterator[Target]:
        for sentence in re.finditer("[^。！？]+", passage.text):
            # 分别 deals several values to several things: which is whose is beyond us.
            if "分别" not in sentence[0]:
                scan = _Sentence(passage, sentence.start(), sentence[0], self.announced)
                yield from scan.targets()
            for match in _ANNOUNCED.finditer(_without_titles(sentence[0])):
                self.announced = int(match[1])


class _Sentence:
    def __init__(self, passage: Passage, at: int, text: str, announced: int | None) -> None:
        self.passage, self.at, self.text = passage, at, text
        self.announced = announced
        found = list(_YEAR.finditer(_without_titles(text)))
        self.years, self.year_ends = [_year(m) for m in found], [m.end() for m in found]
        self.is_past = passage.background or _PAST.search(text) is not None
        self.last_what, self.last_end = "", 0

    def targets(self) -> Iterator[Target]:
        for match in _VALUE.finditer(self.text):
            # Years are read for themselves; 5年 is a span and no target.
            if match["unit"] == "年":
                continue
            target = self._target(match)
            self.last_end = match.end()
            if target is not None:
                self.last_what = target.what
                yield target

    def _target(self, match: re.Match[str]) -> Target | None:
        # A value is said of what stands in its own part of the sentence.
        edge = self._edge(match.start())
        left = self.text[max(edge, self.last_end) : match.start()]
        year, is_said = self._year_at(match.start())
        # What was reached, or where one starts from, is no aim; a year that is said makes it one.
        if not is_said and (self.is_past or _FROM.search(left)):
            return None
        what = self._what(_YEAR.sub("", left), match)
        if len(what) < _SHORTEST or _GENERIC.match(what):
            return None
        low, high = _amount(match)
        unit = _UNITS.get(match["unit"] or "%", "%")
        scope = _scope(self.text[edge : match.start()])
        start, end = self.at + match.start(), self.at + match.end()
        is_aim = is_said or self.passage.overview
        return Target(self.passage, start, end, what, unit, scope, year, low, high, is_aim)

    def _edge(self, at: int) -> int:
        """Where the part of the sentence begins; three hundred characters back it is another."""
        since = max(0, at - 300)
        return max(since - 1, *(self.text.rfind(mark, since, at) for mark in "，；：、")) + 1

    def _year_at(self, at: int) -> tuple[int | None, bool]:
        before = bisect_right(self.year_ends, at) - 1
        # The nearest year before the value, then the one that the provision announced.
        if before >= 0:
            year = self.years[before]
            return year, year is not None
        return self.announced, False

    def _what(self, left: str, match: re.Match[str]) -> str:
        reach = _REACH.search(left)
        stem = left[: reach.start()] if reach else left
        said = normal(_AUXILIARY.sub("", _FROM.sub("", stem)))
        counts = match["unit"] not in ("%", "％", "个百分点", None)
        # A number of things names them behind it (打造30个科技强镇) unless a verb of reaching
        # stands before it.
        if counts and not (reach and said) and (after := self._after(match.end())):
            return after
        # 其中市级 means: of what the value before was about.
        if said.startswith("其中") or said.endswith("级"):
            return self.last_what and self.last_what + said
        if said:
            return said
        return self.last_what if reach else ""

    def _after(self, at: int) -> str:
        right = _COUNTED.match(self.text, at)
        after = normal(re.split("以上|以下|左右|以内|等", right[0])[0]) if right else ""
        return after if len(after) >= _SHORTEST else ""


def _without_titles(text: str) -> str:
    return _TITLE.sub(lambda m: "〓" * len(m[0]), text)


def _year(match: re.Match[str]) -> int | None:
    if match["end"]:
        return None
    return int(match[1]) if match[1] else value_of(match[2])


def _amount(match: re.Match[str]) -> tuple[float, float]:
    if match["cn"]:
        value = float(value_of(match["cn"]) or 0)
        return value, value
    scale = 1.0
    for char in match["scale"]:
        scale *= {"十": 10, "百": 100, "千": 1000, "万": 1e4, "亿": 1e8}[char]
    low = float(match["low"].replace(",", ""))
    high = float(match["high"].replace(",", "")) if match["high"] else low
    return low * scale, high * scale


def _scope(before: str) -> str:
    found = [m[0] for pattern in (_SCOPE, _NEW, _CHANGE) if (m := pattern.search(before))]
    return "".join(found).rstrip("了约近超过不低于 ")


def normal(phrase: str) -> str:
    """What a target is about, without scope, verbs before it and words that come and go."""
    phrase = _LEADS.sub("", _DROPPED.sub("", phrase))
    # 占比 and 比例 are two words for one thing in one plan.
    for word, same in _SAME:
        phrase = phrase.replace(word, same)
    return phrase.strip("0123456789%-—~")


def _tabled(passages: Sequence[Passage]) -> Iterator[Target]:
    tables: dict[tuple[int, int], dict[int, dict[int, Passage]]] = defaultdict(dict)
    for passage in passages:
        if passage.line.table is not None:
            rows = tables[passage.order[0], passage.line.table]
            rows.setdefault(passage.line.row, {})[passage.line.column] = passage
    for rows in tables.values():
        yield from _rows(rows)


def _rows(rows: dict[int, dict[int, Passage]]) -> Iterator[Target]:
    top = min(rows)
    head = rows[top]
    years = {
        column: int(match[1]) if match[1] else None
        for column, cell in head.items()
        if (match := _HEAD_YEAR.search(cell.text)) and "属性" not in cell.text
    }
    units = [column for column, cell in head.items() if cell.text.strip() == "单位"]
    for number, row in rows.items():
        if number == top or not years:
            continue
        name = next((cell for _, cell in sorted(row.items()) if _is_name(cell.text)), None)
        if name is not None:
            unit = row[units[0]].text if units and units[0] in row else ""
            yield from _cells(name, unit, row, years)


def _is_name(text: str) -> bool:
    # The first cell of words is the row's name; before it may stand a running number.
    return len(re.findall(f"[{HAN}]", text)) >= 3


def _cells(
    name: Passage, unit: str, row: dict[int, Passage], years: dict[int, int | None]
) -> Iterator[Target]:
    given = re.search(r"[（(]([^（()）]+)[）)]\s*$", name.text)
    what = normal(name.text[: given.start()] if given else name.text)
    unit = unit.strip() or (given[1].strip() if given else "")
    scale = 1e4 if unit.startswith("万") else 1e8 if unit.startswith("亿") else 1.0
    for column, year in years.items():
        cell = row.get(column)
        match = _CELL.match(cell.text.strip()) if cell else None
        if cell is not None and match and len(what) >= _SHORTEST:
            value = float(match["low"].replace(",", "")) * scale
            kind = _UNITS.get(match["unit"] or unit.lstrip("万亿"), "个")
            end = len(cell.text)
            yield Target(cell, 0, end, what, kind, _scope(name.text), year, value, value)
