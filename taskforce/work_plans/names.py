"""Telling a person's name from an office: surnames, endings, and the spaces put into names."""

from __future__ import annotations

import re

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦"
    "昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹"
    "姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐"
    "邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁"
    "荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘"
    "景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦"
    "雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国"
    "文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯"
    "盖益桓公代付肖闫佟覃仝岳帅缑亢况郈有琴归海岑苟佘辜仉揭占麦敬车粟鲜初晋楚练闭植漆但晋信撒母宝练谌兰"
    "邸乐来卿雒伯及操涂冼宛苑旷展茆呼线佴"
)  # fmt: skip
_COMPOUND = (
    "欧阳", "司马", "上官", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐",
    "司徒", "端木", "长孙",
)  # fmt: skip
_HAN = r"\u3400-\u9fff"
_SPACED = re.compile(rf"(?<![{_HAN}·])([{_HAN}])\s+([{_HAN}])(?![{_HAN}])")
_FOREIGN = re.compile(rf"[{_HAN}]{{1,10}}(?:[·•‧・][{_HAN}]{{1,10}})+")
_OFFICE_ENDS = (
    "秘书长|书记|主席|主任|部长|处长|科长|局长|院长|校长|会长|馆长|所长|组长|理事长|董事长|站长|区长|县长|市长|"
    "厅长|司长|委员|常委|干部|调研员|巡视员|研究员|教授|院士|经理|总裁|工程师|主管|专员|科员|负责人|负责同志|"
    "领导|同志|代表|专家|顾问|干事|党组成员|成员|司库|讲师|博士|厂长|镇长|乡长|队长|总师|馆员|编辑|秘书|主任科员|"
    "四级调研员|参事|督学|组员|馆|部|室|处|科|局|委|院|所|中心|单位|部门|协会|学会|科协"
)
OFFICE = re.compile(rf"(?:{_OFFICE_ENDS})(?:[（(][^（()）]*[)）])?$")
_OFFICE_THEN_NAME = re.compile(rf"(.*(?:{_OFFICE_ENDS})(?:[（(][^（()）]*[)）])?)\s*(\S{{2,8}})$")


def close_names(text: str) -> str:
    """肖  猛 and 程　伟 without the space inside; other spaces stay."""
    return _SPACED.sub(r"\1\2", text)


def is_name(text: str) -> bool:
    """Whether the characters read as a person's name and as nothing else."""
    if _FOREIGN.fullmatch(text):
        return True
    if not re.fullmatch(rf"[{_HAN}]{{2,4}}", text) or OFFICE.search(text):
        return False
    if text.startswith(_COMPOUND):
        return len(text) >= 3
    return text[0] in _SURNAMES and len(text) <= 3


def could_be_name(text: str) -> bool:
    """Whether it may be a name where an office follows: any two to four characters."""
    return bool(re.fullmatch(rf"[{_HAN}]{{2,4}}", text) or _FOREIGN.fullmatch(text)) and (
        is_name(text) or not OFFICE.search(text)
    )


def office_and_name(text: str) -> tuple[str, str] | None:
    """市院士工作服务中心副主任秦定龙 → its office and the name behind it."""
    match = _OFFICE_THEN_NAME.fullmatch(text)
    if match and is_name(match[2]):
        return match[1].strip(), match[2]
    return None
