"""What makes our PDF faster changes nothing in it, and stays off on versions not proved."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pydyf
import pytest
from django.core.checks import Warning, run_checks

from plans.rendering.pdf import render_pdf
from plans.rendering.startup import version_warnings
from plans.rendering.weasyprint_patches import complaints, switch_on
from tests.plans.rendering.docx_cases import DOCUMENTS, document

ROOT = Path(__file__).parents[3]
PROVED = {"weasyprint": "70.0", "pydyf": "0.13.0"}
PLACES = {
    "weasyprint.layout.inline.split_first_line",
    "weasyprint.layout.inline.strut",
    "weasyprint.text.line_break.get_font_description",
    "weasyprint.layout.page.set_page_type_computed_styles",
    "weasyprint.text.fonts.FontConfiguration.add_font_face",
    "pydyf.PDF.page_references",
    "pydyf.zlib",
}
COMPARED = sorted(set(DOCUMENTS) - {"ten times"})
WHERE_OURS_STAND = """
import json
from pkgutil import resolve_name
from plans.rendering.weasyprint_patches import CHANGES, installed_versions, switch_off, switch_on

def standing():
    return [str(resolve_name(place)) for place in sorted(CHANGES)]

before = standing()
refused = switch_on({**installed_versions(), %(other)s})
after_refusal = standing()
taken = switch_on(installed_versions())
ours = standing()
switch_off(CHANGES)
print(json.dumps([refused, taken, before == after_refusal == standing(),
                  [old == new for old, new in zip(before, ours)], sorted(CHANGES)]))
"""
AS_WEASYPRINT_DOES = """
import hashlib, json, sys
from plans.rendering.pdf import render_pdf
from plans.rendering.weasyprint_patches import CHANGES, switch_off
from tests.plans.rendering.docx_cases import document

switch_off(set(CHANGES) - {"pydyf.zlib"})
print(json.dumps({name: hashlib.sha256(render_pdf(document(name))).hexdigest()
                  for name in sys.argv[1:]}))
"""


def answer_of(script: str, *arguments: str) -> Any:
    """What a fresh process prints."""
    said = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return json.loads(said.stdout)


def test_the_same_bytes_come_from_weasyprint_as_it_is() -> None:
    """Packing stays ours, or every stream would differ; it is compared below."""
    ours = {name: hashlib.sha256(render_pdf(document(name))).hexdigest() for name in COMPARED}
    assert len(ours) == 12
    assert answer_of(AS_WEASYPRINT_DOES, *COMPARED) == ours


def test_streams_are_packed_and_come_back() -> None:
    stream = pydyf.Stream([b"BT", b"ET"] * 500, compress=True)
    _, _, packed = stream.data.partition(b"stream\n")
    assert zlib.decompress(packed.removesuffix(b"\nendstream")) == b"\n".join([b"BT", b"ET"] * 500)
    assert len(packed) < 100


@pytest.mark.parametrize("other", ['"weasyprint": "70.1"', '"pydyf": "0.12.1"'])
def test_another_version_is_left_as_it_is(other: str) -> None:
    refused, taken, as_before, unchanged, places = answer_of(WHERE_OURS_STAND % {"other": other})
    assert (refused, taken, as_before) == (False, True, True)
    assert unchanged == [False] * 7
    assert set(places) == PLACES


def test_what_is_installed_is_what_was_proved() -> None:
    assert {name: version(name) for name in PROVED} == PROVED
    assert switch_on(PROVED) is True
    assert complaints(PROVED) == []
    assert [one for one in run_checks() if one.id == "plans.W002"] == []


def test_the_start_up_check_names_each_other_version() -> None:
    said = (
        "排版组件{}的版本是{}，提速措施只在{}版上验证过，已自动停用，生成PDF会变慢。"
        "请管理员执行 make setup 装回验证过的版本。"
    )
    assert version_warnings({"weasyprint": "70.1", "pydyf": "0.14.0"}) == [
        Warning(said.format("weasyprint", "70.1", "70.0"), id="plans.W002"),
        Warning(said.format("pydyf", "0.14.0", "0.13.0"), id="plans.W002"),
    ]
