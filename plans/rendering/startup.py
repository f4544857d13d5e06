"""What the machine lacks for official documents, said whenever Django checks itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning

from plans.rendering.fonts import FONT_DIR, missing_requirements
from plans.rendering.weasyprint_patches import complaints, installed_versions


def check_documents(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - asked for the whole portal
    **options: Any,  # noqa: ARG001 - Django's signature
) -> list[CheckMessage]:
    """Missing fonts, the missing library, versions not proved: each with what to do about it."""
    return [*document_warnings(FONT_DIR), *version_warnings(installed_versions())]


def document_warnings(folder: Path) -> list[CheckMessage]:
    """The same for fonts in a folder."""
    return [Warning(text, id="plans.W001") for text in missing_requirements(folder)]


def version_warnings(installed: Mapping[str, str]) -> list[CheckMessage]:
    """What is slower because the changes to WeasyPrint's inside stay off."""
    return [Warning(text, id="plans.W002") for text in complaints(installed)]
