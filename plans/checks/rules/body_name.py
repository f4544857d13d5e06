"""机构名称不一致: one body under two names (市科技局 and 市科委, 研究院 and 研究所, a character
missing inside a name). The rarer name is reported, once, at its first place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from plans.checks.bodies import (
    Mention,
    bodies,
    departments,
    is_slip_of,
    kind_of,
    may_stand_together,
)
from plans.checks.draft import Draft
from plans.checks.rule import Finding, Rule

_PLACE = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:省|市|自治区|区|县|州)")


def _find(draft: Draft) -> Iterator[Finding]:
    yield from _departments(draft)
    yield from _bodies(draft)


def _departments(draft: Draft) -> Iterator[Finding]:
    groups: dict[tuple[str, int | None], dict[str, list[Mention]]] = defaultdict(dict)
    for mention in departments(draft):
        group = groups[mention.tier, mention.family]
        group.setdefault(mention.name, []).append(mention)
    for group in groups.values():
        names = [mentions for _, mentions in sorted(group.items(), key=lambda item: -len(item[1]))]
        # The most frequent name is taken for the right one.
        for mentions in names[1:]:
            if not may_stand_together(names[0][0].name, mentions[0].name):
                yield from _finding(draft, names[0], mentions, names[0][0].name)


def _bodies(draft: Draft) -> Iterator[Finding]:
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
        for at, rare in enumerate(names):
            # What the register knows is right, and what does not stand in the text cannot be wrong
            # there.
            if rare in known or not named[rare]:
                continue
            usual = next((name for name in names[:at] if is_slip_of(name, rare, place)), None)
            if usual is not None:
                yield from _finding(draft, named[usual], named[rare], usual)


def _finding(
    draft: Draft, common: Sequence[Mention], rare: Sequence[Mention], usual: str
) -> Iterator[Finding]:
    first = rare[0]
    if _is_introduced(draft, usual, first.name):
        return
    where = f"“{common[0].passage.place}”中的" if common else "单位名录中的"
    times = f"，全文共{len(rare)}处" if len(rare) > 1 else ""
    message = f"“{first.name}”与{where}“{usual}”疑为同一机构，请统一名称{times}。"
    subject = f"{usual}\n{first.name}"
    yield first.passage.finding("body_name", first.start, first.end, message, subject=subject)


def _is_introduced(draft: Draft, *names: str) -> bool:
    """以下简称: the text says itself that both are one."""
    return any(f"简称{quote}{name}" in draft.words for name in names for quote in ("", "“"))


RULE = Rule("body_name", "机构名称不一致", _find)
