"""Lines of an official document known by their wording: number, date, letterhead, annex …"""

from __future__ import annotations

import re
from datetime import date

from plans.importing.lines import without_spaces
from plans.importing.marks import number_value
from plans.text.document_numbers import is_number

_YEAR, _SMALL = (
    "(?:19|20)[0-9]{2}|[一二][〇○零ＯO一二三四五六七八九]{3}",
    "[0-9]{1,2}|[一二三四五六七八九十]{1,3}",
)
_DATE = re.compile(
    rf"({_YEAR})年({_SMALL})月(?:({_SMALL})日)?|({_YEAR})[-./]([0-9]{{1,2}})[-./]([0-9]{{1,2}})"
)
_ANNEX = re.compile(r"附\s*(?:件|录)\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[:：]?")
_ANNEX_TABLE = re.compile(r"附[表图]\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[:：]?.{0,40}")
_COLOPHON = re.compile(
    r"(?:抄送|抄报|主送|分送|报送|发送)[:：].*|.{2,40}(?:19|20)\d\d年\d{1,2}月\d{1,2}日印(?:发|制)?"
    r"|[（(]?共印\d+份[）)]?|(?:信息)?公开(?:选项|属性|方式|类别)[:：].*"
)
_REMARK = re.compile(r"[（(](?:此件|联系人|联系方式).*[）)]")
_LETTERHEAD = re.compile(r".{2,60}文件")
_ORGANISATION = re.compile(
    r".{0,40}(?:协会|科协|委员会|党组|办公室|政府|国务院|局|厅|部|委|中心|学会|研究会|联合会|领导小组)"
)
_EDITION = re.compile(
    r"[（(【\[]?(?:[^，。]{0,12})?(?:征求意见|送审|审议|报批|修改|讨论|初|定|终|评审|论证|上会|公示)稿"
    r"(?:[一二三四五六七八九十0-9]*稿?)?(?:[^，。]{0,8})?[）)】\]]?|[（(【\[]草案(?:[^，。]{0,8})?[）)】\]]"
    r"|[（(【\[](?:试行|摘要|节选|摘编|代拟稿)[）)】\]]|草案"
)
_YEARS = re.compile(r"[（(]\s*(?:19|20)\d\d年?\s*[-—–－~～至—]+\s*(?:19|20)\d\d年?\s*[）)]")
_REPORTER = re.compile(
    r"(?:本报讯|本报记者|新华社.{0,8}电)|.{0,10}讯\s*[（(].{0,12}记者|.{0,30}记者.{0,12}(?:获悉|了解到)"
)
_BYLINE = re.compile(
    r"(?:本报|[\u4e00-\u9fff]{2,8}(?:日报|晚报|社|网))?(?:首席)?记者[\s\u3000]*[\u4e00-\u9fff]{2,4}.{0,12}"
)
NOTICE_WORDS = ("通知", "函", "公告", "通告", "决定", "批复", "请示", "命令", "令")
PLAN_WORDS = ("规划", "纲要", "计划")
OTHER_PLAN_WORDS = ("方案", "意见", "要点", "安排", "规程", "措施", "设想", "思路", "蓝图")
PAPER_WORDS = (
    "说明", "报告", "解读", "名单", "办法", "讲话", "总结", "清单", "分工", "一览表", "细则",
    "规定", "制度", "章程", "条例", "建议", "任务书", "表", "信", "致辞", "纪要",
)  # fmt: skip
DOCUMENT_WORDS = (*NOTICE_WORDS, *PLAN_WORDS, *OTHER_PLAN_WORDS, *PAPER_WORDS)
_TAIL = re.compile(r"(?:[（(【\[][^（）()【】\[\]]*[）)】\]]|[》〉”’\s])+$")


def period_of(title: str) -> tuple[int, int] | None:
    """The years a plan covers, from its title: （2021—2025年）, “十四五”, 第十四个五年规划."""
    # The years are said outright more surely than by the ordinal, which may be another plan's.
    years = re.search(r"((?:19|20)\d\d)年?[-—–－~～至]+((?:19|20)\d\d)", title)
    if years and int(years[1]) <= int(years[2]):
        return int(years[1]), int(years[2])
    ordinal = re.search("“?(十[一二三四五六七八九]?)五”|第(十[一二三四五六七八九]?)个五年", title)
    value = number_value(ordinal[1] or ordinal[2]) if ordinal else None
    if value is None:
        return None
    # 十五 began in 2001.
    start = 2001 + 5 * (value - 10)
    return start, start + 4


def is_date(plain: str) -> bool:
    """Whether the line is a date and nothing else, bracketed or not."""
    return parse_date(plain) is not None


def parse_date(plain: str) -> tuple[int, int, int | None] | None:
    """Year, month and, if given, day of a line that is a date (2021年9月14日, 二〇二一年九月)."""
    text = without_spaces(plain).strip("（）()")
    # 二〇二一年十一月二十二日 has thirteen characters.
    match = _DATE.fullmatch(text) if len(text) <= 20 else None
    if not match:
        return None
    year, month, day = (match[1], match[2], match[3]) if match[1] else match.group(4, 5, 6)
    value = number_value(re.sub("[○ＯO]", "〇", year))
    return (value or 0, number_value(month) or 0, number_value(day) if day else None)


def iso_date(plain: str) -> str | None:
    """2021年9月14日 → 2021-09-14; None when it is no full or no possible date."""
    parts = parse_date(plain)
    if parts is None or parts[2] is None:
        return None
    try:
        return date(parts[0], parts[1], parts[2]).isoformat()
    except ValueError:
        return None


def document_number(plain: str) -> str | None:
    """发文字号 of a line that holds nothing else (签发人 apart), without spaces."""
    if len(plain) > 80:
        return None
    # 上行文 have the signer beside the number.
    text = without_spaces(plain).split("签发人")[0]
    return text if is_number(text) else None


def is_annex_head(plain: str) -> bool:
    """附件, 附件1, 附录二: alone on its line."""
    return len(plain) <= 12 and bool(_ANNEX.fullmatch(plain))


def annex_title(plain: str) -> str | None:
    """What follows 附件1 on its own line, if that is a title and no list of annexes."""
    match = _ANNEX.match(plain) if len(plain) <= 60 else None
    rest = plain[match.end() :].strip() if match else ""
    return rest if rest and is_title_like(rest) and not re.match(r"\d", rest) else None


def is_annex_table(plain: str) -> bool:
    """附表1 …: the caption of a table behind the text."""
    return bool(_ANNEX_TABLE.fullmatch(plain)) and is_title_like(plain)


def is_colophon(plain: str) -> bool:
    """A line of the colophon 版记, or of what stands around it."""
    return len(plain) <= 200 and bool(_COLOPHON.fullmatch(without_spaces(plain)))


def is_remark(plain: str) -> bool:
    """附注 under the date: （此件公开发布）, （联系人…）."""
    return len(plain) <= 80 and bool(_REMARK.fullmatch(without_spaces(plain)))


def is_letterhead(plain: str) -> bool:
    """发文机关标志: XX市科学技术协会文件."""
    return len(plain) <= 80 and bool(_LETTERHEAD.fullmatch(without_spaces(plain)))


def is_organisation(plain: str) -> bool:
    """A line that is the name of a body."""
    # Joint names are long; a sentence has marks.
    if not 2 <= len(plain) <= 60 or re.search("[，。；：、《》]", plain):
        return False
    return bool(_ORGANISATION.fullmatch(without_spaces(plain)))


def is_edition_label(plain: str) -> bool:
    """（征求意见稿）, （草案）, 送审稿: alone on its line."""
    return len(plain) <= 30 and bool(_EDITION.fullmatch(without_spaces(plain)))


def is_year_range(plain: str) -> bool:
    """（2021—2025年） alone on its line: a part of the title."""
    return len(plain) <= 30 and bool(_YEARS.fullmatch(without_spaces(plain)))


def is_news(plain: str) -> bool:
    """The opening of a newspaper report or its by-line."""
    text = plain.strip()
    # 本报讯 opens a report; elsewhere in a line it is quoted.
    return bool(_REPORTER.match(text[:60]) or (len(text) <= 30 and _BYLINE.fullmatch(text)))


def is_title_like(plain: str) -> bool:
    """Short and without a sentence's punctuation: it may be a line of a title."""
    if len(plain) > 100 or re.search("[。；，！？;!?|]", plain) or plain.endswith(("：", ":")):
        return False
    return bool(re.search("[\u4e00-\u9fffA-Za-z]", plain))


def ends_with(title: str, words: tuple[str, ...]) -> bool:
    """Whether a title ends with one of the words, brackets and quotes behind it left out."""
    return bare_title(title).endswith(words)


def bare_title(title: str) -> str:
    """A title without spaces and without what stands in brackets behind it."""
    return _TAIL.sub("", without_spaces(title))
