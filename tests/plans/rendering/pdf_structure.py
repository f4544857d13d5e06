"""What PDF/UA-1 and PDF/A-2a ask of a file, as far as we can check it; each returns faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from lxml import etree
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1, stream_value

Check = Callable[["Structure"], list[str]]
CHECKS: dict[str, Check] = {}
_PAINTS = {b"TJ", b"Tj", b"f", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh"}


@dataclass
class Element:
    """One element of the structure tree."""

    kind: str
    attributes: dict[str, Any]
    children: list[Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()


class Structure:
    """A file's catalog, metadata, structure tree and marked content."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.document = PDFDocument(PDFParser(BytesIO(content)))
        self.pages = list(PDFPage.create_pages(self.document))

    @cached_property
    def catalog(self) -> dict[str, Any]:
        return dict(self.document.catalog)

    @cached_property
    def metadata(self) -> Any:
        packet = stream_value(self.catalog["Metadata"]).get_data()
        return etree.fromstring(re.sub(rb"<\?xpacket.*?\?>", b"", packet).strip())

    @cached_property
    def root(self) -> Element:
        numbers: dict[Any, int] = {page.pageid: number for number, page in enumerate(self.pages)}
        return self._element(resolve1(self.catalog["StructTreeRoot"]), numbers, 0)

    def _element(self, raw: dict[str, Any], numbers: dict[Any, int], page: int) -> Element:
        if "Pg" in raw:
            page = numbers[raw["Pg"].objid]
        kind = raw["S"].name if "S" in raw else "Root"
        element = Element(kind, raw)
        kids = resolve1(raw.get("K", []))
        for kid in kids if isinstance(kids, list) else [kids]:
            value = resolve1(kid)
            if isinstance(value, int):
                element.marks.append((page, value))
            elif "S" in value:
                element.children.append(self._element(value, numbers, page))
        return element

    def operations(self, page: int) -> Iterator[tuple[bytes, bytes]]:
        """The operators of a page with what stands before them on their line."""
        for stream in self.pages[page].contents:
            for line in stream_value(stream).get_data().split(b"\n"):
                before, _, operator = line.rpartition(b" ")
                yield operator, before

    def drawn_marks(self) -> set[tuple[int, int]]:
        """Page and number of every marked content that is drawn."""
        found = set()
        for page in range(len(self.pages)):
            data = b"".join(stream_value(one).get_data() for one in self.pages[page].contents)
            found |= {(page, int(one)) for one in re.findall(rb"/MCID (\d+)", data)}
        return found

    def annotations(self) -> Iterator[dict[str, Any]]:
        for page in self.pages:
            for one in resolve1(page.annots) or []:
                yield resolve1(one)

    def fonts(self) -> Iterator[dict[str, Any]]:
        resources = resolve1(self.pages[0].resources)
        yield from (resolve1(one) for one in resolve1(resources["Font"]).values())


def check(function: Check) -> Check:
    """Enter a check under its name."""
    CHECKS[function.__name__] = function
    return function


@check
def the_file_says_what_it_is(pdf: Structure) -> list[str]:
    catalog = pdf.catalog
    wanted = {
        "language": catalog.get("Lang") == b"zh-CN",
        "marked": resolve1(catalog.get("MarkInfo", {})).get("Marked") is True,
        "title shown": resolve1(catalog.get("ViewerPreferences", {})).get("DisplayDocTitle")
        is True,
        "title": bool(pdf.metadata.findtext(".//{http://purl.org/dc/elements/1.1/}title//{*}li")),
    }
    return [name for name, there in wanted.items() if not there]


@check
def everything_drawn_is_tagged_or_an_artifact(pdf: Structure) -> list[str]:
    faults = []
    for page in range(len(pdf.pages)):
        depth = 0
        for operator, _ in pdf.operations(page):
            depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
            if operator in _PAINTS and depth < 1:
                faults.append(f"page {page + 1}: {operator!r}")
    return faults


@check
def the_tree_holds_all_marked_content(pdf: Structure) -> list[str]:
    """Page numbers are mapped as artifacts of the page, outside the tree."""
    held = [mark for element in pdf.root.walk() for mark in element.marks]
    faults = [f"{mark} twice" for mark in set(held) if held.count(mark) > 1]
    stray = set(held) - pdf.drawn_marks()
    return faults + [f"{mark} is not drawn" for mark in stray]


@check
def headings_leave_out_no_step(pdf: Structure) -> list[str]:
    levels = [int(e.kind[1]) for e in pdf.root.walk() if re.fullmatch(r"H[1-6]", e.kind)]
    if not levels:
        return ["no headings"]
    steps = zip([0, *levels], levels, strict=False)
    return [f"H{above} then H{below}" for above, below in steps if below > above + 1]


@check
def headers_of_tables_say_their_scope(pdf: Structure) -> list[str]:
    headers = [element for element in pdf.root.walk() if element.kind == "TH"]
    scopes = [str(resolve1(one.attributes["A"]).get("Scope")) for one in headers]
    return [scope for scope in scopes if scope not in ("/'Row'", "/'Column'")]


@check
def links_say_where_they_go(pdf: Structure) -> list[str]:
    faults = []
    for one in pdf.annotations():
        said = resolve1(one.get("Contents", b""))
        if not said.startswith(b"\xfe\xff") or "StructParent" not in one:
            faults.append(f"link to {one.get('Dest')!r} says {said!r}")
    return faults


@check
def fonts_are_embedded_and_readable(pdf: Structure) -> list[str]:
    faults = []
    for font in pdf.fonts():
        below = resolve1(resolve1(font["DescendantFonts"])[0])
        descriptor = resolve1(below["FontDescriptor"])
        if not any(key in descriptor for key in ("FontFile2", "FontFile3")):
            faults.append(f"{font['BaseFont']} is not embedded")
        if "ToUnicode" not in font:
            faults.append(f"{font['BaseFont']} cannot be read out")
    return faults


@check
def pages_are_read_in_the_order_of_the_tree(pdf: Structure) -> list[str]:
    pages = (
        resolve1(page.page_obj if hasattr(page, "page_obj") else page.attrs) for page in pdf.pages
    )
    return [str(n) for n, page in enumerate(pages, 1) if page.get("Tabs") is None]


def archive_faults(pdf: Structure) -> list[str]:
    """What PDF/A-2a asks beside the structure."""
    part = pdf.metadata.find(".//*[@{http://www.aiim.org/pdfa/ns/id/}part]")
    says = dict(part.attrib) if part is not None else {}
    intents = resolve1(pdf.catalog.get("OutputIntents", []))
    wanted = {
        "part 2": says.get("{http://www.aiim.org/pdfa/ns/id/}part") == "2",
        "conformance A": says.get("{http://www.aiim.org/pdfa/ns/id/}conformance") == "A",
        "output intent": len(intents) == 1 and resolve1(intents[0])["S"].name == "GTS_PDFA1",
        "identifier": bool(pdf.document.xrefs[0].get_trailer().get("ID")),
        "not encrypted": pdf.document.encryption is None,
        "dates alike": _dates_agree(pdf),
    }
    return [name for name, there in wanted.items() if not there]


def _dates_agree(pdf: Structure) -> bool:
    info = pdf.document.info[0].get("CreationDate", b"").decode()
    packet = pdf.metadata.findtext(".//{http://ns.adobe.com/xap/1.0/}CreateDate") or ""
    return info.removeprefix("D:") == packet.replace("-", "")
