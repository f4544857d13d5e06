"""A round before it is sent out: made, changed, given its letter and whom it is to ask, dropped."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consultation.enums import CHOSEN_CHANNELS, Act, Audience
from consultation.models import Addressee, Round
from consultation.permissions import may_run_round
from consultation.rounds.rules import is_short
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.models import Edition, Unit, User
from plans.permissions import may_manage
from plans.system.audit import record
from plans.system.locking import locked
from plans.system.secrecy import refuse_secret


@dataclass(frozen=True)
class RoundTerms:
    """What staff fix of a round; times are aware."""

    name: str
    audience: str
    opens_at: datetime
    closes_at: datetime
    short_reason: str = ""
    needs_seal: bool = False
    contact: str = ""
    letter_text: str = ""
    previous: Round | None = None


@dataclass(frozen=True)
class LetterWords:
    """What the letter says besides the edition and the closing time."""

    letter_text: str = ""
    contact: str = ""
    needs_seal: bool = False


def draft_round(
    edition: Edition, terms: RoundTerms, *, by: User, key: uuid.UUID | None = None
) -> Round:
    """A round that nobody is told of yet. The same form (``key``) again gives the same round."""
    _check_terms(edition, terms)
    words = LetterWords(terms.letter_text, terms.contact, terms.needs_seal)
    check_letter(words)
    with transaction.atomic():
        plan = edition.plan
        if not may_manage(by, plan):
            raise NotAllowed("您没有为这个规划组织征求意见的权限。")
        known = Round.objects.filter(form_key=key, created_by=by, plan=plan).first()
        if key is not None and known is not None:
            return known
        round_ = Round(plan=plan, created_by=by, form_key=key)
        _fill(round_, edition, terms)
        put_letter(round_, words)
        round_.save()
        record(Act.ROUND_DRAFT, round_, by=by, plan=plan, new=_told(round_))
    return round_


def change_round(round_: Round, edition: Edition, terms: RoundTerms, *, by: User) -> Round:
    """Another edition, name, audience or window; the letter has an action of its own."""
    _check_terms(edition, terms)
    with transaction.atomic():
        found = lock_draft(round_, by)
        if edition.plan_id != found.plan_id:
            raise InvalidInput("请选择本规划的一稿。")
        old = _told(found)
        _fill(found, edition, terms)
        found.save()
        if found.audience != Audience.UNITS:
            found.addressees.all().delete()
        new = _told(found)
        record(Act.ROUND_CHANGE_DRAFT, found, by=by, plan=found.plan, old=old, new=new)
    return found


def write_letter(round_: Round, words: LetterWords, *, by: User) -> Round:
    """The letter of a draft."""
    check_letter(words)
    with transaction.atomic():
        found = lock_draft(round_, by)
        put_letter(found, words)
        found.save(update_fields=["letter_text", "contact", "needs_seal"])
        new = {"letter_text": found.letter_text, "contact": found.contact}
        record(Act.ROUND_CHANGE_DRAFT, found, by=by, plan=found.plan, new=new)
    return found


def choose_addressees(
    round_: Round,
    *,
    by: User,
    units: Iterable[Unit] = (),
    persons: Iterable[User] = (),
    not_units: Iterable[Unit] = (),
    not_persons: Iterable[User] = (),
) -> None:
    """Put these among whom the draft is to ask, and take those away; both at once, or neither."""
    with transaction.atomic():
        found = lock_draft(round_, by)
        if found.audience != Audience.UNITS:
            raise WrongState("面向社会公众的，人人可以提出；专家在发出后从专家组页面逐位邀请。")
        out = found.addressees.filter(unit__in=list(not_units)) | found.addressees.filter(
            person__in=list(not_persons)
        )
        dropped = sorted(str(one) for one in out.select_related("unit", "person"))
        out.delete()
        known = set(found.addressees.values_list("unit", "person"))
        wanted: dict[tuple[int | None, int | None], str] = {
            **{(one.pk, None): one.name for one in units},
            **{(None, one.pk): str(one) for one in persons},
        }
        new = {key: name for key, name in wanted.items() if key not in known}
        Addressee.objects.bulk_create(
            Addressee(round=found, unit_id=unit, person_id=person) for unit, person in new
        )
        if new or dropped:
            chosen = {"chosen": sorted(new.values())}
            old = {"chosen": dropped}
            record(Act.ROUND_CHOOSE, found, by=by, plan=found.plan, old=old, new=chosen)


def choose_way(round_: Round, *, by: User, units: Iterable[Unit], channel: str = "") -> None:
    """By what the letter goes to these of the chosen: by hand, or (empty) by what reaches them."""
    if channel not in ("", *CHOSEN_CHANNELS):
        raise InvalidInput("没有这种送达方式，请重新选择。")
    with transaction.atomic():
        found = lock_draft(round_, by)
        done = found.addressees.filter(unit__in=list(units)).update(channel=channel)
        if not done:
            raise InvalidInput("请先勾选已经选为征求对象的单位。")
        new = {"channel": channel, "units": done}
        record(Act.ROUND_CHOOSE, found, by=by, plan=found.plan, new=new)


def drop_draft(round_: Round, *, by: User) -> None:
    """A draft goes altogether: nobody has seen it but who manages the plan."""
    with transaction.atomic():
        found = lock_draft(round_, by)
        record(Act.ROUND_DROP, found, by=by, plan=found.plan, old=_told(found))
        found.delete()


def lock_draft(round_: Round, by: User) -> Round:
    """The draft, locked, for who runs it; WrongState where it was issued meanwhile."""
    found = locked(Round.objects).select_related("plan", "edition").filter(pk=round_.pk).first()
    if found is None:
        raise WrongState("这份草稿已经删除。")
    if not may_run_round(by, found):
        raise NotAllowed("您没有组织这次征求意见的权限。")
    if found.issued_at is not None:
        raise WrongState("这一轮征求意见已经发出，不能再按草稿修改。")
    return found


def check_letter(words: LetterWords) -> None:
    refuse_secret(words.letter_text, words.contact)


def put_letter(round_: Round, words: LetterWords) -> None:
    """Fill in the letter; saving is the caller's."""
    round_.letter_text = words.letter_text
    round_.contact = words.contact.strip()
    round_.needs_seal = words.needs_seal


def _fill(round_: Round, edition: Edition, terms: RoundTerms) -> None:
    round_.edition, round_.name = edition, terms.name.strip()
    round_.audience = terms.audience
    round_.opens_at, round_.closes_at = terms.opens_at, terms.closes_at
    round_.short_reason = terms.short_reason.strip()
    round_.previous = terms.previous


def _told(round_: Round) -> dict[str, object]:
    return {
        "name": round_.name,
        "edition": round_.edition_id,
        "audience": round_.audience,
        "closes_at": round_.closes_at.isoformat(),
    }


def _check_terms(edition: Edition, terms: RoundTerms) -> None:
    refuse_secret(terms.name, terms.short_reason)
    if not terms.name.strip():
        raise InvalidInput("请填写本次征求意见的名称。")
    if terms.closes_at <= terms.opens_at:
        raise InvalidInput("截止时间应晚于开始时间。")
    if is_short(terms.audience, terms.opens_at, terms.closes_at) and not terms.short_reason.strip():
        raise InvalidInput("公开征求意见的期限一般不少于30日；确需缩短的，请写明理由。")
    earlier = terms.previous
    if earlier is not None and (earlier.plan_id != edition.plan_id or not earlier.in_force):
        raise InvalidInput("上一轮须是本规划已经发出、没有作废的一轮。")
