"""The document tree is kept as JSON and comes back whole."""

from __future__ import annotations

import json

import pytest

from plans.rendering.block_json import digest, from_data, from_json, to_data, to_json
from plans.rendering.blocks import Document, Paragraph, Part, Run, Title, plain, text_runs
from tests.plans.rendering.docx_cases import DOCUMENTS, document

SMALL = Document("通知", (Part((Title(("关于", "通知")), Paragraph((Run("正文", bold=True),)))),))
SMALL_JSON = (
    '{"parts":[{"blocks":[{"lines":["关于","通知"],"type":"Title"},{"runs":[{"bold":true,'
    '"text":"正文","type":"Run"}],"type":"Paragraph"}],"type":"Part"}],"title":"通知",'
    '"type":"Document"}'
)


def test_json_is_canonical_and_leaves_defaults_out() -> None:
    assert to_json(SMALL) == SMALL_JSON


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - {"ten times"}))
def test_a_document_comes_back_from_json_as_it_was(name: str) -> None:
    whole = document(name)
    assert from_json(to_json(whole)) == whole
    assert from_data(json.loads(json.dumps(to_data(whole)))) == whole


def test_one_character_more_is_another_digest() -> None:
    longer = Document("通知 ", SMALL.parts)
    assert (digest(SMALL) == digest(from_json(SMALL_JSON)), digest(SMALL) == digest(longer)) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        '{"type":"Paragraph","runs":[]}',
        '{"type":"Script","text":"x"}',
        '{"type":"Document","title":"x","parts":[],"shape":"round"}',
        '{"type":"Document"}',
    ],
)
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"document|block"):
        from_json(text)


def test_runs_of_plain_text() -> None:
    assert (text_runs(""), plain((Run("一"), Run("二", bold=True)))) == ((), "一二")
