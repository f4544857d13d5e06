"""Tables of what is written."""

from plans.models.activation import ActivationLink, Vouch
from plans.models.appointment import Appointment
from plans.models.drafting import Assignment, Autosave, CheckWaiver, Note, Presence
from plans.models.edition import Edition, EditionProvision, Explanation
from plans.models.files import Attachment, Rendition
from plans.models.four_eyes import IN_FORCE, WAITING, FourEyes
from plans.models.issue import DocumentNumber, Letterhead, Publication, Review
from plans.models.mail_change import MailChange
from plans.models.operation import ClockRun, Trouble
from plans.models.people import (
    SYSTEM_USERNAME,
    Unit,
    UnitUserObjectPermission,
    UsedPassword,
    User,
)
from plans.models.plan import (
    Plan,
    PlanUserObjectPermission,
    Provision,
    ProvisionUserObjectPermission,
)
from plans.models.revision import Change, Respacing
from plans.models.system import AuditEntry, AuditSeal, Job, OutgoingMail

__all__ = [
    "ActivationLink",
    "Vouch",
    "MailChange",
    "Appointment",
    "FourEyes",
    "IN_FORCE",
    "WAITING",
    "SYSTEM_USERNAME",
    "Unit",
    "UnitUserObjectPermission",
    "UsedPassword",
    "User",
    "Plan",
    "PlanUserObjectPermission",
    "Provision",
    "ProvisionUserObjectPermission",
    "Change",
    "Respacing",
    "Edition",
    "EditionProvision",
    "Explanation",
    "Assignment",
    "Autosave",
    "CheckWaiver",
    "Note",
    "Presence",
    "Attachment",
    "Rendition",
    "DocumentNumber",
    "Letterhead",
    "Publication",
    "Review",
    "AuditEntry",
    "AuditSeal",
    "ClockRun",
    "Job",
    "OutgoingMail",
    "Trouble",
]
