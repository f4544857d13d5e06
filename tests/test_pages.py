"""What every page keeps to: Chinese words, one heading, labelled inputs, nothing inline."""

from __future__ import annotations

import re

import pytest
from lxml import html

from plans.drafting.actions.revising import Origin
from plans.drafting.actions.tree import delete_provision
from plans.models import Plan
from tests.world import NAMES, World, client_of

KNOWN_LATIN = {
    *("word", "pdf", "docx", "xlsx", "txt", "excel", "wps", "zip", "ua", "csv", "mb", "kb", "gif"),
    *(
        "markdown",
        "yaml",
        "ics",
        "html",
        "jpg",
        "jpeg",
        "png",
        "tab",
        "esc",
        "enter",
        "ctrl",
        "alt",
    ),
    *("sha", "md", "chongqing"),
}
"""File formats, keys, SHA and the example of an address: the only Latin words."""


def words_of(page: html.HtmlElement) -> set[str]:
    """Latin words that a reader sees, apart from addresses, hashes and what people wrote."""
    unread = "//script|//style|//textarea|//code|//*[contains(@class,'hash')]"
    for unseen in page.xpath(f"{unread}|//*[contains(@class,'document')]"):
        unseen.drop_tree()
    labels = page.xpath("//@aria-label|//@title|//@placeholder|//@alt")
    text = " ".join([page.text_content(), *labels])
    text = re.sub(r"https?://\S+|\S+@\S+|[0-9a-f]{8,}", " ", text)
    return set(re.findall(r"[a-z]{2,}", text.lower())) - KNOWN_LATIN


def unlabelled(page: html.HtmlElement) -> list[str]:
    """Names of inputs that no label, aria-label or aria-labelledby speaks for."""
    return [
        field.get("name", "?")
        for field in page.xpath("//input[not(@type='hidden')]|//select|//textarea")
        if not (
            field.get("aria-label")
            or field.get("aria-labelledby")
            or field.xpath("ancestor::label")
            or page.xpath("//label[@for=$id]", id=field.get("id", ""))
        )
    ]


def faults(text: str) -> list[str]:
    """What is wrong with a page, in words."""
    page = html.document_fromstring(text)
    found = [f"inline {kind}" for kind in ("style", "onclick") if page.xpath(f"//*[@{kind}]")]
    found += ["inline script"] * bool(page.xpath("//script[normalize-space(text())][not(@type)]"))
    found += [f"{len(page.xpath('//h1'))} h1"] * (len(page.xpath("//h1")) != 1)
    found += ["no language"] * (page.get("lang") != "zh-CN")
    found += [f"no label: {name}" for name in unlabelled(page)]
    return found + sorted(words_of(page))


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["drafter", "officer", "chief", "public"])
def test_pages_keep_to_the_rules(world: World, person: str) -> None:
    client = client_of(getattr(world.cast, person, None))
    wrong = {}
    for name in NAMES:
        answer = client.get(world.address(name))
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            text = answer.content.decode()
            if "<html" in text and (found := faults(text)):
                wrong[name] = found
    assert wrong == {}


@pytest.mark.django_db
def test_a_plan_whose_chapters_were_all_deleted_has_its_pages(world: World) -> None:
    plan = Plan.objects.get(slug=world.value("plan", "slug"))
    for chapter in plan.provisions.filter(kind="chapter"):
        delete_provision(chapter.pk, by=world.cast.drafter, origin=Origin("改写"))
    client, opened = client_of(world.cast.drafter), set()
    for name in NAMES:
        answer = client.get(world.address(name))
        assert answer.status_code < 500, name
        if answer.status_code == 200:
            opened.add(name)
    assert {"plan", "checks", "compare", "plan_text", "find", "dashboard"} <= opened
