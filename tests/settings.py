"""Settings under test: the portal's own, read from a private environment."""

from __future__ import annotations

from importlib import import_module

from tests.harness import environment

environment.prepare()
_portal = vars(import_module("config.settings"))
globals().update({name: value for name, value in _portal.items() if name.isupper()})

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LIMITS: dict[str, tuple[int, int]] = {}
"""No test stands in another's way; the tests of the limits set their own."""
PROOF_BITS = 0
"""No proof of work is asked for, but in the tests of it."""
