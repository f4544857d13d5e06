"""What the machine lacks for official documents, said whenever Django checks itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning

from plans.rendering.fonts import FONT_DIR, missing_requirements


def check_documents(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - asked for the whole portal
    **options: Any,  # noqa: ARG001 - Django's signature
) -> list[CheckMessage]:
    """Missing fonts and the missing library, each with what to do about it."""
    return document_warnings(FONT_DIR)


def document_warnings(folder: Path) -> list[CheckMessage]:
    """The same for fonts in a folder."""
    return [Warning(text, id="plans.W001") for text in missing_requirements(folder)]
