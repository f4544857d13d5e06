"""The plan itself: as issued by a notice 印发通知, as a 稿 for comment or review, in preview."""

from __future__ import annotations

from dataclasses import dataclass

from plans.documents.builders.paper import Paper, paper_document, prose
from plans.rendering.blocks import Block, Document, Label, Part, Toc
from plans.rendering.from_tree import body_blocks, node_blocks
from plans.rendering.titles import WIDE_MARGIN_WIDTH, WIDTH, title_of
from plans.text.tree import Node, PlanTree


def plan_parts(
    tree: PlanTree, *, label: str = "", toc: bool = False, width: float = WIDTH
) -> tuple[Part, ...]:
    """The numbered plan under its own title, after a page of 目录 where asked for."""
    heads: tuple[Block, ...] = (title_of(tree.title, width=width),)
    if label:
        heads = (*heads, Label(f"（{label}）"))
    contents = (Part((Toc(),)),) if toc else ()
    return (*contents, Part((*heads, *body_blocks(tree))))


def issued_plan(paper: Paper, tree: PlanTree, *, toc: bool = False) -> Document:
    """印发通知 + 规划: the plan is no 附件, it follows on a page of its own, 版记 comes last."""
    return paper_document(paper, kind="印发通知", following=plan_parts(tree, toc=toc))


@dataclass(frozen=True)
class Draft:
    """A 稿: ``label`` stands under the title; ``explanation`` is the 编制说明 (markup)."""

    tree: PlanTree
    label: str = ""
    author: str = ""
    toc: bool = False
    wide_margin: bool = False
    line_numbers: bool = False
    explanation: str = ""


def draft_document(draft: Draft) -> Document:
    """征求意见稿, 送审稿 (with 编制说明 before it in the file) or any other 稿."""
    title = draft.tree.title
    width = WIDE_MARGIN_WIDTH if draft.wide_margin else WIDTH
    explained: tuple[Part, ...] = ()
    if draft.explanation:
        name = f"《{title}（{draft.label}）》" if draft.label else f"《{title}》"
        heading = title_of(f"{name}编制说明", width=width)
        explained = (Part((heading, *prose(draft.explanation))),)
    return Document(
        title=f"{title}（{draft.label}）" if draft.label else title,
        kind=draft.label or "规划",
        author=draft.author,
        parts=(
            *plan_parts(draft.tree, label=draft.label, toc=draft.toc, width=width),
            *explained,
        ),
        wide_margin=draft.wide_margin,
        line_numbers=draft.line_numbers,
    )


def preview_document(node: Node, title: str) -> Document:
    """One chapter (or less) by itself, to be seen at once."""
    return Document(title=title, kind="预览", parts=(Part(tuple(node_blocks(node))),))
