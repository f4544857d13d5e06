"""Tables of who was asked and what they said."""

from consultation.models.carrying import Carrying
from consultation.models.comment import (
    Assessment,
    AssessmentVersion,
    Comment,
    OpinionGroup,
    PublicContact,
    Tag,
)
from consultation.models.delivery import Delivery
from consultation.models.entry import ReplyEntry
from consultation.models.expert import ExpertOpinion, ExpertPanel, ExpertReview
from consultation.models.invitation import Contact, Invitation, PersonalLink
from consultation.models.letter import IncomingLetter, LetterPassage
from consultation.models.list_aids import CannedReason, SavedView
from consultation.models.reply import Reply
from consultation.models.round import (
    Addressee,
    DispositionCount,
    Round,
    RoundQuerySet,
    WindowChange,
)
from consultation.models.search import SearchEntry
from consultation.models.suggestion import HeldSuggestion, PublishedResults, SpentProof

__all__ = [
    "Round",
    "RoundQuerySet",
    "Addressee",
    "DispositionCount",
    "WindowChange",
    "Invitation",
    "PersonalLink",
    "Contact",
    "Delivery",
    "Reply",
    "ReplyEntry",
    "Comment",
    "PublicContact",
    "Tag",
    "OpinionGroup",
    "Assessment",
    "AssessmentVersion",
    "Carrying",
    "SearchEntry",
    "HeldSuggestion",
    "PublishedResults",
    "SpentProof",
    "IncomingLetter",
    "LetterPassage",
    "ExpertPanel",
    "ExpertReview",
    "ExpertOpinion",
    "SavedView",
    "CannedReason",
]
