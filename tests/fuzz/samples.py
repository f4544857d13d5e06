"""What the machine draws words, numbers of rows and files from."""

from __future__ import annotations

from enum import Enum
from typing import Any

from consultation.enums import (
    Audience,
    Channel,
    CommentKind,
    Disposition,
    FollowUp,
    ReplyOrigin,
    Speaker,
    Verdict,
)
from plans.enums import (
    Disclosure,
    Duty,
    Phase,
    PlanKind,
    ProvisionKind,
    ReviewKind,
    ReviewOutcome,
    WritingState,
)
from plans.models import Unit, User
from plans.text.numbering import Formats
from taskforce.enums import BodyKind, MailMode, Outcome, Rule, SeatRole, StepState, Vote
from tests.cast import SMALL
from tests.plans.small_tree import BIG

WORDS = (
    "",
    " ",
    "甲",
    "乙文。",
    "修改一处。",
    "——列项。\n第二段。",
    "演示〔2026〕1号",
    "渝科协发〔2026〕2号",
    "state=open",
    "𠮷\u200b字",
    "字" * 400,
)

USUAL = ("甲", "乙文。", "修改一处。", "演示〔2026〕1号")
"""Words that nothing speaks against, drawn mostly."""

ENUMS: dict[str, type[Enum]] = {
    "audience": Audience,
    "channel": Channel,
    "disclosure": Disclosure,
    "duty": Duty,
    "disposition": Disposition,
    "mode": MailMode,
    "origin": ReplyOrigin,
    "outcome": Outcome,
    "phase": Phase,
    "role": SeatRole,
    "speaker": Speaker,
    "state": StepState,
    "verdict": Verdict,
    "vote": Vote,
    "writing": WritingState,
}
"""Names of a plain str parameter that is one of a vocabulary."""

NARROWED: dict[tuple[str, str], type[Enum]] = {
    ("add_provision", "kind"): ProvisionKind,
    ("create_plan", "kind"): PlanKind,
    ("make_body", "kind"): BodyKind,
    ("Finding", "kind"): ReviewKind,
    ("Finding", "outcome"): ReviewOutcome,
    ("Opinion", "kind"): CommentKind,
    ("Said", "kind"): CommentKind,
    ("Terms", "rule"): Rule,
    ("settle_earlier", "value"): FollowUp,
    ("change_writing_state", "state"): WritingState,
}
"""Which vocabulary a name means in one action or dataclass."""

IDS = {
    "chapter": "plans.Provision",
    "chapter_id": "plans.Provision",
    "group_id": "consultation.OpinionGroup",
    "item_id": "taskforce.ReviewItem",
    "letter_id": "consultation.IncomingLetter",
    "mail_id": "plans.OutgoingMail",
    "entry_id": "consultation.ReplyEntry",
    "held_id": "consultation.HeldSuggestion",
    "change_id": "taskforce.GateChange",
    "opinion_id": "taskforce.MemberOpinion",
    "paper_id": "taskforce.PreparedPaper",
    "parent_id": "plans.Provision",
    "after_id": "plans.Provision",
    "pk": "plans.Letterhead",
    "review": "consultation.ExpertReview",
    "sign_in_id": "usersessions.UserSession",
}
"""What a number of this name is the id of, where the name is not that of its table."""

QUERYSETS = {"among": "consultation.Invitation"}
"""Rows of what a queryset of this name holds, which its annotation does not tell."""

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
FILES = (PDF, PNG, "文字".encode(), b"", b"\x00\x01")

ROWS: tuple[dict[str, Any], ...] = (
    {"name": "渝北区科协", "kind": "district", "phone": "1"},
    {"name": "", "kind": "district"},
    {"name": "甲", "kind": "unheard_of"},
    {"name": "渝中区科协", "kind": "society", "leader": "新"},
)
"""Lines of a sheet of units."""

BY_NAME: dict[str, tuple[Any, ...]] = {
    "slug": ("gui-hua-1", "gui-hua-2", "gui-hua-3", "不行"),
    "document_number": ("渝科协发〔2026〕2号", "渝科协发〔2026〕3号", "渝科协发2026-4", "甲"),
    "printed_on": ("", "2026-11-28"),
    "seen": (None,),
    "entered": ("",),
    "quorum": (None, None, 1, 2),
    "evidence": ((), ("minutes",), ("unheard_of",)),
    "tree": (SMALL, BIG, None),
    "name": ("a.pdf", "b.png", "名.txt", "某机构", ""),
    "right": ("manage_plan", "draft_plan", "read_draft", "unheard_of"),
    "email": ("a@test.invalid", "", "no address"),
    "mail_to": ("a@test.invalid", ""),
    "password": ("Lampe-Wiese-47-Xq", "kurz"),
    "username": ("新人甲", "新人乙", "起草人", ""),
    "formats": (Formats(), Formats(task_running=False), None),
    "node_id": (None, 1, 2, 3, 4),
    "years": (-1, 0, 1, 40),
    "year": (2025, 2026),
    "period": ((2021, 2025), (2026, 2030), None),
    "spans": (((0, 1),), ((0, 2), (1, 3)), (), ((5, 900),)),
    "days": (0, 3),
    "rows": (ROWS[:1], ROWS[1:2], ROWS[2:3], ROWS[3:], ROWS),
}
"""Values for parameters whose name says more than their type."""

DICTS: dict[str, dict[str, Any]] = {
    "change_settings": {"task_running": bool},
    "save_letterhead": {"code": str, "body_name": str, "unit": Unit},
    "hand_over": {"chapters": User, "rights": User, "duties": User, "seats": User},
}
"""What a dict holds that an action takes from its form."""
