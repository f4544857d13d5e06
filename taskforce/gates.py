"""What must exist before a stage may be put to the deciders.

A registry of evidence keys; the process template names the keys of each stage. Every check
asks the lower apps' queries and says in words what is missing and where it is made. A key that
no query can answer is met by evidence that a step was confirmed with under the same key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from consultation.enums import (
    SETTLED_REPLY_STATES,
    AssessmentState,
    Audience,
    ReplyState,
    Verdict,
)
from consultation.models import Assessment, Invitation, Round
from consultation.queries import unproved
from consultation.sealing import Argued, argued
from plans.checking import open_findings
from plans.enums import REVIEW_OUTCOMES_IN_ORDER, ReviewKind, ReviewOutcome
from plans.models import Edition, Plan, Review
from taskforce.models import Gate, Instruction, MeetingRecord, Stage, StepEvidence


@dataclass(frozen=True)
class Evidence:
    """One required piece: whether it is there, what is missing, the page that makes it and how."""

    key: str
    label: str
    met: bool
    detail: str
    page: str
    how: str = ""


Check = Callable[[Stage], tuple[bool, str]]


@dataclass(frozen=True)
class Kind:
    """A known evidence key: its Chinese name, check, URL name of its page, and how it is made."""

    label: str
    check: Check
    page: str
    how: str = ""


def _plan(stage: Stage) -> Plan:
    return stage.timeline.plan


def _confirmed(key: str) -> Check:
    def check(stage: Stage) -> tuple[bool, str]:
        count = StepEvidence.objects.filter(step__stage__timeline=stage.timeline, key=key).count()
        return bool(count), f"已登记{count}项" if count else "还没有登记"

    return check


def _minutes(stage: Stage) -> tuple[bool, str]:
    held = MeetingRecord.objects.filter(package__gate__stage__timeline=stage.timeline_id).count()
    if held:
        return True, f"已登记{held}次会议"
    return _confirmed("minutes")(stage)


def _instructed(stage: Stage) -> tuple[bool, str]:
    said = Instruction.objects.filter(package__gate__stage__timeline=stage.timeline_id).count()
    if said:
        return True, f"已登记{said}件批示"
    return _confirmed("instruction_received")(stage)


def _edition_exists(stage: Stage) -> tuple[bool, str]:
    edition = Edition.objects.filter(plan=_plan(stage), label__contains="征求意见稿").first()
    return edition is not None, f"已定版：{edition}" if edition else "还没有“征求意见稿”"


def _units_answered(stage: Stage) -> tuple[bool, str]:
    asked = Invitation.objects.filter(round__plan=_plan(stage), round__audience=Audience.UNITS)
    if not asked.exists():
        return False, "还没有向任何单位征求意见"
    waiting = asked.exclude(state__in=(*SETTLED_REPLY_STATES, ReplyState.TO_SEAL)).count()
    return (
        not waiting,
        f"还有{waiting}个对象没有反馈，也没有登记为未反馈" if waiting else "全部已反馈或登记",
    )


def _comments_disposed(stage: Stage) -> tuple[bool, str]:
    waiting = Assessment.objects.filter(
        round__plan=_plan(stage), state=AssessmentState.OPEN
    ).count()
    return not waiting, f"还有{waiting}条意见没有处理" if waiting else "每条意见都有处理意见"


def _adoption_proved(stage: Stage) -> tuple[bool, str]:
    """The list that the page 采纳落实核对 shows is empty in every round."""
    waiting = sum(unproved(one).count() for one in Round.objects.filter(plan=_plan(stage)))
    return (
        not waiting,
        f"还有{waiting}条采纳的意见没有落实到修改" if waiting else "采纳的意见都已落实",
    )


def _checks_clean(stage: Stage) -> tuple[bool, str]:
    plan = _plan(stage)
    errors = [finding for finding in open_findings(plan) if finding.severity == "error"]
    return not errors, f"校核还有{len(errors)}处错误" if errors else "校核没有错误"


def _argumentation_opinions(stage: Stage) -> tuple[bool, str]:
    """Every expert round opened, with opinions in it; or the papers of a meeting held outside."""
    rounds = argued(_plan(stage))
    if not rounds:
        return _confirmed("argumentation_opinions")(stage)
    sealed = [one for one in rounds if one.sealed]
    if sealed:
        asked = sum(one.asked for one in sealed)
        there = sum(one.released + one.recused for one in sealed)
        return False, f"专家意见还没有启封：{asked}位专家中{there}位已提交或回避"
    given = sum(one.released for one in rounds)
    return bool(given), "；".join(map(_argued_words, rounds))


def _argued_words(one: Argued) -> str:
    counted = "、".join(
        f"{Verdict(key).label}{count}人" for key, count in one.verdicts.items() if count
    )
    signed = "，专家已签名" if one.signed else "，综合论证意见已形成" if one.concluded else ""
    return f"{one.round}：{one.released}位专家提出意见（{counted or '无'}）{signed}"


def _argumentation_answered(stage: Stage) -> tuple[bool, str]:
    rounds = argued(_plan(stage))
    if any(one.sealed for one in rounds):
        return False, "专家意见还没有启封"
    undecided = sum(one.undecided for one in rounds)
    unproved = sum(one.unproved for one in rounds)
    if undecided or unproved:
        return False, f"专家意见还有{undecided}条没有处理、{unproved}条没有落实到修改"
    return True, "专家意见都已处理"


def _reviewed(kind: ReviewKind) -> Check:
    """An opinion as a file with reviewer and date, or 不涉及 with its reason."""

    def check(stage: Stage) -> tuple[bool, str]:
        review = Review.objects.filter(plan=_plan(stage), kind=kind).order_by("-id").first()
        if review is None:
            return False, "还没有登记审查意见"
        said = f"{review.get_outcome_display()}（{review.reviewer}，{review.reviewed_on}）"
        if review.outcome not in REVIEW_OUTCOMES_IN_ORDER:
            return False, said
        if review.outcome == ReviewOutcome.PASSED and review.file_id is None:
            return False, f"{said}，还没有上传审查意见书"
        return True, said

    return check


def _decided_edition(stage: Stage) -> tuple[bool, str]:
    passed = Gate.objects.filter(
        stage__timeline=stage.timeline,
        packages__decision__isnull=False,
        packages__edition__isnull=False,
    ).exists()
    return passed, "已有经审议的稿" if passed else "还没有经审议的稿"


def _registered(label: str) -> str:
    return f"到相应步骤“登记材料”，类别选“{label}”。"


def _by_step(label: str, check: Check) -> Kind:
    """A piece that people register at a step of the timeline."""
    return Kind(label, check, "timeline", _registered(label))


REVIEWED = "登记审查意见并上传意见书；不涉及的写明理由。"
REGISTRY: dict[str, Kind] = {
    "research_results": _by_step("课题研究成果", _confirmed("research_results")),
    "major_items": _by_step("重大事项建议", _confirmed("major_items")),
    "minutes": _by_step("会议纪要", _minutes),
    "consultation_edition": Kind(
        "征求意见稿", _edition_exists, "editions", "把正文定为名称含“征求意见稿”的稿。"
    ),
    "units_answered": Kind(
        "征求意见对象反馈情况", _units_answered, "rounds", "催办，或登记为未反馈并写明说明。"
    ),
    "comments_disposed": Kind(
        "意见处理情况", _comments_disposed, "rounds", "在意见汇总中逐条提出处理意见。"
    ),
    "adoption_proved": Kind(
        "采纳落实核对", _adoption_proved, "rounds", "在采纳落实核对中指明落实的修改。"
    ),
    "checks_clean": Kind("校核结果", _checks_clean, "checks", "改正校核的错误，或写明保留理由。"),
    "argumentation_opinions": Kind(
        "论证意见",
        _argumentation_opinions,
        "rounds",
        "组织专家论证；在平台外开会论证的，" + _registered("论证意见"),
    ),
    "argumentation_answered": Kind(
        "论证意见采纳情况", _argumentation_answered, "rounds", "逐条处理专家意见。"
    ),
    "legality_review": Kind("合法性审核", _reviewed(ReviewKind.LEGALITY), "reviews", REVIEWED),
    "fair_competition_review": Kind(
        "公平竞争审查", _reviewed(ReviewKind.FAIR_COMPETITION), "reviews", REVIEWED
    ),
    "social_risk_review": Kind(
        "社会稳定风险评估", _reviewed(ReviewKind.SOCIAL_RISK), "reviews", REVIEWED
    ),
    "confidentiality_review": Kind(
        "保密审查", _reviewed(ReviewKind.CONFIDENTIALITY), "reviews", REVIEWED
    ),
    "decided_edition": Kind(
        "经审议的稿", _decided_edition, "timeline", "先提请前面的审议环节并形成结果。"
    ),
    "instruction_received": _by_step("上级批示", _instructed),
}
"""``page`` is a URL name that takes the plan's slug."""


def evidence_for(gate: Gate) -> list[Evidence]:
    """Every piece that the gate's template asks for, met or not."""
    pieces = []
    for key in gate.evidence:
        kind = REGISTRY[key]
        met, detail = kind.check(gate.stage)
        pieces.append(Evidence(key, kind.label, met, detail, kind.page, kind.how))
    return pieces
