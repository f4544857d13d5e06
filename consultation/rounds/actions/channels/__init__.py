"""送达方式: how a letter with its link comes to one who is asked; one class a file."""

from consultation.rounds.actions.channels.account import Account
from consultation.rounds.actions.channels.base import Asked, Parcel, Way
from consultation.rounds.actions.channels.by_hand import Copied, Paper
from consultation.rounds.actions.channels.mail import Mail
from consultation.rounds.actions.channels.texting import Texting

WAYS: dict[str, Way] = {way.kind: way for way in (Account(), Mail(), Texting(), Paper(), Copied())}
"""By channel, in the order in which one is looked for that reaches somebody."""

__all__ = ["WAYS", "Asked", "Parcel", "Way"]
