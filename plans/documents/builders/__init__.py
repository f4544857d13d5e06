"""Builders of the process's documents: plain values in, a ``Document`` out.

They know no model; the app that asks fills in the values. By noun: ``paper`` (the shape all
share), ``plan`` (the plan and its issue), ``letters``, ``meetings``, ``tables``.
"""

from plans.documents.builders.letters import (
    FeedbackForm,
    Opinion,
    Request,
    reply_to_opinions,
    request_for_comments,
    unit_reply,
)
from plans.documents.builders.meetings import (
    Argumentation,
    Expert,
    MeetingNotice,
    Minutes,
    argumentation_opinion,
    meeting_minutes,
    meeting_notice,
)
from plans.documents.builders.paper import (
    Attached,
    Office,
    Paper,
    paper_document,
    prose,
    upward_document,
)
from plans.documents.builders.plan import Draft, draft_document, issued_plan, preview_document
from plans.documents.builders.tables import (
    ComparisonRow,
    collation_table,
    comparison_table,
)

__all__ = [
    "Argumentation",
    "Attached",
    "ComparisonRow",
    "Draft",
    "Expert",
    "FeedbackForm",
    "MeetingNotice",
    "Minutes",
    "Office",
    "Opinion",
    "Paper",
    "Request",
    "argumentation_opinion",
    "collation_table",
    "comparison_table",
    "draft_document",
    "issued_plan",
    "meeting_minutes",
    "meeting_notice",
    "paper_document",
    "preview_document",
    "prose",
    "reply_to_opinions",
    "request_for_comments",
    "unit_reply",
    "upward_document",
]
