"""Document numbers: in order, never twice, also when many ask at once."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from plans.enums import NumberState
from plans.errors import InvalidInput, NotAllowed, WrongState
from plans.issuing.actions.numbers import (
    claim_printed,
    numbers_at_hand,
    release_number,
    reserve_number,
    take_number,
    use_number,
)
from plans.models import AuditEntry, DocumentNumber, Letterhead
from plans.text.document_numbers import tidy_number
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def reserve(cast: Cast, year: int = 2021) -> DocumentNumber:
    return reserve_number(Letterhead.objects.get(), year, by=cast.drafter, purpose="试验")


def test_numbers_run_through_the_year(cast: Cast) -> None:
    taken = [str(reserve(cast)) for _ in range(3)] + [str(reserve(cast, 2022))]
    assert taken == [f"渝科协发〔2021〕{n}号" for n in (1, 2, 3)] + ["渝科协发〔2022〕1号"]


def test_a_released_number_is_the_next_to_be_taken(cast: Cast) -> None:
    first = reserve(cast)
    reserve(cast)
    with pytest.raises(InvalidInput, match="理由"):
        release_number(first, by=cast.drafter, reason=" ")
    release_number(first, by=cast.drafter, reason="不发了")
    assert reserve(cast).pk == first.pk


def test_a_number_taken_outside_is_not_given_again(cast: Cast) -> None:
    take_number(Letterhead.objects.get(), 2021, 60, by=cast.drafter, purpose="印发规划")
    assert reserve(cast).serial == 61
    with pytest.raises(InvalidInput, match="已用于“印发规划”"):
        take_number(Letterhead.objects.get(), 2021, 60, by=cast.drafter, purpose="另一份")


def test_a_printed_number_is_claimed_once(cast: Cast) -> None:
    number = claim_printed("渝科协发〔2021〕60号", by=cast.drafter, purpose="印发规划")
    assert number is not None
    assert (number.serial, number.state) == (60, NumberState.USED)
    with pytest.raises(InvalidInput, match="已用于“印发规划”"):
        claim_printed("渝科协发〔2021〕60号", by=cast.drafter, purpose="另一份")
    assert claim_printed("演示〔2023〕1号", by=cast.drafter, purpose="外来") is None


def test_only_who_keeps_the_register_takes_numbers(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        reserve_number(Letterhead.objects.get(), 2021, by=cast.outsider, purpose="试验")


ALLOWED = {("reserved", "used"), ("reserved", "released"), ("released", "reserved")}


@pytest.mark.parametrize("old", NumberState)
def test_every_transition(cast: Cast, old: NumberState) -> None:
    number, head, by = reserve(cast), Letterhead.objects.get(), cast.drafter
    acts: dict[str, Callable[[], DocumentNumber]] = {
        "used": lambda: use_number(number, by=by),
        "released": lambda: release_number(number, by=by, reason="因"),
        "reserved": lambda: take_number(head, 2021, 1, by=by, purpose="又"),
    }
    for new, act in acts.items():
        DocumentNumber.objects.update(state=old, reason="因")
        if (old, new) in ALLOWED:
            assert act().state == new
        else:
            with pytest.raises(InvalidInput if new == "reserved" else WrongState):
                act()
            assert DocumentNumber.objects.get().state == old


def test_the_database_refuses_a_double(cast: Cast) -> None:
    number = reserve(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentNumber.objects.create(
            letterhead=number.letterhead, year=2021, serial=1, purpose="又", taken_by=cast.drafter
        )


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_different_numbers() -> None:
    cast = make_cast()
    taken: list[int] = []

    def work() -> None:
        try:
            taken.extend(reserve(cast).serial for _ in range(5))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 31))


@pytest.mark.django_db(transaction=True)
def test_a_printed_number_is_claimed_by_one_of_many() -> None:
    cast = make_cast()
    won: list[int] = []
    lost: list[str] = []

    def work() -> None:
        try:
            number = claim_printed("渝科协发〔2021〕60号", by=cast.drafter, purpose="印发规划")
            won.append(number.serial if number else 0)
        except (InvalidInput, WrongState) as error:
            lost.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (won, len(lost)) == ([60], 4)
    assert list(DocumentNumber.objects.values_list("serial", "state")) == [(60, NumberState.USED)]


@pytest.mark.parametrize(
    "text",
    [
        "渝科协发〔2021〕60号",
        "渝科协发[2021]60号",
        "渝科协发（2021）第60号",
        " 渝科协发【2021】 060号",
    ],
)
def test_a_number_is_written_as_the_standard_prints_it(text: str) -> None:
    assert tidy_number(text) == "渝科协发〔2021〕60号"


@pytest.mark.parametrize(
    "text", ["", "60号", "渝科协发〔21〕60号", "渝科协发〔2021〕号", "渝科协发〔2021〕0号"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="发文字号应写成"):
        tidy_number(text)


def test_each_year_has_a_register_of_its_own(cast: Cast) -> None:
    head, by = Letterhead.objects.get(), cast.drafter
    take_number(head, 2021, 60, by=by, purpose="印发规划")
    assert str(take_number(head, 2022, 60, by=by, purpose="另一年")) == "渝科协发〔2022〕60号"
    assert [str(reserve(cast, year)) for year in (2021, 2022, 2023)] == [
        "渝科协发〔2021〕61号", "渝科协发〔2022〕61号", "渝科协发〔2023〕1号",
    ]  # fmt: skip


def test_each_letterhead_has_a_register_of_its_own(cast: Cast) -> None:
    head = Letterhead.objects.get()
    other = Letterhead.objects.create(
        unit=cast.department, body_name="乙", code="渝科协办", signature="乙", printed_by="乙"
    )
    reserve_number(head, 2021, by=cast.drafter, purpose="试验")
    taken = reserve_number(other, 2021, by=cast.drafter, purpose="试验")
    assert str(taken) == "渝科协办〔2021〕1号"
    release_number(taken, by=cast.drafter, reason="不发了")
    following = reserve_number(head, 2021, by=cast.drafter, purpose="试验")
    assert str(following) == "渝科协发〔2021〕2号"


def test_who_does_not_keep_the_register_changes_nothing_in_it(cast: Cast) -> None:
    number, head, by = reserve(cast), Letterhead.objects.get(), cast.outsider
    acts: list[Callable[[], object]] = [
        lambda: take_number(head, 2021, 9, by=by, purpose="试"),
        lambda: use_number(number, by=by),
        lambda: release_number(number, by=by, reason="因"),
        lambda: claim_printed("渝科协发〔2021〕1号", by=by, purpose="试"),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert list(DocumentNumber.objects.values_list("serial", "state")) == [(1, "reserved")]


def test_what_the_log_says_of_a_number(cast: Cast) -> None:
    number = reserve(cast)
    release_number(number, by=cast.drafter, reason=" 不发了 ")
    take_number(Letterhead.objects.get(), 2021, 1, by=cast.drafter, purpose=" 又用 ".strip())
    use_number(number, by=cast.drafter)
    rows = AuditEntry.objects.filter(object_type="plans.documentnumber").order_by("pk")
    told = [(row.action, row.object_id, row.old, row.new) for row in rows]
    pk = str(number.pk)
    assert told == [
        ("number.reserve", pk, {}, {"number": "渝科协发〔2021〕1号", "purpose": "试验"}),
        ("number.released", pk, {"state": "reserved"}, {"state": "released", "reason": "不发了"}),
        ("number.take", pk, {}, {"number": "渝科协发〔2021〕1号", "purpose": "又用"}),
        ("number.used", pk, {"state": "reserved"}, {"state": "used", "reason": ""}),
    ]
    number.refresh_from_db()
    assert (number.purpose, number.taken_by, number.reason) == ("又用", cast.drafter, "")


def test_a_number_needs_a_purpose(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="用于哪份文件"):
        reserve_number(Letterhead.objects.get(), 2021, by=cast.drafter, purpose=" ")
    assert not DocumentNumber.objects.exists()


def test_what_a_document_may_bear_now(cast: Cast) -> None:
    """The reserved ones in order, then the lowest released, else the next; none is taken."""
    head = Letterhead.objects.get()
    assert numbers_at_hand(head, 2021) == ["渝科协发〔2021〕1号"]
    first, second, third = (reserve(cast) for _ in range(3))
    reserve(cast, 2022)
    use_number(first, by=cast.drafter)
    assert numbers_at_hand(head, 2021) == [
        "渝科协发〔2021〕2号", "渝科协发〔2021〕3号", "渝科协发〔2021〕4号",
    ]  # fmt: skip
    for one in (third, second):
        release_number(one, by=cast.drafter, reason="不发了")
    assert numbers_at_hand(head, 2021) == ["渝科协发〔2021〕2号"]
    assert DocumentNumber.objects.count() == 4
    assert reserve(cast).pk == second.pk


def test_a_released_number_is_claimed_as_printed(cast: Cast) -> None:
    release_number(reserve(cast), by=cast.drafter, reason="不发了")
    number = claim_printed("渝科协发〔2021〕1号", by=cast.drafter, purpose="印发规划")
    assert number is not None
    assert (number.serial, number.state, number.purpose) == (1, "used", "印发规划")
    assert claim_printed("不是文号", by=cast.drafter, purpose="印发规划") is None
