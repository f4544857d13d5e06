"""Short secrets that must be read again, kept so that the database alone gives none of them."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def sealed(text: str) -> str:
    """The text as only the server's key opens it; another sealing of the same looks different."""
    return _key().encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """What was sealed; raises ``cryptography.fernet.InvalidToken`` under another key."""
    return _key().decrypt(text.encode()).decode()


def _key() -> Fernet:
    digest = hashlib.sha256(b"plans.sealing\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
