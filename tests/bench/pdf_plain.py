"""WeasyPrint alone on the same HTML: ``python -m tests.bench.pdf_plain FILE.html FILE.css``.

The fonts are loaded and the style sheet is parsed before the first page is asked for.
"""

from __future__ import annotations

import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from tests.bench.answering import answer

if __name__ == "__main__":
    html, css = (Path(name).read_text() for name in sys.argv[1:])
    fonts = FontConfiguration()
    sheet = CSS(string=css, font_config=fonts)
    answer(
        lambda: HTML(string=html).write_pdf(
            stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
        )
    )
