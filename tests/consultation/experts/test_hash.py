"""The hash of an expert's opinion covers declaration, opinions and verdict, to the letter."""

from __future__ import annotations

import hashlib

import pytest

from consultation.experts.actions.reviews import declare, say_nothing
from tests.consultation.experts.panel import Panel, make_panel

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel() -> Panel:
    return make_panel()


def test_what_the_hash_of_a_review_covers(panel: Panel) -> None:
    panel.begin(panel.expert)
    panel.say(panel.expert, "次数不明确", proposal="每年两次")
    other = panel.round.edition.provisions.get(title="总体要求").provision
    say_nothing(panel.id("乙专家"), other, by=panel.expert)
    review = panel.release(panel.expert, "agree_changed", "修改后可行")
    place, edition = panel.place(), panel.round.edition
    assert place.parent is not None
    said = (
        f'{{"edition":"{edition.sha256}","from":"乙专家（某大学）","opinions":['
        f'[{place.pk},{place.parent.provision_id},false,"change","","每年两次","次数不明确"],'
        f'[null,{other.pk},true,"other","","",""]],'
        '"recused":null,"text":"修改后可行","verdict":"agree_changed"}'
    )
    assert review.sha256 == hashlib.sha256(said.encode()).hexdigest()


def test_what_the_hash_of_a_recusal_covers(panel: Panel) -> None:
    declare(panel.id("乙专家"), by=panel.expert, conflict=True, reason="参与起草")
    said = (
        f'{{"edition":"{panel.round.edition.sha256}","from":"乙专家（某大学）","opinions":[],'
        '"recused":"参与起草","text":"","verdict":""}'
    )
    assert panel.review("乙专家").sha256 == hashlib.sha256(said.encode()).hexdigest()
