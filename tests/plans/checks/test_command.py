"""check_plan: a file without a database, a plan at work with what was left as it is."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from plans.checks import run_checks
from plans.drafting.queries import plan_tree
from plans.models import CheckWaiver
from tests.cast import make_cast, make_plan
from tests.plans.checks.planted import CHONGQING
from tests.plans.checks.reading import DATA, found_in_file


def run(source: str, *options: str) -> str:
    out = StringIO()
    call_command("check_plan", source, *options, stdout=out)
    return out.getvalue()


def test_file_as_json():
    printed = run(str(DATA / CHONGQING), "--json")
    assert json.loads(printed) == [finding.as_dict() for finding in found_in_file(CHONGQING)]


def test_file_for_a_person():
    printed = run(str(DATA / CHONGQING))
    assert printed.splitlines()[:3] == [
        "三、切实把全市科技工作者紧紧凝聚在党的周围／任务4",
        "  〔外文残留〕…校、科研院所、科技型企业 and 科普场馆等面向青少年开放…",
        "  中文里夹有外文“and”，请改为相应的中文，如“和”；确需保留的请说明理由。",
    ]
    assert printed.splitlines()[-1] == "共6处。"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("missing.txt", "读不到文件“missing.txt”，请检查路径和权限。"),
        (str(DATA), f"读不到文件“{DATA.name}”，请检查路径和权限。"),
        (
            str(DATA / "seeds/chongqing-2021-03-news-eighth-plenary.txt"),
            "这像是新闻报道，不是规划文本，不能导入。请选择规划正文。",
        ),
    ],
)
def test_bad_file(source, sentence):
    assert refused(source) == sentence


@pytest.mark.django_db
def test_unknown_slug():
    assert refused("no-such-plan") == "没有文件或规划“no-such-plan”，请检查路径或网址标识。"


def refused(source: str) -> str:
    err = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check_plan", source, "--json", stdout=StringIO(), stderr=err)
    assert stopped.value.code == 2
    return err.getvalue().strip()


@pytest.mark.django_db
def test_plan_at_work():
    cast = make_cast()
    plan = make_plan(cast.drafter)
    provision = plan.provisions.order_by("id").last()
    assert provision is not None
    provision.text = "推动高校、企业 and 场馆开放，，促进共享。"
    provision.save()
    findings = run_checks(plan_tree(plan), period=(2021, 2025))
    shown = json.loads(run(plan.slug, "--json"))
    assert shown == [finding.as_dict() for finding in findings]
    assert {"latin", "punctuation"} <= {finding["rule"] for finding in shown}
    left = next(finding for finding in findings if finding.rule == "latin")
    CheckWaiver.objects.create(
        plan=plan,
        fingerprint=left.fingerprint,
        rule=left.rule,
        excerpt=left.excerpt,
        reason="外文名称",
        by=cast.drafter,
    )
    again = json.loads(run(plan.slug, "--json"))
    assert again == [finding for finding in shown if finding["rule"] != "latin"]
