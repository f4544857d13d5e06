"""What tells who a person is, taken out of free text: the one rule for pages, lists and files.

A suggestion is kept without it, so that neither staff nor public read it anywhere; what staff write
of a suggestion passes here once more when it is published.
"""

from __future__ import annotations

import re

HIDDEN = "［已隐去］"
SOMEBODY = "某某"
UNNAMED = "未署名公众"
"""Who made a suggestion and does not agree to be named."""
_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])"  # 身份证号
    r"|(?<!\d)\d{15}(?!\d)"  # 旧身份证号
    r"|(?<!\d)(?:\+?86[- ]?)?[1１][3-9３-９]\d(?:[-— ]?\d{4}){2}(?!\d)"  # 手机
    r"|(?<!\d)[(（]?[0０]\d{2,3}[)）]?[-— ]?\d{7,8}(?!\d)"  # 座机
    r"|[A-Za-z0-9._%+-]{1,64}[@＠][A-Za-z0-9.-]{1,255}\.[A-Za-z]{2,24}"  # 电子邮箱
)
_ACCOUNT = re.compile(r"((?:微信|QQ|qq)号?(?:码)?[:：是]?\s{0,3})[A-Za-z0-9_-]{5,20}")
_LABELLED = re.compile(r"((?:姓\s?名|联系人)[:：]\s{0,3})[\u4e00-\u9fff·]{2,5}")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭郎鲁韦马苗凤"
    "方俞任袁柳鲍史唐费廉岑薛雷贺倪汤罗毕郝邬安常乐于时傅皮卞齐康伍余顾孟黄穆萧尹姚邵汪祁毛禹狄米贝"
    "戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季贾江童颜郭梅林刁钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房丁邓单洪包"
    "左石崔龚程邢裴陆荣翁段侯武刘龙叶黎白蒲邰赖卓池乔曾关冉谭向易廖涂牟"
)


def masked(text: str, name: str = "") -> str:
    """The text without identity numbers, telephones, mail addresses and names that are told as
    such; without ``name`` too, where that is a person's. What was masked stays as it is."""
    text = _NUMBERS.sub(HIDDEN, text)
    text = _ACCOUNT.sub(rf"\g<1>{HIDDEN}", text)
    text = _LABELLED.sub(rf"\g<1>{SOMEBODY}", text)
    name = name.strip()
    return text.replace(name, SOMEBODY) if _is_personal(name) else text


def _is_personal(name: str) -> bool:
    """张三, 欧阳某某; what people call themselves otherwise (一名教师) is a word of any text."""
    return 2 <= len(name) <= 4 and name[0] in _SURNAMES
