"""Who sits in the leading group and in its office, from lists and from sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from taskforce.work_plans.headings import take_apart
from taskforce.work_plans.lines import Line
from taskforce.work_plans.marks import mark_of
from taskforce.work_plans.people import Person, begins_with_person, people
from taskforce.work_plans.values import ListedSeat

LEADING, OFFICE, OTHER = "leading", "office", "other"

_GROUP_ROLE = (
    r"(?:第\s*一\s*|常\s*务\s*|执\s*行\s*|名\s*誉\s*)?(?:副\s*)?组\s*长|总\s*顾\s*问|顾\s*问|"
    r"(?:副\s*)?总\s*指\s*挥"
)
_OFFICE_ROLE = r"(?:第\s*一\s*|常\s*务\s*|执\s*行\s*)?(?:副\s*)?主\s*任(?!委员)"
_COMMON_ROLE = r"成\s*员(?:\s*单\s*位)?|委\s*员|联\s*络\s*员|(?:副\s*)?秘\s*书\s*长"
_ROLE = rf"(?:{_GROUP_ROLE}|{_OFFICE_ROLE}|{_COMMON_ROLE})"
_BODY = r"(?:(?:工作|编制工作|编制)?领导小组)?(?:办公室)?"
_LABEL = re.compile(rf"(?P<body>{_BODY})\s*(?P<role>{_ROLE})\s*[：:]\s*")
_CELL_LABEL = re.compile(rf"(?P<body>{_BODY})(?P<role>{_ROLE})(?:\s{{2,}})(?=\S)")
_OWN_BODY = re.compile(rf"^{_OFFICE_ROLE}$")

_BODIES = re.compile(
    r"(?P<office>办公室)|(?P<other>工作专班|专班|工作小?组|编[写撰制](?:工作)?小?组|起草小?组|写作小?组|"
    r"课题组|研究组|调研组|专项小?组|专家(?:咨询)?(?:委员会|小?组|库)|秘书组|联络组)|"
    r"(?P<leading>领导小组|编制委员会|协调小组|领导机构)"
)
_HOLDS = re.compile(
    rf"(?P<who>.+?)(?:同志)?(?:担任|兼任|任|为)(?P<body>{_BODY})(?P<role>{_ROLE})(?:单位)?$"
)
_HELD_BY = re.compile(
    rf"(?P<body>{_BODY})(?P<role>{_ROLE})(?:由|为|包括|分别由)(?P<who>.+?)(?:担任|兼任|组成|任)?$"
)
_IS_OFFICE = re.compile(r"(?:领导小组|规划|编制工作)办公室|办公室(?:组成|成员|人员)")
_BY_OFFICE = re.compile(r"(?:负责人|负责同志|领导|(?<!组)长|主任|书记|主席|委员)$")
_HEADINGS = ("part", "cn", "cn_paren")
_BY = re.compile(r"^.*?由")
_LONGEST_CLAUSE = 400


@dataclass
class Found:
    """Seats as they are found, body by body."""

    seats: dict[str, list[ListedSeat]] = field(
        default_factory=lambda: {LEADING: [], OFFICE: [], OTHER: []}
    )

    def add(self, body: str, role: str, persons: list[Person]) -> None:
        seats = self.seats[body]
        for person in persons:
            seat = ListedSeat(role, person.name, person.position)
            if seat not in seats:
                seats.append(seat)


def read_seats(lines: list[Line]) -> tuple[tuple[ListedSeat, ...], tuple[ListedSeat, ...]]:
    """Seats of the leading group and of its office.

    Someone named without a position in the office has the one given in the leading group's list.
    """
    found = Found()
    reader = _Reader(found)
    for line in lines:
        reader.take(line)
    leading = found.seats[LEADING]
    office = [_with_position(seat, leading) for seat in found.seats[OFFICE]]
    return tuple(leading), tuple(office)


def _with_position(seat: ListedSeat, known: list[ListedSeat]) -> ListedSeat:
    if seat.name and not seat.position:
        for other in known:
            if other.name == seat.name:
                return replace(seat, position=other.position)
    return seat


class _Reader:
    """Goes through the lines; a list goes on below its label until something else comes."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._body = LEADING
        self._role = ""

    def take(self, line: Line) -> None:
        labels = _labels(line)
        if labels:
            self._take_labels(line.text, labels)
        elif self._role and self._goes_on(line):
            self._found.add(self._body, self._role, people(line.text))
        else:
            self._role = ""
            self._turn_to(line.text)
            self._take_sentences(line.text)

    def _take_labels(self, text: str, labels: list[re.Match[str]]) -> None:
        self._turn_to(text[: labels[0].start()])
        for at, label in enumerate(labels):
            end = labels[at + 1].start() if at + 1 < len(labels) else len(text)
            self._role = _plain(label["role"])
            self._body = _body_of(label["body"], self._role, self._body)
            value = text[label.end() : end].strip()
            if value:
                self._found.add(self._body, self._role, people(value))

    def _goes_on(self, line: Line) -> bool:
        text = line.text
        if mark_of(text) or line.is_attachment or text.endswith(("。", "：", ":")):
            return False
        if begins_with_person(text):
            return True
        return len(text) <= 40 and _BY_OFFICE.search(text) is not None

    def _turn_to(self, text: str) -> None:
        """Lists below belong to the body that a heading or a short line names."""
        mark = mark_of(text)
        if mark is not None and mark.style in _HEADINGS:
            self._body = LEADING
        if len(text) > 60:
            text = take_apart(mark.rest).title if mark else ""
        kinds = [str(match.lastgroup) for match in _BODIES.finditer(text)]
        if _IS_OFFICE.search(text):
            self._body = OFFICE
        elif kinds:
            self._body = LEADING if LEADING in kinds else kinds[-1]

    def _take_sentences(self, text: str) -> None:
        for sentence in re.split(r"[。；;]", text):
            self._take_sentence(sentence)

    def _take_sentence(self, sentence: str) -> None:
        body = self._body_in(sentence)
        for clause in re.split(r"[，,：:]", sentence):
            if len(clause) > _LONGEST_CLAUSE:
                continue
            match = _HELD_BY.search(clause) or _HOLDS.match(clause)
            if match is None:
                continue
            role = _plain(match["role"])
            who = _BY.sub("", match["who"]) if match.re is _HOLDS else match["who"]
            body = _body_of(match["body"], role, body)
            self._found.add(body, role, people(who))

    def _body_in(self, sentence: str) -> str:
        kinds = [str(match.lastgroup) for match in _BODIES.finditer(sentence)]
        if OTHER in kinds and LEADING not in kinds:
            return OTHER
        return LEADING if kinds else self._body


def _labels(line: Line) -> list[re.Match[str]]:
    found = list(_LABEL.finditer(line.text))
    if found and found[0].start() <= 12:
        return found
    cell = _CELL_LABEL.match(line.text)
    return [cell] if cell else []


def _plain(role: str) -> str:
    return re.sub(r"\s", "", role).removesuffix("单位")


def _body_of(named: str, role: str, standing: str) -> str:
    """Which body a role belongs to: a 主任 leads an office, a 组长 a group."""
    if "办公室" in named:
        return OFFICE
    if "领导小组" in named:
        return LEADING
    if _OWN_BODY.match(role):
        return OFFICE if standing != OTHER else OTHER
    if re.fullmatch(_GROUP_ROLE, role) and standing == OFFICE:
        return LEADING
    return standing
