"""送达情况 to read: letters of a round by key, who has none, and the list to pass on by hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import xlsxwriter
from django.db.models import QuerySet

from consultation.enums import OPEN_REPLY_STATES, Channel
from consultation.models import Delivery, Invitation, PersonalLink, Round
from consultation.rounds.wording import LINK, asking
from plans.system import clock

PAGE = 50
_HEAD = ("对象", "联系人", "电话", "文字", "专用链接")


@dataclass(frozen=True)
class SentPage:
    """Letters, newest first, with the key to go on from."""

    rows: list[Delivery]
    after: int | None


def sent_in(round_: Round, *, after: int | None = None) -> SentPage:
    """50 letters of the round before a key."""
    rows = _of(round_).select_related(
        "invitation__unit", "invitation__person", "mail", "link", "by"
    )
    found = list((rows.filter(pk__lt=after) if after else rows).order_by("-pk")[: PAGE + 1])
    return SentPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def unreached(round_: Round) -> QuerySet[Invitation]:
    """Who has not answered and was sent nothing at all: 无法送达."""
    silent = round_.invitations.filter(state__in=OPEN_REPLY_STATES, deliveries__isnull=True)
    return silent.select_related("unit", "person").order_by("pk")


def text_to_copy(round_: Round, invitation: Invitation, url: str) -> str:
    """What is pasted into WeChat or the like."""
    return asking(round_, invitation)[1].replace(LINK, url)


def link_table(round_: Round, address: Callable[[PersonalLink], str]) -> bytes:
    """One line for each who is to get the link by hand and has not answered, as XLSX."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("专用链接")
    sheet.write_row(0, 0, _HEAD)
    for number, line in enumerate(_lines(round_, address), start=1):
        for column, text in enumerate(line):
            sheet.write_string(number, column, text)
    sheet.set_column(0, 2, 18)
    sheet.set_column(3, 4, 60)
    book.close()
    return target.getvalue()


def _lines(round_: Round, address: Callable[[PersonalLink], str]) -> Iterable[tuple[str, ...]]:
    rows = _of(round_).filter(
        channel=Channel.COPY,
        invitation__state__in=OPEN_REPLY_STATES,
        link__revoked_at__isnull=True,
        link__expires_at__gt=clock.in_database(),
    )
    seen: set[int] = set()
    for row in rows.select_related("invitation__unit", "link").order_by("-pk"):
        unit, link = row.invitation.unit, row.link
        if unit is None or link is None or row.invitation_id in seen:
            continue
        seen.add(row.invitation_id)
        url = address(link)
        text = text_to_copy(round_, row.invitation, url)
        yield unit.name, unit.officer or unit.leader, unit.phone, text, url


def _of(round_: Round) -> QuerySet[Delivery]:
    return Delivery.objects.filter(invitation__round=round_)
