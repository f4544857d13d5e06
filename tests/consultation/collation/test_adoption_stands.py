"""采纳落实: what an adopted opinion put into the text is asked for wherever the text goes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from consultation.collation.actions.completion import complete_round
from consultation.collation.actions.dispositions import Answer, adopt_into_text, assess, prove
from consultation.collation.carried import absent_from, why_unproved
from consultation.collation.listing import Criteria
from consultation.collation.papers.collation import answers, table
from consultation.collation.queries import unproved
from consultation.models import Assessment
from consultation.replies.actions.opinions import Opinion, draft_comment
from consultation.replies.actions.replies import release
from plans.drafting.actions.replacing import replace_in_plan
from plans.drafting.actions.revising import Origin
from plans.drafting.actions.tree import (
    add_provision,
    delete_provision,
    move_provision,
    undelete_provision,
)
from plans.drafting.actions.writing import (
    restore_provision_text,
    save_plan_text,
    save_provision,
)
from plans.editions.actions.freezing import freeze_edition
from plans.errors import InvalidInput, WrongState
from plans.history.actions import restore_chapter
from plans.models import AuditEntry, Change, Provision
from tests.consultation.replies.test_replies import Scene, make_scene

WHY = Origin("改")
OLD = "深入开展活动。"
NEW = "深入开展科普系列活动。"


class Adopted:
    """One opinion adopted into the task 强化引领: 科普系列 was put in."""

    def __init__(self) -> None:
        self.scene: Scene = make_scene()
        self.by, self.plan = self.scene.cast.drafter, self.scene.round.plan
        place = self.scene.round.edition.provisions.get(title="强化引领")
        said = Opinion("change", NEW, place=place, quote=OLD)
        draft_comment(self.scene.invitation.pk, said, by=self.scene.cast.officer, key=uuid.uuid4())
        release(self.scene.invitation.pk, by=self.scene.cast.head)
        self.before = timezone.now()

    @property
    def row(self) -> Assessment:
        return Assessment.objects.get(round=self.scene.round)

    @property
    def task(self) -> Provision:
        return self.plan.provisions.get(title="强化引领")

    def adopt(self) -> Adopted:
        adopt_into_text(
            self.row.pk, Answer("adopted"), by=self.by, provision_id=self.task.pk,
            expected_version=self.task.version, title="强化引领", text=NEW,
        )  # fmt: skip
        return self

    def point(self) -> Adopted:
        """Adopted, and the newest change is what carries it."""
        assess(self.row.pk, Answer("adopted"), by=self.by)
        prove(self.row.pk, self.last, by=self.by)
        return self

    @property
    def last(self) -> Change:
        return Change.objects.latest("id")

    def save(self, text: str, title: str = "强化引领") -> Version:
        return save_provision(
            self.task.pk, by=self.by, expected_version=self.task.version,
            title=title, text=text, origin=WHY,
        )  # fmt: skip

    def add(self, title: str, text: str = "", after: Provision | None = None) -> Provision:
        return add_provision(
            self.plan.pk, by=self.by, kind="task", parent_id=self.task.parent_id,
            after_id=after.pk if after else None, title=title, text=text, origin=WHY,
        )  # fmt: skip

    def move(self, one: Provision, after: Provision | None) -> None:
        move_provision(
            one.pk, by=self.by, parent_id=one.parent_id,
            after_id=after.pk if after else None, origin=WHY,
        )  # fmt: skip

    def restore(self, moment: datetime) -> None:
        chapter = self.task.parent
        assert chapter is not None
        restore_chapter(chapter.pk, by=self.by, moment=moment, origin=WHY)

    def replace(self, find: str, put: str) -> None:
        versions = {self.task.pk: self.task.version}
        replace_in_plan(self.plan, by=self.by, find=find, put=put, versions=versions, origin=WHY)

    def missing(self) -> list[str]:
        return why_unproved([self.row])[self.row.pk]


@pytest.fixture
def at(db: None) -> Adopted:
    return Adopted().adopt()


def undo_and_edit(at: Adopted) -> None:
    first = Change.objects.filter(provision=at.task).earliest("id")
    restore_provision_text(first, by=at.by, expected_version=at.task.version)
    at.save(f"{OLD}另有一句与此无关的话。")


EMPTIED: dict[str, tuple[Callable[[Adopted], object], list[str]]] = {
    "undone": (lambda at: at.save(OLD), ["“科普系列”已不在正文中"]),
    "undone, then something else edited": (undo_and_edit, ["“科普系列”已不在正文中"]),
    "undone and something else edited at once": (
        lambda at: at.save(f"前面另有一句。{OLD}"),
        ["“科普系列”已不在正文中"],
    ),
    "written anew": (lambda at: at.save("完全另写的一段文字。"), ["“科普系列”已不在正文中"]),
    "altered": (lambda at: at.save("深入开展科普活动。"), ["“科普系列”已不在正文中"]),
    "deleted": (
        lambda at: delete_provision(at.task.pk, by=at.by, origin=WHY),
        ["改入的这一部分已经删除"],
    ),
    "deleted with its chapter": (
        lambda at: delete_provision(at.task.parent_id or 0, by=at.by, origin=WHY),
        ["改入的这一部分已经删除"],
    ),
    "an old version brought back": (
        lambda at: at.restore(at.before),
        ["“科普系列”已不在正文中"],
    ),
    "found and replaced": (
        lambda at: at.replace("科普系列", "各类"),
        ["“科普系列”已不在正文中"],
    ),
    "moved to another text": (
        lambda at: (at.add("另一任务", NEW), at.save(OLD)),
        ["“科普系列”已不在正文中"],
    ),
}


@pytest.mark.parametrize("way", EMPTIED)
def test_however_it_is_emptied_it_is_listed_again(at: Adopted, way: str) -> None:
    empty, told = EMPTIED[way]
    task = at.task
    empty(at)
    assert (at.row.state, at.row.proof is not None) == ("to_prove", True)
    assert (list(unproved(at.scene.round)), at.missing()) == ([at.row], told)
    lost = AuditEntry.objects.get(action="assessment.lost")
    assert (lost.actor, lost.old, lost.new) == (at.by, {"state": "done"}, {"state": "to_prove"})
    with pytest.raises(WrongState, match="1条采纳的意见没有落实"):
        complete_round(at.scene.round, by=at.by)
    proof = Change.objects.get(source=f"comment:{at.row.comment_id}")
    with pytest.raises(InvalidInput, match="现在不在正文中"):
        prove(at.row.pk, proof, by=at.by)
    assert Provision.objects.get(pk=task.pk).plan == at.plan


KEPT: dict[str, Callable[[Adopted], object]] = {
    "another sentence": lambda at: at.save(f"{NEW}另有一句。"),
    "a sentence in front": lambda at: at.save(f"另有一句。{NEW}"),
    "the words beside it": lambda at: at.save("广泛开展科普系列活动。"),
    "marks of punctuation": lambda at: at.save("深入开展：科普系列活动"),
    "weight": lambda at: at.save("深入开展**科普系列**活动。"),
    "another title": lambda at: at.save(NEW, title="强化思想引领"),
    "found and replaced elsewhere": lambda at: at.replace("深入", "广泛"),
    "moved": lambda at: at.move(at.task, at.add("另一任务", after=at.task)),
    "deleted and brought back": lambda at: (
        delete_provision(at.task.pk, by=at.by, origin=WHY),
        undelete_provision(at.task.pk, by=at.by, origin=WHY),
    ),
    "emptied and put in again": lambda at: (at.save(OLD), at.save(NEW)),
}


@pytest.mark.parametrize("edit", KEPT)
def test_a_true_edit_keeps_it(at: Adopted, edit: str) -> None:
    task = at.task.pk
    KEPT[edit](at)
    assert Provision.objects.get(pk=task).deleted_at is None
    assert (at.row.state, list(unproved(at.scene.round))) == ("done", [])
    assert complete_round(at.scene.round, by=at.by).completed_at is not None


def test_a_move_that_carries_an_opinion_is_asked_for_too(db: None) -> None:
    at = Adopted()
    other = at.add("另一任务", after=at.task)
    at.move(other, None)
    at.point()
    assert at.row.state == "done"
    third = at.add("第三项", after=at.task)
    assert at.row.state == "done"
    at.move(other, at.task)
    assert (at.row.state, at.missing()) == ("to_prove", ["移到的位置已经变动"])
    at.move(other, None)
    assert at.row.state == "done"
    at.move(at.task, None)
    assert (at.row.state, at.missing()) == ("to_prove", ["移到的位置已经变动"])
    at.move(at.task, third)
    assert at.row.state == "done"


def test_what_was_deleted_for_an_opinion_and_comes_back_is_listed(db: None) -> None:
    at = Adopted()
    task = at.task
    delete_provision(task.pk, by=at.by, origin=WHY)
    at.point()
    assert at.row.state == "done"
    undelete_provision(task.pk, by=at.by, origin=WHY)
    assert (at.row.state, at.missing()) == ("to_prove", ["已删去的这一部分又恢复了"])


def test_words_taken_out_for_an_opinion_and_come_back_are_listed(db: None) -> None:
    at = Adopted()
    at.save("深入活动。")
    at.point()
    at.save("深入地开展活动。")
    assert (at.row.state, at.missing()) == ("to_prove", ["已删去的“开展”又出现在正文中"])
    at.save("深入活动，另有安排。")
    assert at.row.state == "done"


def test_a_task_added_for_an_opinion_stands_by_its_words(db: None) -> None:
    at = Adopted()
    made = at.add("建设科普基地", "建设一批科普基地，年接待50万人次。")
    at.point()
    save_provision(
        made.pk, by=at.by, expected_version=1, title="建设科普基地",
        text="建设一批科普基地，年接待5万人次。", origin=WHY,
    )  # fmt: skip
    assert (at.row.state, at.missing()) == ("to_prove", ["“年接待50万人次”已不在正文中"])


def test_the_title_and_preamble_of_the_plan_are_a_place_too(db: None) -> None:
    at = Adopted()

    def front(preamble: str) -> None:
        save_plan_text(
            at.plan.pk, by=at.by, expected_version=type(at.plan).objects.get(pk=at.plan.pk).version,
            title=at.plan.title, preamble=preamble, origin=WHY,
        )  # fmt: skip

    front("制定本规划。")
    front("为了科普，制定本规划。")
    at.point()
    front("制定本规划。")
    assert (at.row.state, at.missing()) == ("to_prove", ["“为了科普”已不在正文中"])


def test_another_change_that_stands_proves_it_again_and_the_answer_can_change(at: Adopted) -> None:
    at.save("深入开展科普活动。")
    assess(at.row.pk, Answer("partly", "只写科普"), by=at.by)
    assert at.row.state == "to_prove"
    prove(at.row.pk, at.last, by=at.by)
    assert (at.row.state, list(unproved(at.scene.round))) == ("done", [])
    at.save(OLD)
    assert at.row.state == "to_prove"
    assess(at.row.pk, Answer("not_adopted", "不再采纳"), by=at.by)
    assert (at.row.state, at.row.proof) == ("done", None)


def test_after_completion_the_figures_stand_and_the_loss_is_said_and_mended(at: Adopted) -> None:
    frozen = complete_round(at.scene.round, by=at.by).figures
    at.save("深入开展科普活动。")
    at.scene.round.refresh_from_db()
    assert (at.row.state, at.scene.round.figures) == ("to_prove", frozen)
    assert (frozen["adopted"], list(unproved(at.scene.round))) == (1, [at.row])
    with pytest.raises(WrongState, match="处理意见不能再改"):
        assess(at.row.pk, Answer("noted"), by=at.by)
    prove(at.row.pk, at.last, by=at.by)
    assert at.row.state == "done"
    with pytest.raises(WrongState, match="落实依据不能再改"):
        prove(at.row.pk, at.last, by=at.by)


def test_papers_say_what_does_not_stand(at: Adopted) -> None:
    at.save(OLD)
    today = timezone.now().date()
    assert "采纳（待落实）" in str(table(at.scene.round, Criteria(), today))
    assert "采纳（待落实）" in str(answers(at.scene.invitation, today))
    at.save(NEW)
    assert "待落实" not in str(table(at.scene.round, Criteria(), today))


def test_an_edition_without_the_words_is_known_even_when_the_text_has_them_again(
    at: Adopted,
) -> None:
    good = freeze_edition(at.plan.pk, by=at.by, label="甲稿")
    at.save(OLD)
    bad = freeze_edition(at.plan.pk, by=at.by, label="乙稿")
    at.save(NEW)
    assert (at.row.state, absent_from(good)) == ("done", [])
    assert absent_from(bad) == [(at.row, ["“科普系列”已不在正文中"])]
    assert absent_from(at.scene.round.edition) == []


TOLD = (
    "这次修改以后，意见0001采纳时写入正文的内容不再完整，已重新列为待落实。"
    "请在“采纳落实核对”中核对：仍然落实的，改记现在的修改；不再采纳的，修改处理意见。"
)
BACK = "意见0001采纳的内容又完整地在正文中，已恢复为落实。"
FROZEN = (
    "“送审稿”中没有完整落实意见0001：这些意见已经采纳，但没有写入这一稿。"
    "请在“采纳落实核对”中核对，需要时修改正文后重新定版。"
)


@pytest.mark.django_db(transaction=True)
def test_the_drafter_is_told_when_saving_and_when_freezing(client: Client) -> None:
    at = Adopted().adopt()
    client.force_login(at.by)

    def saved(text: str) -> list[str]:
        values = {"title": "强化引领", "text": text, "version": at.task.version}
        page = client.post(reverse("save", args=[at.plan.slug, at.task.pk]), values, follow=True)
        return [str(one) for one in page.context["messages"]]

    assert saved(f"{NEW}另有一句。") == ["修改已保存。"]
    assert saved(OLD) == ["修改已保存。", TOLD]
    values = {"label": "送审稿", "kind": "submitted", "note": ""}
    page = client.post(reverse("editions", args=[at.plan.slug]), values, follow=True)
    assert FROZEN in [str(one) for one in page.context["messages"]]
    shown = client.get(reverse("proof", args=[at.scene.round.pk])).content.decode()
    assert "落实已不在" in shown
    assert "没有完整写入的意见" in shown
    opinion = client.get(reverse("comment", args=[at.scene.round.pk, at.row.pk]))
    assert "“科普系列”已不在正文中" in opinion.content.decode()
    assert saved(NEW) == ["修改已保存。", BACK]
