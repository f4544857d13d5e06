"""Clean texts in official style: the checks stay quiet."""

from __future__ import annotations

import pytest

from plans.checks import run_checks
from plans.text.tree import Node, PlanTree
from tests.plans.checks.planted import ENGINEERS, LANJIANG, NINGJIANG, QINGYUAN
from tests.plans.checks.reading import TITLE, found, found_in_file, text_of


@pytest.mark.parametrize("name", [LANJIANG, QINGYUAN, ENGINEERS, NINGJIANG])
def test_whole_plans(name):
    assert found_in_file(name) == ()


@pytest.mark.parametrize("sentence", text_of("checks/correct-sentences.txt").splitlines())
def test_sentences_that_look_like_mistakes(sentence):
    tasks = tuple(Node(n, "task", f"第{n}类工作", text="另作安排。") for n in (2, 3))
    chapters = (
        Node(4, "chapter", "重点任务", children=(Node(1, "task", "事项", text=sentence), *tasks)),
        Node(5, "chapter", "支撑条件", text="逐项落实。"),
        Node(6, "chapter", "组织实施", text="按年推进。"),
    )
    assert run_checks(PlanTree(TITLE, "", chapters)) == []


@pytest.mark.parametrize("words", text_of("checks/correct-doubles.txt").splitlines())
def test_doubled_characters_that_are_meant(words):
    for word in words.split():
        assert found(f"大力推进{word}。") == []
        assert found(f"加强“{word}”，促进发展。") == []


def test_lists_that_begin_with_verbs():
    for words in text_of("checks/correct-lists.txt").splitlines():
        assert found(f"坚持服务大局，{words}，促进发展。") == []
