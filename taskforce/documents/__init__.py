"""Papers of the process: models in, block trees out. By noun: who issues, progress, outward,
meetings, tables, and the papers of a package."""

from taskforce.documents.issuing import contact_of, office_of, process_office, signer_of
from taskforce.documents.meetings import Calling, call_to_meeting, meeting_words, minutes_of
from taskforce.documents.outward import Kind, Outward, outward_paper, outward_words
from taskforce.documents.progress import progress_report
from taskforce.documents.tables import carrying_table, rights_table

__all__ = [
    "Calling",
    "Kind",
    "Outward",
    "call_to_meeting",
    "carrying_table",
    "contact_of",
    "meeting_words",
    "minutes_of",
    "office_of",
    "outward_paper",
    "outward_words",
    "process_office",
    "progress_report",
    "rights_table",
    "signer_of",
]
