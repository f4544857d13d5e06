"""Papers of an expert round: 专家意见表, its receipt, the group's 论证意见 with signatures."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from consultation.enums import Verdict
from consultation.experts.seal import verdicts
from consultation.models import ExpertOpinion, ExpertPanel, ExpertReview
from plans.documents.builders import Argumentation, Expert, argumentation_opinion
from plans.rendering.blocks import (
    Blank,
    Blanks,
    Block,
    Cell,
    Document,
    Paragraph,
    Part,
    Row,
    Table,
    text_runs,
)
from plans.rendering.titles import title_of
from plans.system.chinese_dates import chinese_second, local_day

FACT_WIDTHS = (2.2, 6.0)
OPINION_WIDTHS = (1.0, 3.0, 5.4)
_SIGNING = Blanks((Blank("专家（签名）", 8), Blank("日期", 8)))


def place_words(opinion: ExpertOpinion) -> str:
    """章条 as tables print it."""
    if opinion.place is not None:
        return f"{opinion.place.number}{opinion.place.title}"
    return opinion.chapter.title if opinion.chapter else "全文"


def said_words(opinion: ExpertOpinion) -> tuple[str, ...]:
    """意见内容, one paragraph for the opinion and one for the wording proposed."""
    if opinion.nothing:
        return ("没有意见",)
    quote = f"原文“{opinion.quote}”，" if opinion.quote else ""
    wording = f"{quote}建议修改为：{opinion.proposal}" if opinion.proposal else quote.rstrip("，")
    return tuple(filter(None, (opinion.text, wording)))


def sheet(review: ExpertReview, opinions: Iterable[ExpertOpinion]) -> Document:
    """专家意见表 of one expert, to be signed; the caller has judged who may read it."""
    round_ = review.invitation.round
    title = "专家意见表"
    facts = _facts(
        ("论证事项", f"《{round_.edition.title}》（{round_.edition.label}）"),
        ("专家姓名", review.name),
        ("工作单位", review.organisation),
        ("职务或职称", review.position),
        ("回避声明", f"回避：{review.recusal_reason}" if review.recused else "无利害关系"),
        *(() if review.recused else (("总体意见", _choice(review.verdict)),)),
        *((("说明", review.text),) if review.text else ()),
        ("回执编号", review.receipt_number),
        ("校验值（SHA-256）", review.sha256),
    )
    return Document(
        title=title,
        kind="专家意见表",
        subject=review.name,
        issued_on=_day(review),
        parts=(Part((title_of(title), facts, *_opinions(opinions), _SIGNING)),),
    )


def _choice(verdict: str) -> str:
    marks = (f"{'☑' if one.value == verdict else '□'}{one.label}" for one in Verdict)
    return "　".join(marks)


def _opinions(opinions: Iterable[ExpertOpinion]) -> tuple[Block, ...]:
    rows = tuple(
        Row(
            (
                Cell((text_runs(str(number)),), align="center"),
                Cell((text_runs(place_words(one)),)),
                Cell(tuple(text_runs(line) for words in said_words(one) for line in _lines(words))),
            )
        )
        for number, one in enumerate(opinions, start=1)
    )
    if not rows:
        return ()
    names = ("序号", "章条", "意见及修改建议")
    head = Row(tuple(Cell((text_runs(name),), header=True, align="center") for name in names))
    return (Table((head, *rows), header_rows=1, widths=OPINION_WIDTHS, caption="分章意见"),)


def _lines(words: str) -> list[str]:
    return [line for line in words.splitlines() if line.strip()] or [words]


def receipt(review: ExpertReview) -> Document:
    """回执 of a release: number, time and hash, and nothing of what was said."""
    round_ = review.invitation.round
    when = timezone.localtime(review.released_at)
    title = "专家意见提交回执"
    facts = _facts(
        ("回执编号", review.receipt_number),
        ("专家", review.described),
        ("论证事项", f"《{round_.edition.title}》（{round_.edition.label}）"),
        ("提交时间", chinese_second(when)),
        ("提交情况", "回避" if review.recused else "已提交意见"),
        ("校验值（SHA-256）", review.sha256),
    )
    note = Paragraph(text_runs("本回执由系统生成。意见提交后不再改变，启封前除本人外无人可见。"))
    return Document(
        title=title,
        kind="回执",
        subject=review.receipt_number,
        issued_on=_day(review),
        parts=(Part((title_of(title), facts, note)),),
    )


def _facts(*facts: tuple[str, str]) -> Table:
    rows = (
        Row(
            (
                Cell((text_runs(label),), header=True),
                Cell(tuple(text_runs(line) for line in _lines(value))),
            )
        )
        for label, value in facts
    )
    return Table(tuple(rows), widths=FACT_WIDTHS)


def _day(review: ExpertReview) -> str:
    return local_day(review.released_at).isoformat() if review.released_at else ""


def verdict_words(panel: ExpertPanel) -> str:
    """参加论证n人，同意a人、修改后同意b人、不同意c人; then who recused."""
    counted = verdicts(panel.round)
    each = "、".join(f"{Verdict(key).label}{count}人" for key, count in counted.items())
    recused = ExpertReview.objects.filter(invitation__round=panel.round, recused=True).count()
    words = f"参加论证的专家{sum(counted.values())}人，其中{each}"
    return f"{words}；回避{recused}人。" if recused else f"{words}。"


def argumentation(panel: ExpertPanel) -> Document:
    """论证意见 of the group with room for every signature, the chair first."""
    assert panel.concluded_at is not None
    heard = ExpertReview.objects.filter(
        invitation__round=panel.round, released_at__isnull=False, recused=False
    )
    people = sorted(heard, key=lambda one: (one.invitation_id != panel.chair_id, one.invitation_id))
    return argumentation_opinion(
        Argumentation(
            subject=panel.round.edition.title,
            on=local_day(panel.concluded_at),
            body=f"{panel.conclusion}\n{verdict_words(panel)}",
            experts=tuple(Expert(one.name, one.organisation, one.position) for one in people),
        )
    )
