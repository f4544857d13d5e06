"""Files that strangers send to stop the house: small to send, endless to read."""

from __future__ import annotations

import io
import itertools
import struct
import zipfile
from collections.abc import Callable

MB = 1024 * 1024
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
)
HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>单位名称</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>类别</t></is></c></row>'
)


def packed(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts, packed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook(*sheets: str, strings: str = "", styles: str = "") -> bytes:
    """An XLSX whose sheets are these elements of ``worksheet``."""
    numbers = range(1, len(sheets) + 1)
    override = '<Override PartName="/xl/{}.xml" ContentType="' + _SHEET + '.{}+xml"/>'
    relation = '<Relationship Id="{}" Type="' + _OFFICE + '/{}" Target="{}.xml"/>'
    listed = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES
        + override.format("workbook", "sheet.main")
        + override.format("sharedStrings", "sharedStrings")
        + override.format("styles", "styles")
        + "".join(override.format(f"worksheets/sheet{n}", "worksheet") for n in numbers)
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + relation.format("r0", "officeDocument", "xl/workbook")
        + "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(relation.format(f"r{n}", "worksheet", f"worksheets/sheet{n}") for n in numbers)
        + relation.format("rs", "sharedStrings", "sharedStrings")
        + relation.format("rt", "styles", "styles")
        + "</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
    }
    for number, sheet in zip(numbers, sheets, strict=True):
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>'
        )
    return packed(parts)


def rows(inner: str, dimension: str = "A1:B2") -> str:
    """A sheet's data behind the size that it says it has."""
    return f'<dimension ref="{dimension}"/><sheetData>{inner}</sheetData>'


def document(body: str | bytes) -> bytes:
    """A DOCX of this body."""
    text = body.encode() if isinstance(body, str) else body
    head = f'<w:document xmlns:w="{_W}"><w:body>'.encode()
    main = head + text + b"</w:body></w:document>"
    return packed({"[Content_Types].xml": _TYPES + "</Types>", "word/document.xml": main})


def half_a_gigabyte() -> bytes:
    """A DOCX of 500 kB whose text says that it is 500 MB long, and is."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        for _ in range(500):
            part.write(b" " * MB)
    return target.getvalue()


def lying() -> bytes:
    """The text is 90 MB long and the archive says 1,000 bytes."""
    content = packed({"word/document.xml": b" " * 90_000_000})
    return content.replace(struct.pack("<L", 90_000_000), struct.pack("<L", 1000))


def one_over_the_other() -> bytes:
    """Ten parts of the archive's list are one and the same stretch of it."""
    noise = "".join(f"<w:p><w:t>{n * 7919 % 1_000_003}</w:t></w:p>" for n in range(40_000))
    content = document(noise)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.start_dir
    entry = content[start : content.rindex(b"PK\x05\x06")]
    last = entry[entry.rindex(b"PK\x01\x02") :]
    names = [last.replace(b"document.xml", b"documen%d.xml" % n) for n in range(9)]
    listed = entry + b"".join(names)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 11, 11, len(listed), start, 0)
    return content[:start] + listed + end


def twice() -> bytes:
    """Two parts of one name: who reads the first sees another text than who reads the last."""
    body = "<w:document><w:body/></w:document>"
    content = packed({"word/document.xml": body, "word/documenX.xml": body})
    return content.replace(b"X.xml", b"t.xml")


def _strings(count: int) -> str:
    return "".join(f"<si><t>{n * 7919 % 10_000_019}</t></si>" for n in range(count))


def _laughs() -> str:
    names = "abcdefghij"
    lines = [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(names)]
    return f'<!DOCTYPE d [<!ENTITY a "哈哈哈哈">{"".join(lines)}]><w:p>&j;</w:p>'


def laughing() -> bytes:
    """A billion laughs: entities of entities."""
    return packed({"[Content_Types].xml": _TYPES, "word/document.xml": _laughs()})


SHEETS: dict[str, Callable[[], bytes]] = {
    "size of a whole sheet": lambda: workbook(
        rows(HEAD + "".join(f'<row r="{n}"/>' for n in range(2, 5002)), "A1:XFD1048576")
    ),
    "cell at the far end": lambda: workbook(
        rows(HEAD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "A1:XFD1048576")
    ),
    "million rows": lambda: workbook(
        rows(HEAD + "".join(f'<row r="{n}"/>' for n in range(2, 500_000)), "A1:B1048576")
    ),
    "shared strings": lambda: workbook(rows(HEAD), strings=_strings(1_000_000)),
    "one long string": lambda: workbook(rows(HEAD), strings=f"<si><t>{'甲' * 20_000_000}</t></si>"),
    "runs of one string": lambda: workbook(
        rows(HEAD), strings=f"<si>{'<r><t>a</t></r>' * 150_000}</si>"
    ),
    "merged": lambda: workbook(
        rows(HEAD)
        + "<mergeCells>"
        + "".join(f'<mergeCell ref="A{n}:XFD{n + 1}"/>' for n in range(1, 400_000, 2))
        + "</mergeCells>"
    ),
    "sheets": lambda: workbook(*[rows(HEAD)] * 2000),
    "parts": lambda: packed({f"xl/worksheets/sheet{n}.xml": "" for n in range(60_000)}),
    "styles": lambda: workbook(
        rows(HEAD),
        styles="<cellXfs>"
        + "".join(f'<xf numFmtId="{n % 160}" fontId="0"/>' for n in range(100_000))
        + "</cellXfs>",
    ),
    "only brackets": lambda: workbook(rows(HEAD), strings="<" * 30_000_000),
    "brackets and noise": lambda: workbook(
        rows(HEAD), strings="".join(f"<{n * 7919 % 10_007}" for n in range(1_500_000))
    ),
    "nested": lambda: workbook(rows(HEAD), strings="<a>" * 300_000 + "</a>" * 300_000),
    "attributes": lambda: workbook(
        rows("<row " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>")
    ),
    "truncated": lambda: workbook(rows(HEAD))[:-40],
    "stars": lambda: workbook(rows(HEAD), strings="<si><t>" + "密 ★" * 5_000_000 + "</t></si>"),
}
"""Workbooks."""
WORDS: dict[str, Callable[[], bytes]] = {
    "500 MB": half_a_gigabyte,
    "lying size": lying,
    "parts over each other": one_over_the_other,
    "two of one name": twice,
    "entities": laughing,
    "nested": lambda: document("<w:p>" * 100_000 + "</w:p>" * 100_000),
    "nested tables": lambda: document("<w:tbl><w:tr><w:tc>" * 60_000),
    "attributes": lambda: document("<w:p " + " ".join(f'a{n}="1"' for n in range(150_000)) + "/>"),
    "paragraphs": lambda: document(
        "".join(f"<w:p><w:r><w:t>{n * 7919 % 10_000_019}</w:t></w:r></w:p>" for n in range(150_000))
    ),
    "columns": lambda: document(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/>'
        "</w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
    ),
    "headings": lambda: document(
        "".join(f"<w:p><w:r><w:t>第{n % 97}章 甲{n}</w:t></w:r></w:p>" for n in range(50_000))
    ),
    "bzip2": lambda: packed({"word/document.xml": b" " * 40_000_000}, zipfile.ZIP_BZIP2),
    "truncated": lambda: document("<w:p/>")[:-40],
    "odd names": lambda: packed(
        {"word\\document.xml": "<a/>", "../word/document.xml": "<a/>", "=?utf-8?Q?=E6?=": ""}
    ),
    "archive in it": lambda: packed(
        {"word/document.xml": "<a/>", "word/embeddings/a.docx": half_a_gigabyte()}
    ),
}
"""Documents."""
