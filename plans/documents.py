"""Which document an edition or a publication becomes: models in, block trees out."""

from __future__ import annotations

from datetime import date

from plans.models import Edition, Publication
from plans.queries import edition_tree
from plans.rendering.blocks import (
    Addressee,
    Colophon,
    Document,
    Label,
    Letterhead,
    Part,
    Signature,
    Title,
    Toc,
)
from plans.rendering.from_tree import body_blocks, text_blocks
from plans.rendering.titles import break_title


def edition_document(edition: Edition, *, toc: bool = True) -> Document:
    """An edition by itself: title, label in brackets, contents, text."""
    tree = edition_tree(edition)
    head = (Title(break_title(tree.title), anchor="title"), Label(f"（{edition.label}）"))
    contents = (Toc(),) if toc else ()
    part = Part((*head, *contents, *body_blocks(tree)))
    return Document(
        title=tree.title,
        parts=(part,),
        kind="edition",
        author=edition.plan.owner.name,
        subject=edition.label,
        issued_on=edition.frozen_at.date().isoformat(),
    )


def publication_document(publication: Publication) -> Document:
    """The issuing notice 印发通知 with the plan behind it, on pages of its own."""
    notice, tree = publication.notice, edition_tree(publication.edition)
    day = printed_date(publication.issued_on)
    first = Part(
        (
            Title(break_title(notice["title"])),
            Addressee(notice["addressees"].rstrip("：:")),
            *text_blocks(notice["body"]),
            Signature((notice["signature"],), day, seal=notice["sealed"]),
        )
    )
    second = Part((Title(break_title(tree.title), anchor="title"), *body_blocks(tree)))
    return Document(
        title=tree.title,
        parts=(first, second),
        kind="notice",
        author=notice["issuer"],
        subject=notice["title"],
        issued_on=publication.issued_on.isoformat(),
        letterhead=Letterhead((notice["issuer"],), number=publication.document_number),
        colophon=Colophon(notice["printed_by"], day, notice["copies_to"]),
    )


def printed_date(day: date) -> str:
    """成文日期 as printed: 2021年9月14日."""
    return f"{day.year}年{day.month}月{day.day}日"
