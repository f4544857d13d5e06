"""The names that one is a slip of are found without looking at all of them."""

from __future__ import annotations

import random

import pytest

from plans.checks.slips import Names, is_slip_of

ENDS = ("研究院", "研究所", "研究中心", "分院", "协会", "学会", "联合会", "集团", "公司", "学院")
STEMS = (
    *("重庆市科学技术创新发展", "重庆科技创新战略", "两江新区数字经济", "中国工程机械", "科普作家"),
    *(
        "市青少年科技辅导员",
        "全国基层农村专业技术",
        "宁江市院士专家",
        "城东产业技术",
        "城西产业技术",
    ),
)


def slipped(name: str, chance: random.Random) -> str:
    """The name with characters left out, put in, written wrongly or turned around."""
    at, size = chance.randrange(len(name)), chance.randrange(1, 4)
    return chance.choice(
        [
            name[:at] + name[at + size :],
            name[:at] + "".join(chance.choices("科技与创新市", k=size)) + name[at:],
            name[:at] + chance.choice("科技创新学术东西") + name[at + 1 :],
            name[: at // 2]
            + name[at // 2 + 2 : at // 2 + 4]
            + name[at // 2 : at // 2 + 2]
            + name[at // 2 + 4 :],
            name.replace("科学技术", "科技"),
            name.replace("重庆", "重庆市", 1),
        ]
    )


@pytest.mark.parametrize("seed", range(40))
def test_the_first_like_is_the_one_that_comparing_with_each_gives(seed: int) -> None:
    chance = random.Random(seed)
    names = [chance.choice(STEMS) + chance.choice(ENDS) for _ in range(25)]
    names += [slipped(chance.choice(names), chance) for _ in range(40)]
    names = list(dict.fromkeys(names))
    trusted, found = Names("重庆"), []
    for name in names:
        found.append(trusted.first_like(name))
        trusted.add(name)
    assert found == [
        next((one for one in names[:at] if is_slip_of(one, name, "重庆")), None)
        for at, name in enumerate(names)
    ]
    assert any(found)
