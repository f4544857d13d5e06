"""``manage.py render SLUG --edition LABEL --format pdf|docx --output FILE``: no worker needed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from plans.documents.actions import draw
from plans.editions.papers import edition_document
from plans.enums import FileFormat
from plans.errors import DomainError
from plans.issuing.papers import publication_document
from plans.models import Edition, Publication
from plans.rendering.blocks import Document


class Command(BaseCommand):
    """The edition by itself with its 编制说明; with ``--notice`` as issued, the plan behind it.

    Exit status 2 and one sentence on standard error when it cannot be rendered.
    """

    help = "Render an edition to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--edition", required=True, metavar="LABEL")
        parser.add_argument("--format", required=True, choices=["pdf", "docx"])
        parser.add_argument("--output", required=True, type=Path)
        parser.add_argument("--notice", action="store_true", help="as issued, with the notice")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = _document(options["slug"], options["edition"], notice=options["notice"])
            content = draw(document, FileFormat(options["format"]))
            _put(options["output"], content)
        except (DomainError, OSError) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        self.stdout.write(f"{options['output']}　{len(content):,}字节")


def _document(slug: str, label: str, *, notice: bool) -> Document:
    edition = Edition.objects.filter(plan__slug=slug, label=label).first()
    if edition is None:
        raise DomainError(f"没有找到规划“{slug}”的“{label}”。")
    if not notice:
        return edition_document(edition, explained=True)
    publication = Publication.objects.filter(edition=edition, withdrawn_at__isnull=True).first()
    if publication is None:
        raise DomainError(f"“{label}”还没有印发，没有印发通知。")
    return publication_document(publication)


def _put(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
