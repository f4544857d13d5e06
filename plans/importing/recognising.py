"""Lines become a plan: furniture out, paragraphs joined, documents parted, the tree built."""

from __future__ import annotations

import re
from dataclasses import replace

from plans.errors import InvalidInput
from plans.importing.boxes import group_boxes
from plans.importing.building import Builder
from plans.importing.contents import take_out_contents
from plans.importing.documents import Document, has_structure, split_documents
from plans.importing.front import Front, read_front
from plans.importing.furniture import take_out_furniture
from plans.importing.joining import join_lines
from plans.importing.levels import Levels, judge_levels, with_outline_marks, without_stray_decimals
from plans.importing.lines import Para, without_spaces
from plans.importing.notices import guess_title, is_notice, read_notice, title_in_notice
from plans.importing.phrases import (
    OTHER_PLAN_WORDS,
    PLAN_WORDS,
    ends_with,
    is_news,
    is_organisation,
)
from plans.importing.repairs import repaired
from plans.importing.source import Source
from plans.importing.styles import formats_of
from plans.importing.values import Doubt, ImportedPlan, Notice, Omission, few
from plans.importing.web import take_out_page

_NO_STRUCTURE = (
    "没有识别出章节结构（如“一、”“（一）”“1.”或“第一章”），不像是规划文本。"
    "请确认选对了文件，并在标题前写明编号后再导入。"
)
_NEWS = "这像是新闻报道，不是规划文本，不能导入。请选择规划正文。"


def recognise(source: Source) -> ImportedPlan:
    """The plan in a source; InvalidInput when there is none."""
    # The order matters: page and furniture would break paragraphs in two, contents look like
    # headings, and only whole paragraphs show where a document or a box ends.
    lines, page = take_out_page(repaired(source.lines))
    lines, omissions, doubts = take_out_furniture(lines)
    lines, contents = take_out_contents(lines)
    paras, joins, join_doubts = join_lines(lines)
    _refuse_news(paras)
    paras, box_doubts = group_boxes(with_outline_marks(without_stray_decimals(paras)))
    documents = split_documents(paras)
    chosen, front, levels = _choose(documents)
    assembly = _Assembly(source, documents, chosen)
    plan = assembly.assemble(front, levels)
    lines_used = assembly.lines()
    doubts += [doubt for doubt in [*join_doubts, *box_doubts] if doubt.line in lines_used]
    return replace(
        plan,
        document_number=plan.document_number or page.number,
        issuer=plan.issuer or page.issuer,
        issued_on=plan.issued_on or page.issued_on,
        joins=tuple(line for line in joins if line in lines_used),
        omissions=tuple(sorted([*page.omissions, *omissions, *contents, *plan.omissions])),
        doubts=few([*source.doubts, *doubts, *plan.doubts]),
    )


def _refuse_news(paras: list[Para]) -> None:
    # A report says so in its first lines; further down a plan may quote one.
    if any(is_news(para.plain) for para in paras[:15]):
        raise InvalidInput(_NEWS)


def _choose(documents: list[Document]) -> tuple[int, Front, Levels]:
    """The first plan: what is titled so before work plans, these before other papers. A list
    1. 2. 3. or mere headings make a plan only under a plan's title."""
    structured = [at for at, document in enumerate(documents) if has_structure(document)]
    for at in sorted(structured, key=lambda at: (_priority(documents[at]), at)):
        front = read_front(documents[at])
        levels = judge_levels(front.text)
        if levels is not None and (levels.is_formal or _priority(documents[at]) < 2):
            return at, front, levels
    raise InvalidInput(_NO_STRUCTURE)


def _priority(document: Document) -> int:
    # Asked first: the notice that prints a plan stands before it and names it in its title.
    if is_notice(document):
        return 3
    title = guess_title(document)
    if ends_with(title, PLAN_WORDS):
        return 0
    return 1 if ends_with(title, OTHER_PLAN_WORDS) else 2


class _Assembly:
    """Puts the chosen document, its notice and its cover together; names the others."""

    def __init__(self, source: Source, documents: list[Document], chosen: int) -> None:
        self.source, self.documents, self.chosen = source, documents, chosen
        self.doubts: list[Doubt] = []
        self.omissions: list[Omission] = []
        self.used = {chosen}

    def assemble(self, front: Front, levels: Levels) -> ImportedPlan:
        """The plan; ``used`` are afterwards the documents that went into it."""
        notice = self._notice(front)
        self._cover(front)
        builder = Builder(levels)
        builder.read(front.text)
        formats, format_doubts = formats_of(levels)
        self._others()
        title = self._title(front, notice)
        doubts = [*front.doubts, *levels.doubts, *builder.doubts, *format_doubts, *self.doubts]
        return ImportedPlan(
            title=title, document_number=front.number, issuer=front.issuer,
            issued_on=front.issued_on, notice=notice, preamble="\n".join(builder.preamble),
            chapters=builder.chapters, formats=formats, doubts=tuple(doubts),
            omissions=(*front.omissions, *self.omissions),
        )  # fmt: skip

    def lines(self) -> set[int]:
        """Line numbers of the documents that were taken."""
        taken = (para for at in self.used for para in self.documents[at].paras)
        return {number for para in taken for number in para.numbers}

    def _notice(self, front: Front) -> Notice | None:
        """The nearest notice before the plan, no other plan between them unless it names it."""
        title, between = without_spaces(front.title), False
        for at in range(self.chosen - 1, -1, -1):
            if not is_notice(self.documents[at]):
                between = between or has_structure(self.documents[at])
                continue
            notice, head = read_notice(self.documents[at])
            if between and title not in notice.title:
                return None
            self.used.add(at)
            self.omissions += head.omissions
            front.number = head.number or front.number
            front.issuer = head.issuer or front.issuer
            front.issued_on = head.issued_on or front.issued_on
            return notice
        return None

    def _cover(self, front: Front) -> None:
        """Documents that are only the plan's cover, or what is left of a letterhead."""
        title = without_spaces(front.title)
        for at, document in enumerate(self.documents):
            texts = [without_spaces(para.plain) for para in document.paras]
            cover = at < self.chosen and len(texts) <= 12 and title and title in "".join(texts)
            if at in self.used or has_structure(document) or not (cover or _is_scrap(document)):
                continue
            self.used.add(at)
            self.omissions += _omitted(document, "封面、版头、版记")
            for text in texts if cover else ():
                if is_organisation(text):
                    front.issuer = front.issuer or text

    def _others(self) -> None:
        for at, document in enumerate(self.documents):
            if at in self.used:
                continue
            name = guess_title(document)
            self.omissions += _omitted(document, "另一份文件")
            kind = "附件" if document.annex else "另一份文件"
            message = f"文件中还有{kind}“{name}”，没有导入；如需要，请单独存成文件后导入。"
            self.doubts.append(Doubt(document.line, message))

    def _title(self, front: Front, notice: Notice | None) -> str:
        title = front.title or (title_in_notice(notice) if notice else "")
        if not front.title:
            title = title or re.sub(r"\.\w+$", "", self.source.name) or "未命名规划"
            self.doubts.append(Doubt(0, f"没有找到规划标题，暂用“{title}”，请核对。"))
        elif not ends_with(title, (*PLAN_WORDS, *OTHER_PLAN_WORDS)):
            self.doubts.append(Doubt(front.title_line, f"标题“{title[:30]}”不像规划标题，请核对。"))
        return title


def _is_scrap(document: Document) -> bool:
    return (
        not document.annex
        and len(document.paras) <= 3
        and all(len(para.plain) <= 20 for para in document.paras)
    )


def _omitted(document: Document, reason: str) -> list[Omission]:
    return [
        Omission(number, para.plain if number == para.number else "", reason)
        for para in document.paras
        for number in para.numbers
    ]
