"""Who is responsible: units that a step names as leading, carrying or taking part."""

from __future__ import annotations

import re

from taskforce.work_plans.headings import brackets
from taskforce.work_plans.times import find_times

_SUFFIX = (
    "办公室|委员会|研究院|研究会|专班|小组|科协|学会|协会|单位|部门|机构|党委|党组|工会|机关|公司|"
    "团队|政府|街道|乡镇|区县|院校|高校|专家|团体|"
    "部|室|处|科|局|委|办|中心|院|所|组|馆|校|会|社"
)
_NAME_END = rf"(?:{_SUFFIX})(?:（[^（）]*）)?"
_NAMES = rf"[^，。；：“”《》（）\s]{{1,80}}?(?:{_SUFFIX})"
_LEADS = (
    r"牵头(?!单位|部门|人|处)|负责(?!人|同志)|承担|承办|主办|组织(?!人事)|组建|提出|起草|编制(?!的)|编写|"
    r"撰写|完成|开展|汇总|配合|对|根据|按照|结合|围绕|在|要|应|须|将|报送|提交|上报|上交|制定|修改|召开|"
    r"成立|启动|征求|听取|梳理|形成|审核|参与|协助|确定|遴选|委托|深入|广泛|认真|共同|分别|通过|抽调|"
    r"统筹|研究(?!院|会|所|中心|室|员)|会同|联合|会商"
)
_SUBJECT = re.compile(rf"({_NAMES})(?:(?:会同|联合)({_NAMES}))?(?={_LEADS})")
_AGENT = re.compile(rf"由({_NAMES})(?:(?:会同|联合)({_NAMES}))?(?={_LEADS}|任务|实施|落实)")
_LABELLED = re.compile(
    r"(?:牵头|责任|负责|承办|主办|实施|承担|配合|协办|参与|参加|协同)"
    r"(?:单位|部门|处室|科室|机构|人|领导)(?:及责任人)?\s*[：:]\s*([^；;。：:）)]+)"
)
_IN_BRACKET = re.compile(
    r"(.+?)(?:共同|联合|具体|综合|分别|组织)*"
    r"(?:牵头(?:负责|组织)?|负责|承办|主办|配合|协办|协助|参与|参加|落实|实施|承担|协调指导|协调)$"
)
_NOT_A_SUBJECT = re.compile(
    r"召开|印发|成立|组织(?!人事)|开展|报请|提请|报送|提交|上报|按照|根据|依据|贯彻|征求|广泛|鼓励|完成|形成|起草|"
    r"对|在|向|通过|邀请|委托|听取|经|将|送|面向|制定|制订|研究(?!院|室|会|所)|总结|进一步|充分|围绕|结合|修改|"
    r"收集|梳理|确定|启动|与|从|到|发布|公布|审议|审定|召集|依托|联合|组建|举办|深入|全面|做好|抓好|"
    r"加强|落实|集中|同时|同步|继续|及时|就|由|为|以|并|适时|坚持|建立|设立|动员|部署|汇总|吸收|吸纳|"
    r"开门|采取|明确|分解|推进|参照|协调|抽调|争取|报(?!社)|请|编制|编写|撰写|衔接|调研|走访|赴"
)
_READ_AT_MOST = 3000
_JOINT = re.compile(r"[、，,；;／/]|\s{1,}")
_AND = re.compile(rf"(?<=[^、])(?:以及|和|及|与)(?=.*{_NAME_END}$)")
_TRAILING = re.compile(r"(?:等|等单位|分别|共同|按照?(?:各自)?(?:职责|分工)(?:分工)?)$")
_HELPING = re.compile(rf"(?<=[，,；;])\s*({_NAMES})(?:积极|共同|协同)?(?:配合|协助|参与)")
_BRACKETS = re.compile(r"[（(]([^（()）]*)[)）]")


def responsible(text: str) -> tuple[str, ...]:
    """Units named as responsible in a step's text, in order; () where it names none.

    Whoever is only asked, invited or reported to is not responsible.
    """
    text = text[:_READ_AT_MOST]
    found: list[tuple[int, str]] = []
    for match in _LABELLED.finditer(text):
        found.append((match.start(), match[1]))
    for bracket in brackets(text):
        found += [(bracket.start, names) for names in _bracketed(bracket.text)]
    for match in _AGENT.finditer(text):
        found += [(match.start(), names) for names in match.groups() if names]
    for match in _HELPING.finditer(text):
        found.append((match.start(), match[1]))
    for start, sentence in _sentences(text):
        found += [(start, names) for names in _subject(sentence)]
    ordered = (
        unit for _, names in sorted(found, key=lambda item: item[0]) for unit in split(names)
    )
    return tuple(dict.fromkeys(ordered))


def split(names: str) -> list[str]:
    """Units of a list such as 办公室、宣传部和各区县科协; 和 inside a name does not part it."""
    aside = [unit for inside in _BRACKETS.findall(names) for unit in _bracketed(inside)]
    units: list[str] = []
    for piece in _JOINT.split("、".join([_BRACKETS.sub("", names), *aside])):
        units += _split_at_and(piece)
    cleaned = (_TRAILING.sub("", unit.strip("。 ")) for unit in units)
    return [unit for unit in cleaned if len(unit) > 1]


def _split_at_and(piece: str) -> list[str]:
    for match in _AND.finditer(piece):
        before = piece[: match.start()]
        if re.search(rf"{_NAME_END}$", before):
            return [before, *_split_at_and(piece[match.end() :])]
    return [piece]


def _bracketed(inside: str) -> list[str]:
    if _LABELLED.search(inside):
        return []
    clauses = [clause.strip() for clause in re.split(r"[，,；;。]", inside)]
    matches = (_IN_BRACKET.fullmatch(clause) for clause in clauses)
    found = [match[1] for match in matches if match]
    if not found and find_times(inside):
        found = [clause for clause in clauses if re.fullmatch(_NAMES, clause)]
    return found


def _sentences(text: str) -> list[tuple[int, str]]:
    return [(match.start(), match[0]) for match in re.finditer(r"[^。；：;]+", text)]


def _subject(sentence: str) -> list[str]:
    if _NOT_A_SUBJECT.match(sentence):
        return []
    match = _SUBJECT.match(sentence)
    return [names for names in match.groups() if names] if match else []
