"""The notice that issues a plan with the plan behind it; a sample of a letterhead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from plans.documents.builders import Office, Paper, issued_plan, paper_document
from plans.editions.queries import edition_tree
from plans.models import Publication
from plans.rendering.blocks import Document
from plans.system import clock
from plans.system.chinese_dates import chinese_date
from plans.text.document_numbers import printed_number


@dataclass(frozen=True)
class Notice:
    """The parts of the issuing notice 印发通知 that are not the plan's own text.

    ``issuer`` and ``signature`` are the sponsor's 主办机关, whose number it bears; ``joint``
    holds the other bodies of a 联合发文 in their order, each as (full name, signature).
    ``printed_on`` is 印发日期 of 版记 (ISO; empty: 成文日期), ``note`` 附注 without brackets.
    """

    issuer: str
    title: str
    addressees: str
    body: str
    signature: str
    copies_to: str = ""
    printed_by: str = ""
    sealed: bool = True
    joint: tuple[tuple[str, str], ...] = ()
    note: str = ""
    printed_on: str = ""
    toc: bool = False

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Notice:
        """The notice as ``asdict`` kept it in JSON, by this or an earlier version."""
        known = {field.name: data[field.name] for field in fields(cls) if field.name in data}
        return cls(**known | {"joint": tuple((one[0], one[1]) for one in data.get("joint", ()))})

    @property
    def office(self) -> Office:
        """Who issues, the sponsor first."""
        bodies, signatures = zip((self.issuer, self.signature), *self.joint, strict=True)
        return Office(bodies, signatures, self.printed_by, self.copies_to)


def issuers(publication: Publication) -> str:
    """Who issued it, as a page names them: the sponsor first."""
    return "、".join(Notice.read(publication.notice).office.bodies)


def publication_document(publication: Publication) -> Document:
    """The issuing notice 印发通知 with the plan behind it, on pages of its own."""
    notice = Notice.read(publication.notice)
    paper = Paper(
        office=notice.office,
        number=publication.document_number,
        on=publication.issued_on,
        title=notice.title,
        addressees=notice.addressees,
        body=notice.body,
        sealed=notice.sealed,
        note=notice.note,
    )
    document = issued_plan(paper, edition_tree(publication.edition), toc=notice.toc)
    if document.colophon is None or not notice.printed_on:
        return document
    printed = chinese_date(date.fromisoformat(notice.printed_on))
    return replace(document, colophon=replace(document.colophon, date=printed))


def letterhead_sample(values: Mapping[str, str]) -> Document:
    """A paper of one page that shows a letterhead and its 版记; the rest is made up."""
    today = clock.today()
    signature = values["signature"] or values["body_name"]
    office = Office(
        (values["body_name"] or "　",),
        (signature or "　",),
        values["printed_by"],
        values["copies_to"],
    )
    paper = Paper(
        office=office,
        number=printed_number(values["code"], today.year, 1),
        on=today,
        title="关于做好有关工作的通知",
        addressees="各有关单位",
        body="这是样张，用来查看版头、发文字号、署名和版记的样式，不作为文件使用。",
    )
    return paper_document(paper, kind="样张")
