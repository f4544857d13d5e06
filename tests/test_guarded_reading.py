"""Packed files and office files are opened at one door, and what strangers send is read apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.harness.source import APPS, Module, modules

OPENERS = {
    "ZipFile", "is_zipfile", "load_workbook", "PyZipFile", "TarFile", "GzipFile", "BZ2File",
    "LZMAFile", "unpack_archive", "PdfDocument", "decompress",
}  # fmt: skip
"""What opens or unpacks a file; ``docx.Document`` is told apart by its argument."""
PARSERS = {
    "DefusedXMLParser", "XMLParser", "XMLPullParser", "iterparse", "fromstring", "XML",
    "make_parser", "ParserCreate", "parseString",
}  # fmt: skip
HOMES = {
    "plans.system.archives": "the one reader of archives and of XML in them",
    "plans.system.workbooks": "cells of a workbook whose archive it has had judged",
    "plans.system.carried_file": "unpacks one stream to its limit and no further",
    "plans.rendering.docx.base": "copies of the empty document that it made",
    "plans.rendering.docx.package": "packs again the document that it made",
    "plans.rendering.picture": "pages of our PDF, and of scans that were drawn apart before",
}
"""The modules that may open something, and what."""
READERS = {
    "import_plan": "plans.importing",
    "read_source": "plans.importing",
    "read_docx": "plans.importing",
    "read_work_plan": "taskforce.work_plans",
    "read_book": "plans.system.workbooks",
    "cells_of": "plans.people.unit_cells",
    "tables_of_word": "consultation.incoming.form_tables",
    "tables_of_excel": "consultation.incoming.form_tables",
    "words_of_word": "consultation.incoming.letter_file",
    "open_checked": "plans.system.upload_words",
    "check_word": "plans.system.upload_words",
    "check_excel": "plans.system.upload_words",
    "check_text": "plans.system.upload_words",
    "Archive": "plans.system.archives",
    "pdf_is_drawn": "plans.rendering.picture",
    "picture_is_drawn": "plans.rendering.picture",
}
"""What reads a file, and where it is at home. Called it is only by the others; all else gives it
to ``read_apart``."""


def named(call: ast.Call) -> str:
    """The last name of what is called: zipfile.ZipFile → ZipFile."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def calls(module: Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield named(node), node


def opens(name: str, call: ast.Call) -> bool:
    """Whether it opens what is there; a new archive is written, an empty document begun."""
    if name in ("ZipFile", "GzipFile"):
        modes = {one.value for one in call.args if isinstance(one, ast.Constant)}
        return not modes & {"w", "wb"}
    if name == "Document":
        return isinstance(call.func, ast.Attribute) and bool(call.args)
    return name in OPENERS | PARSERS


def test_files_are_opened_at_one_door() -> None:
    breaches = [
        f"{module.at(call.lineno)}: {name}"
        for module in modules(*APPS, "config")
        if module.name not in HOMES
        for name, call in calls(module)
        if opens(name, call)
    ]
    assert breaches == []


def test_every_home_opens_something() -> None:
    found = {
        module.name
        for module in modules(*APPS)
        for name, call in calls(module)
        if opens(name, call)
    }
    assert found == set(HOMES)


def test_libraries_that_read_office_files_are_imported_at_their_homes() -> None:
    breaches = [
        f"{module.at(item.line)}: {item.module}"
        for module in modules(*APPS, "config")
        for item in module.imports()
        if (item.module.split(".")[0] == "openpyxl" and module.name != "plans.system.workbooks")
        or (item.module.split(".")[0] == "docx" and module.room != "rendering")
    ]
    assert breaches == []


def test_what_reads_a_file_runs_apart() -> None:
    """A reader is called by a reader alone; views, actions and commands name it to the process."""
    homes = tuple(set(READERS.values()))
    breaches = [
        f"{module.at(call.lineno)}: {name}"
        for module in modules(*APPS, "config")
        if not module.name.startswith(homes)
        for name, call in calls(module)
        if name in READERS
    ]
    assert breaches == []


def test_the_process_knows_every_reader_by_its_name() -> None:
    """What is given to ``read_apart`` stands at the top of a module and is one of these."""
    given = {
        call.args[0].id
        for module in modules(*APPS)
        for name, call in calls(module)
        if name == "read_apart" and isinstance(call.args[0], ast.Name)
    }
    assert given - {"reader", "check"} == {
        *("import_plan", "read_work_plan", "cells_of", "words_of_word"),
    }


def test_the_reading_itself_works() -> None:
    """A breach of each kind would be seen."""
    seen = []
    for text in (
        "ZipFile(a)", "zipfile.ZipFile(a, 'w')", "docx.Document(a)", "docx.Document()",
        "Document(title='')", "etree.fromstring(a)", "openpyxl.load_workbook(a)",
    ):  # fmt: skip
        call = ast.parse(text, mode="eval").body
        assert isinstance(call, ast.Call)
        seen.append(opens(named(call), call))
    assert seen == [True, False, True, False, False, True, True]
