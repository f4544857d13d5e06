"""The world of ``tests.world`` some months on: replies released, answered, decided, published.

Addresses that are nowhere yet in the first one answer here.
"""

from __future__ import annotations

from datetime import timedelta

from consultation.experts.actions.reviews import declare, release_review, save_verdict
from consultation.models import ExpertPanel, Reply, Round
from consultation.replies.actions.replies import hand_in, release
from plans.documents.actions import keep_rendition
from plans.enums import Phase
from plans.models import Attachment, Plan, Rendition
from plans.plan.actions import change_phase
from plans.system.clock import database_now
from taskforce.models import Decision, MeetingRecord, Package, ReviewItem
from tests.plans.issuing.steps import issue, ready
from tests.world import World, make_world


def make_ended_world() -> World:
    world = make_world()
    _reply(world)
    _conclude(world)
    _decide(world)
    _publish(world)
    Round.objects.update(answers_released_at=database_now())
    return world


def _reply(world: World) -> None:
    asked = world.value("invitation", "invitation_id")
    hand_in(asked, by=world.cast.officer)
    release(asked, by=world.cast.head)
    file = Attachment.objects.get(pk=world.value("attachment", "attachment_id"))
    Reply.objects.filter(invitation=asked).update(original=file, sealed_scan=file)


def _conclude(world: World) -> None:
    asked, expert = world.value("expert", "invitation_id"), world.cast.member
    declare(asked, by=expert, conflict=False)
    save_verdict(asked, by=expert, verdict="agree", text="")
    release_review(asked, by=expert)
    ExpertPanel.objects.filter(chair=asked).update(
        conclusion="同意。", concluded_by=expert, concluded_at=database_now(),
        signed_scan=world.value("attachment", "attachment_id"),
    )  # fmt: skip


def _decide(world: World) -> None:
    package = Package.objects.get(pk=world.value("package", "package_id"))
    today = database_now().date()
    MeetingRecord.objects.filter(package=package).update(
        held_on=today, confirmed_by=world.cast.second, confirmed_at=database_now()
    )
    decision = Decision.objects.create(
        package=package, outcome="passed_with_opinions", reason="原则通过", by=world.cast.drafter,
        decided_at=database_now() - timedelta(minutes=1),
    )  # fmt: skip
    item = ReviewItem.objects.create(decision=decision, number=1, text="改")
    world.arguments |= {"item_id": item.pk, "number": 1}


def _publish(world: World) -> None:
    plan = Plan.objects.get(slug=world.value("plan", "slug"))
    change_phase(plan.pk, Phase.REVISING, by=world.cast.drafter)
    ready(world.cast, plan)
    publication = issue(world.cast, plan)
    for key in publication.keys.values():
        keep_rendition(Rendition.objects.get(key=key), b"%PDF-1.7 whole")
    world.arguments["publication_id"] = publication.pk
