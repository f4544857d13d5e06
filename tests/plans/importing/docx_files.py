"""DOCX files for the tests: real ones by python-docx, crafted ones from raw XML."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NS = (
    f'xmlns:w="{W}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def package(body: str, **parts: str | bytes) -> bytes:
    """A DOCX whose w:body is ``body``; other parts by name under word/ (styles, numbering)."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "word/document.xml": f"<w:document {_NS}><w:body>{body}</w:body></w:document>",
    }
    files |= {f"word/{name}.xml": content for name, content in parts.items()}
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A ZIP of the files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def p(text: str, properties: str = "") -> str:
    """A paragraph; ``**…**`` in the text makes a bold run."""
    runs = "".join(r(piece, bold=at % 2 == 1) for at, piece in enumerate(text.split("**")) if piece)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def r(text: str, *, bold: bool = False) -> str:
    """A run."""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{weight}<w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, level: int, number: int = 1) -> str:
    """A paragraph with an automatic number."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def numbering(*levels: tuple[str, str]) -> str:
    """word/numbering.xml with one list: form and text of each level."""
    xml = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    return (
        f'<w:numbering {_NS}><w:abstractNum w:abstractNumId="7">{xml}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )


def styles(xml: str) -> str:
    """word/styles.xml."""
    return f"<w:styles {_NS}>{xml}</w:styles>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of one-paragraph cells."""
    body = "".join(
        "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{body}</w:tbl>"


def text_box(*paragraphs: str) -> str:
    """A paragraph with a text box in both forms that Word writes."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{content}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
