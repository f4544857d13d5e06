"""请示 or 报告 to a body outside the portal, filled in from the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans.documents.builders import Paper, upward_document
from plans.enums import UpwardKind
from plans.models import User
from plans.rendering.blocks import AttachmentNote, Block, Document, Signature
from taskforce.bodies.issuers import contact_of, office_of, one_body
from taskforce.enums import GateState
from taskforce.models import DECIDED, Gate, Package


@dataclass(frozen=True)
class Outward:
    """What the office may change before the paper is made; ``enclosed`` are its 附件."""

    kind: UpwardKind
    on: date
    signer: str
    addressee: str
    title: str
    body: str
    contact: str
    number: str = ""
    enclosed: Sequence[str] = ()


def outward_paper(gate: Gate, words: Outward) -> Document:
    """The paper in 上行文 form; its 附件 are named, the files themselves go with it."""
    paper = Paper(
        office=office_of(gate.stage.timeline.plan),
        number=words.number,
        on=words.on,
        title=words.title,
        addressees=one_body(words.addressee),
        body=words.body,
        note=words.contact if words.kind == UpwardKind.REQUEST else "",
        signers=(words.signer,),
    )
    return _enclosing(upward_document(paper, kind=words.kind), tuple(words.enclosed))


def _enclosing(document: Document, names: tuple[str, ...]) -> Document:
    if not names:
        return document
    first, *rest = document.parts
    blocks: list[Block] = []
    for block in first.blocks:
        if isinstance(block, Signature):
            blocks.append(AttachmentNote(names))
        blocks.append(block)
    return replace(document, parts=(replace(first, blocks=tuple(blocks)), *rest))


def outward_words(
    gate: Gate, package: Package | None, kind: UpwardKind, *, by: User
) -> dict[str, str]:
    """What the form begins with: title, text and 附件 from the gate and its package."""
    plan = gate.stage.timeline.plan
    draft = package.edition if package else None
    named = f"《{plan.title}》" + (f"（{draft.label}）" if draft else "")
    return {
        "kind": kind,
        "addressee": one_body(gate.body.name),
        "title": f"关于报请审定《{plan.title}》的请示"
        if kind == UpwardKind.REQUEST
        else f"关于报送《{plan.title}》的报告",
        "body": _body(named, kind, _passed(gate)),
        "contact": contact_of(by),
        "enclosed": "\n".join(package.materials.values_list("title", flat=True)) if package else "",
    }


def _passed(gate: Gate) -> str:
    """Which gates have passed a 稿 of the plan before, in a sentence."""
    passed = Gate.objects.filter(
        stage__timeline=gate.stage.timeline_id,
        state=GateState.PASSED,
        packages__in=Package.objects.filter(DECIDED, edition__isnull=False),
    )
    titles = list(dict.fromkeys(passed.values_list("title", flat=True)))
    return f"规划草案已通过以下审议：{'、'.join(titles)}。" if titles else ""


def _body(named: str, kind: UpwardKind, passed: str) -> str:
    opening = f"按照规划编制工作安排，我们组织编制了{named}。{passed}"
    if kind == UpwardKind.REQUEST:
        return f"{opening}\n现将规划草案及有关材料呈上，请审定。\n妥否，请批示。"
    return f"{opening}\n现将规划草案及有关材料报上，请审阅。\n特此报告。"
