"""A process that prints a kept tree: ``python -m tests.bench.pdf_ours TREE.json [FILE.pdf]``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from plans.rendering.block_json import from_json
from plans.rendering.pdf import render_pdf
from tests.bench.answering import answer

if __name__ == "__main__":
    document = from_json(Path(sys.argv[1]).read_text())
    target = Path(sys.argv[2] if len(sys.argv) > 2 else os.devnull)
    answer(lambda: target.write_bytes(render_pdf(document)))
