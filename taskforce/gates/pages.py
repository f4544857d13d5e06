"""What pages of a gate share: loading it, crumbs, the papers made ready."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from plans.models import Plan, User
from plans.system.pages import Crumb, plan_crumbs, require
from taskforce.enums import PaperSlot
from taskforce.gates.actions.assembling import assembling
from taskforce.gates.actions.changing import waits_for_change
from taskforce.gates.terms import change_words
from taskforce.models import Gate, GateChange
from taskforce.permissions import may_confirm_change, may_see_process


def plan_of(gate: Gate) -> Plan:
    """The plan whose process the gate belongs to."""
    return gate.stage.timeline.plan


def gate_crumbs(gate: Gate, *more: Crumb) -> list[Crumb]:
    """规划 › plan › 工作进度 › …."""
    listing = reverse("timeline", args=[plan_of(gate).slug])
    return plan_crumbs(plan_of(gate), ("工作进度", listing), *more)


def load_gate(request: HttpRequest, gate_id: int) -> Gate:
    """A gate of a process that the visitor may see."""
    gate = get_object_or_404(
        Gate.objects.select_related("stage__timeline__plan", "body"), pk=gate_id
    )
    require(may_see_process(request.user, plan_of(gate)))
    return gate


@dataclass(frozen=True)
class ChangeLine:
    """A change of how the gate is decided as one person sees it, with what they may press."""

    change: GateChange
    words: str
    waits: str
    confirms: bool
    withdraws: bool


def change_lines(gate: Gate, user: User) -> list[ChangeLine]:
    """Every change that was confirmed, and the one that waits."""
    found = GateChange.objects.of(gate).standing().select_related("gate__body")
    return [
        ChangeLine(
            change=one,
            words=change_words(one),
            waits="" if one.in_force else waits_for_change(one),
            confirms=may_confirm_change(user, one),
            withdraws=not one.in_force and one.made_by == user,
        )
        for one in found
    ]


def prepared_of(found: Gate) -> dict[str, object]:
    """The papers made ready, the job that makes them, and the 稿 they are of."""
    papers = list(found.prepared.waiting().select_related("file", "edition", "made_by"))
    draft = next((one for one in papers if one.slot == PaperSlot.DRAFT), None)
    return {"prepared": papers, "job": assembling(found), "edition": draft and draft.edition}
