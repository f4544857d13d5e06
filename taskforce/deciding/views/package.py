"""报审材料: the decision page of a sealed package, its papers, and taking it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.editions.queries import edition_tree
from plans.system.downloads import download, send_file
from plans.system.limits import Limit, limited
from plans.system.pages import actor, press, require, staff_page
from taskforce.deciding.changes_since import compare_editions, since_last
from taskforce.deciding.forms.opinions import OpinionForm
from taskforce.deciding.forms.voices import voices
from taskforce.deciding.pages import load_package
from taskforce.deciding.rules import COUNTED_RULES, voters
from taskforce.enums import Vote
from taskforce.gates.actions.packages import recall_package
from taskforce.gates.pages import gate_crumbs, plan_of
from taskforce.gates.terms import change_words
from taskforce.models import (
    GateChange,
    Instruction,
    MeetingRecord,
    Objection,
    Package,
)
from taskforce.permissions import (
    may_confirm_opinion,
    may_judge,
    may_object,
    may_run_process,
)
from taskforce.seconds import (
    objection_waits_for,
    opinion_waits_for,
    record_waits_for,
    waiting_opinions,
    waiting_record,
)
from taskforce.standing import is_stale


@staff_page
@limited(Limit.COMPARISON)
def package(request: HttpRequest, package_id: int) -> HttpResponse:
    """The decision page: what is asked, what changed since, who is against, two buttons."""
    return decision_page(request, load_package(request, package_id))


def decision_page(
    request: HttpRequest, found: Package, form: OpinionForm | None = None
) -> HttpResponse:
    """The decision page with the opinion form as it was sent, its errors included."""
    back = reverse("gate", args=[found.gate_id])
    opinions = list(
        found.opinions.in_force().select_related(
            "seat__user", "given_by", "made_by", "confirmed_by", "scan"
        )
    )
    record = waiting_record(found)
    waiting = waiting_opinions(found)
    spoken = [one.seat_id for one in (*opinions, *waiting)]
    context = {
        "title": found.gate.title,
        "crumbs": gate_crumbs(found.gate, (found.gate.title, back), ("报审材料", None)),
        "plan": plan_of(found.gate),
        "package": found,
        "gate": found.gate,
        "question": found.question,
        "materials": found.materials.select_related("edition", "file"),
        "opinions": opinions,
        "against": [one for one in opinions if one.vote in (Vote.RETURN, Vote.DEFER)],
        "decision": found.decision,
        "meeting": MeetingRecord.objects.in_force().filter(package=found).first(),
        "instruction": Instruction.objects.in_force().filter(package=found).first(),
        "waiting": [(one, opinion_waits_for(one)) for one in waiting],
        "record": record,
        "record_sentence": record_waits_for(record) if record else "",
        "term_changes": [change_words(one) for one in GateChange.objects.of(found.gate).in_force()],
        "since": since_last(actor(request), found),
        "stale": is_stale(found),
        "run": may_run_process(request.user, plan_of(found.gate)),
        "counted": found.gate.rule in COUNTED_RULES,
        "silent": voters(found.gate).exclude(pk__in=spoken),
        "objections": _objections(request, found),
        "entered": next((o for o in waiting if may_confirm_opinion(request.user, o)), None),
        "disownable": next((one for one in opinions if may_object(request.user, one)), None),
        "voices": voices(actor(request), found, opinions, form),
    }
    return render(request, "taskforce/deciding/package.html", context)


def _objections(request: HttpRequest, found: Package) -> list[tuple[Objection, str, bool]]:
    """Objections, for whom each waits, and whether this visitor may judge it."""
    deep = (f"opinion__{name}" for name in ("given_by", "made_by", "confirmed_by", "seat"))
    rows = Objection.objects.filter(opinion__package=found).select_related(*deep, "answered_by")
    found_ones = []
    for one in rows:
        one.opinion.package = found
        sentence = "" if one.answered_at else objection_waits_for(one)
        found_ones.append((one, sentence, may_judge(request.user, one)))
    return found_ones


@staff_page
@require_POST
def recall(request: HttpRequest, package_id: int) -> HttpResponse:
    """Take an undecided package back."""
    found = load_package(request, package_id)
    reason = request.POST.get("reason", "")
    return press(
        request,
        lambda: recall_package(found.pk, by=actor(request), reason=reason),
        "报审材料已撤回。",
        reverse("gate", args=[found.gate_id]),
    )


@staff_page
def sealed_edition(request: HttpRequest, package_id: int, material_id: int) -> HttpResponse:
    """Read the edition in a package, as sealed."""
    found = load_package(request, package_id)
    paper = get_object_or_404(found.materials.select_related("edition"), pk=material_id)
    require(paper.edition is not None)
    assert paper.edition is not None
    back = reverse("package", args=[found.pk])
    context = {
        "title": paper.edition.title,
        "crumbs": gate_crumbs(found.gate, (found.gate.title, back), (paper.title, None)),
        "edition": paper.edition,
        "tree": edition_tree(paper.edition),
        "package": found,
    }
    return render(request, "taskforce/deciding/sealed_edition.html", context)


@staff_page
@limited(Limit.COMPARISON)
def package_changes(request: HttpRequest, package_id: int) -> HttpResponse:
    """修改对照 with the edition that this person last decided on."""
    found = load_package(request, package_id)
    since = since_last(actor(request), found)
    require(since is not None and since.counts is not None)
    assert since is not None
    assert since.package.edition is not None
    assert found.edition is not None
    back = reverse("package", args=[found.pk])
    old, new = since.package.edition, found.edition
    context = {
        "title": f"修改对照：{old.label} → {new.label}",
        "crumbs": gate_crumbs(found.gate, (found.gate.title, back), ("修改对照", None)),
        "plan": plan_of(found.gate),
        "package": found,
        "diff": (diff := compare_editions(old, new)),
        "names": {"preamble": "引言"}
        | {n.node.id: n.node.number + n.node.title for n in diff.nodes},
    }
    return render(request, "taskforce/deciding/changes.html", context)


@staff_page
@limited(Limit.FILE)
def sealed_file(request: HttpRequest, package_id: int, material_id: int) -> HttpResponseBase:
    """A file or a text in a package, as a download of exactly the bytes that were hashed."""
    found = load_package(request, package_id)
    paper = get_object_or_404(found.materials.select_related("file"), pk=material_id)
    if paper.file is not None:
        return download(paper.file)
    require(bool(paper.text))
    return send_file(paper.text.encode(), f"{paper.title}.txt")
