"""What a government web page sets around a text: its path, a table of particulars, buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plans.importing.lines import BLANK, TEXT, Line, without_spaces
from plans.importing.phrases import document_number, iso_date
from plans.importing.values import Omission

_PARTICULAR = re.compile(
    r"(?:标题|名称|索引号|主题分类|主题词|发文机关|发布机构|成文日期|发文日期|发布日期|发布时间|生成日期"
    r"|公开日期|公开范围|发文字号|文号|文件编号|公文种类|信息分类|信息来源|来源|作者|编辑|浏览量?|浏览次数"
    r"|阅读次数|阅读量?|点击数?|字[号体]|有效性|效力状态|废止日期|统一编号|编稿时间|时间)[:：](.*)"
)
_PATH = re.compile(r"(?:您现在的|当前|所在)?位置[:：]|首页[>＞»/]|【?(?:字体|打印|分享)")
_TAIL = re.compile(
    r"[【\[]?(?:扫一扫|打印|关闭|分享|上一[篇条]|下一[篇条]|责任编辑|附件下载|相关(?:附件|链接|阅读|解读|文章)"
    r"|版权所有|返回顶部|加入收藏|收藏本页)"
)
# Only at the edges of the page: 来源： and 附件下载 stand in the text of plans too.
_HEAD_LINES, _TAIL_LINES = 30, 12
REASON = "网页信息"


@dataclass
class Page:
    """What the particulars say, for want of a letterhead."""

    number: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    omissions: list[Omission] = field(default_factory=list)


def take_out_page(lines: list[Line]) -> tuple[list[Line], Page]:
    """The lines without what belongs to the page, and its particulars."""
    page = Page()
    out = {id(line) for line in [*_head(lines), *_tail(lines)]}
    for line in lines:
        if id(line) in out:
            _note(page, without_spaces(line.plain))
            page.omissions.append(Omission(line.number, line.text, REASON))
    return [Line(line.number, "", BLANK) if id(line) in out else line for line in lines], page


def _head(lines: list[Line]) -> list[Line]:
    # A copied page is full of blank lines: they do not count, within bounds.
    texts = [line for line in lines[: 4 * _HEAD_LINES] if line.text][:_HEAD_LINES]
    stop = next((at for at, line in enumerate(texts) if line.mark or "。" in line.text), len(texts))
    return [line for line in texts[:stop] if _is_head(line)]


def _is_head(line: Line) -> bool:
    if line.kind != TEXT or len(line.plain) > 150:
        return False
    text = without_spaces(line.plain)
    return bool(_PARTICULAR.match(text) or _PATH.match(text) or "首页>" in text)


def _tail(lines: list[Line]) -> list[Line]:
    """From the end upwards as long as the lines are such."""
    found: list[Line] = []
    for line in reversed(lines[-4 * _TAIL_LINES :]):
        if not line.text:
            continue
        if len(found) == _TAIL_LINES or len(line.plain) > 60 or not _TAIL.match(line.plain):
            break
        found.append(line)
    return found


def _note(page: Page, text: str) -> None:
    match = _PARTICULAR.match(text)
    if not match:
        return
    if text.startswith(("发文字号", "文号", "文件编号")):
        page.number = document_number(match[1])
    elif text.startswith(("发文机关", "发布机构")):
        page.issuer = match[1] or None
    elif text.startswith(("成文日期", "发文日期")):
        page.issued_on = iso_date(match[1])
