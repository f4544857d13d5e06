"""机构名称不一致: one body under two names (市科技局 and 市科委, 研究院 and 研究所, a character
missing inside a name). The rarer name is reported, once, at its first place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from plans.checks.bodies import Mention, bodies, departments, may_stand_together
from plans.checks.draft import Draft
from plans.checks.rule import Finding, Rule
from plans.checks.slips import Names, kind_of

_SHORT_FOR = re.compile(r"简称“?(?=(.{1,40}))")
_PLACE = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:省|市|自治区|区|县|州)")


def _find(draft: Draft) -> Iterator[Finding]:
    introduced = _introduced(draft)
    yield from _departments(draft, introduced)
    yield from _bodies(draft, introduced)


def _departments(draft: Draft, introduced: frozenset[str]) -> Iterator[Finding]:
    groups: dict[tuple[str, int | None], dict[str, list[Mention]]] = defaultdict(dict)
    for mention in departments(draft):
        group = groups[mention.tier, mention.family]
        group.setdefault(mention.name, []).append(mention)
    for group in groups.values():
        names = [mentions for _, mentions in sorted(group.items(), key=lambda item: -len(item[1]))]
        # The most frequent name is taken for the right one.
        for mentions in names[1:]:
            if not may_stand_together(names[0][0].name, mentions[0].name):
                yield from _finding(introduced, names[0], mentions, names[0][0].name)


def _bodies(draft: Draft, introduced: frozenset[str]) -> Iterator[Finding]:
    named: dict[str, list[Mention]] = defaultdict(list)
    for mention in bodies(draft):
        named[mention.name].append(mention)
    known = frozenset(draft.names)
    alike: dict[str, list[str]] = defaultdict(list)
    # Names from the register first, however rare, then by frequency: only what comes later in this
    # order can be the slip.
    for name in sorted({*named, *known}, key=lambda name: (name not in known, -len(named[name]))):
        alike[kind_of(name)].append(name)
    match = _PLACE.match(draft.tree.title)
    place = match[1] if match else ""
    for names in alike.values():
        trusted = Names(place)
        for rare in names:
            # What the register knows is right, and what does not stand in the text cannot be wrong
            # there.
            usual = trusted.first_like(rare) if rare not in known and named[rare] else None
            if usual is not None:
                yield from _finding(introduced, named[usual], named[rare], usual)
            trusted.add(rare)


def _finding(
    introduced: frozenset[str], common: Sequence[Mention], rare: Sequence[Mention], usual: str
) -> Iterator[Finding]:
    first = rare[0]
    if usual in introduced or first.name in introduced:
        return
    where = f"“{common[0].passage.place}”中的" if common else "单位名录中的"
    times = f"，全文共{len(rare)}处" if len(rare) > 1 else ""
    message = f"“{first.name}”与{where}“{usual}”疑为同一机构，请统一名称{times}。"
    subject = f"{usual}\n{first.name}"
    yield first.passage.finding("body_name", first.start, first.end, message, subject=subject)


def _introduced(draft: Draft) -> frozenset[str]:
    """How all that goes on after 以下简称 may begin: there the text says itself what is one."""
    tails = (match[1] for match in _SHORT_FOR.finditer(draft.words))
    return frozenset(tail[:size] for tail in tails for size in range(1, len(tail) + 1))


RULE = Rule("body_name", "机构名称不一致", _find)
