"""The frame of every page: templates compile, forms are laid out for everyone, errors say what."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template.loader import get_template, render_to_string

ROOT = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))
SECRECY = "本系统为非涉密系统，严禁处理、存储、传输国家秘密和工作秘密"


class Sample(forms.Form):
    title = forms.CharField(label="标题", help_text="写全称。")
    note = forms.CharField(label="说明", required=False)
    kind = forms.ChoiceField(label="类型", choices=[("a", "修改")], widget=forms.RadioSelect)
    closes = forms.SplitDateTimeField(label="截止时间")
    agreed = forms.BooleanField(label="已核对")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles_and_holds_nothing_inline(name):
    get_template(name)
    source = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", source) == []
    assert len(source.splitlines()) <= 150


def test_the_error_summary_links_to_what_is_on_the_page():
    html = str(Sample({}))
    summary, rest = html.split("</ul>", 1)
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_title", "id_kind-field", "id_closes-field", "id_agreed"]
    assert [target for target in targets if f'id="{target}"' not in rest] == []


def test_help_and_error_are_read_with_the_input():
    html = str(Sample({}))
    [described] = re.findall(
        r'<input type="text" name="title"[^>]*aria-describedby="([^"]+)"', html
    )
    assert [f'id="{each}"' in html for each in described.split()] == [True, True]


def test_only_what_is_optional_is_marked():
    html = str(Sample())
    assert re.findall(r">([^<>]+)<span class=\"optional\">选填</span>", html) == ["说明"]
    assert "error-summary" not in html


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "500"])
def test_error_pages_need_nothing_and_carry_the_secrecy_sentence(name):
    html = render_to_string(f"{name}.html")
    assert (html.count("<h1>"), SECRECY in html) == (1, True)


def test_an_unknown_address(client, db):
    answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


def test_login_shows_what_is_wrong_and_keeps_the_name(client, db):
    html = client.post("/login/", {"login": "某人", "password": "错"}).content.decode()
    assert ('value="某人"' in html, 'class="error-summary"' in html) == (True, True)
