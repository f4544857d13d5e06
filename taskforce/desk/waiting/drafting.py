"""What waits in drafting: chapters to write and to unify, notes, a plan to issue."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from plans.enums import Phase, WritingState
from plans.models import Assignment, Note, Plan, User
from taskforce.desk.waiting.items import Item, managed_by


def chapters(user: User) -> list[Item]:
    """Chapters that the person leads or helps to write, until they are handed over."""
    mine = Assignment.objects.filter(
        Q(lead=user) | Q(chapter__provisionuserobjectpermission__user=user),
        state__in=(WritingState.WAITING, WritingState.WRITING),
        chapter__deleted_at__isnull=True,
    ).select_related("chapter__plan")
    return [_chapter(one, "起草") for one in mine.distinct()]


def unifying(user: User) -> list[Item]:
    """统稿: chapters handed over, for whoever manages the plan."""
    waiting = Assignment.objects.filter(
        chapter__plan__in=managed_by(user),
        state=WritingState.TO_UNIFY,
        chapter__deleted_at__isnull=True,
    ).select_related("chapter__plan")
    return [_chapter(one, "统稿") for one in waiting]


def _chapter(row: Assignment, action: str) -> Item:
    chapter = row.chapter
    return Item(
        chapter.title,
        f"{chapter.plan.title}　{row.get_state_display()}",
        row.due_on,
        reverse("provision", args=[chapter.plan.slug, chapter.pk]),
        action,
    )


def issues(user: User) -> list[Item]:
    """印发: approved plans without a number and date, for whoever manages them."""
    approved = Plan.objects.filter(pk__in=managed_by(user), phase=Phase.APPROVED)
    return [
        Item("印发规划", plan.title, None, reverse("issue", args=[plan.slug]), "印发")
        for plan in approved
    ]


def notes(user: User) -> list[Item]:
    """Notes that mention the person and are not settled."""
    found = Note.objects.filter(mentioned=user, resolved_at__isnull=True).select_related(
        "provision__plan", "author"
    )
    return [
        Item(
            note.body[:60],
            f"{note.author}　{note.provision.title}",
            None,
            reverse("provision", args=[note.provision.plan.slug, note.provision_id]),
            "查看",
        )
        for note in found[:50]
    ]
