"""Generated opinions in any number, to measure how the portal bears them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from consultation.enums import Audience, CommentKind, CommentSource, ReplyState
from consultation.models import Comment, Invitation, Reply, Round
from consultation.replies.actions.submission import insert_submitted
from consultation.rounds.actions.drafts import RoundTerms, choose_addressees, draft_round
from consultation.rounds.actions.invitations import set_reply_state
from consultation.rounds.actions.issuing import issue_round
from consultation.rounds.actions.rounds import lock_round
from plans.editions.actions.freezing import freeze_edition
from plans.enums import EditionKind, ProvisionKind, UnitKind
from plans.models import EditionProvision, Plan, Unit, User
from plans.system import clock

BATCH = 2000
_VERBS = ("增加", "完善", "细化", "明确", "删除", "突出", "补充", "调整")
_OBJECTS = (
    "科普信息化建设", "科技馆体系", "学会改革", "科技志愿服务", "青少年科技教育", "人才托举工程",
    "院士专家工作站", "基层组织建设", "科技评估", "学术交流平台", "农村科普", "企业科协工作",
    "科技经济融合", "科学家精神宣传", "应急科普", "乡村振兴", "成渝双城协同", "对外交流合作",
)  # fmt: skip
_WHYS = (
    "与国家规划相衔接", "基层反映较为集中", "原表述不够具体", "便于年度分解和考核",
    "已有文件另有规定", "与部门职责分工一致", "更符合区县实际", "避免与前文重复",
)  # fmt: skip
_ENDS = ("的内容", "方面的具体举措", "的责任单位", "的量化指标", "的保障措施", "的时间安排")


def make_load(plan: Plan, *, by: User, comments: int, units: int, label: str) -> Round:
    """An open round on a new edition with ``units`` invited and ``comments`` submitted.

    Units named 压测单位 are reused from earlier loads. The text repeats, so that words are
    found often and groups of similar opinions are there.
    """
    now = clock.now()
    edition = freeze_edition(plan.pk, by=by, label=label, kind=EditionKind.CONSULTATION)
    terms = RoundTerms(label, Audience.UNITS, now, now + timedelta(days=20))
    round_ = draft_round(edition, terms, by=by)
    choose_addressees(round_, by=by, units=_units(units))
    round_ = issue_round(round_, by=by)
    asked = list(round_.invitations.select_related("unit", "round"))
    replies = _replies(asked, by, clock.now())
    places = list(edition.provisions.select_related("parent__parent"))
    for start in range(0, comments, BATCH):
        numbers = range(start, min(start + BATCH, comments))
        _submit(round_, [_comment(n, round_, replies, places, by) for n in numbers], clock.now())
    round_.refresh_from_db()
    return round_


def _units(count: int) -> list[Unit]:
    names = [f"压测单位{n:05d}" for n in range(1, count + 1)]
    known = set(Unit.objects.filter(name__in=names).values_list("name", flat=True))
    Unit.objects.bulk_create(
        [Unit(name=name, kind=UnitKind.SOCIETY) for name in names if name not in known],
        batch_size=BATCH,
    )
    return list(Unit.objects.filter(name__in=names))


def _replies(asked: list[Invitation], by: User, now: datetime) -> list[Reply]:
    rows = [
        Reply(
            invitation=one,
            released_by=by,
            released_at=now,
            receipt_number=f"{one.round_id:04d}-{one.pk:05d}",
            sha256="0" * 64,
        )
        for one in asked
    ]
    made = Reply.objects.bulk_create(rows, batch_size=BATCH)
    for one in asked:
        set_reply_state(one, ReplyState.RELEASED)
    return made


def _submit(round_: Round, comments: list[Comment], now: datetime) -> None:
    with transaction.atomic():
        insert_submitted(lock_round(round_.pk), comments, at=now)


def _comment(
    number: int, round_: Round, replies: list[Reply], places: list[EditionProvision], by: User
) -> Comment:
    chance = random.Random(number)  # noqa: S311 the same texts at every load, no secret
    reply, place = replies[number % len(replies)], chance.choice(places)
    unit = reply.invitation.unit
    return Comment(
        round=round_,
        reply=reply,
        key=uuid.UUID(int=(round_.pk << 64) + number + 1),
        source=CommentSource.UNIT,
        unit=unit,
        author=by,
        author_name=str(unit),
        place=place,
        chapter_id=_chapter(place).provision_id,
        quote=place.title,
        kind=chance.choice(CommentKind.values),
        proposal="".join(_phrases(chance)),
        reason=f"{chance.choice(_WHYS)}，{chance.choice(_WHYS)}。",
    )


def _chapter(place: EditionProvision) -> EditionProvision:
    while place.kind != ProvisionKind.CHAPTER and place.parent is not None:
        place = place.parent
    return place


def _phrases(chance: random.Random) -> Iterator[str]:
    yield "建议"
    for _ in range(chance.randint(1, 3)):
        yield f"{chance.choice(_VERBS)}“{chance.choice(_OBJECTS)}”{chance.choice(_ENDS)}，"
    yield f"到{chance.randint(2021, 2025)}年覆盖{chance.randint(1, 99)}%。"
