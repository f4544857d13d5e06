"""Template tags that keep lines short: what they join, what they leave, the head of a table."""

from __future__ import annotations

import pytest
from django.template import Context, Template


def shown(source: str, **context: object) -> str:
    return Template("{% load layout %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% joined %}\n  一、\n  二\n{% endjoined %}", "一、二"),
        ("{% joined %}一 二\n\t三{% endjoined %}", "一 二三"),
        ("{% joined %}\r\n  一\r\n　二{% endjoined %}", "一　二"),
        (
            "{% joined %}\n{% if yes %}\n  是\n{% else %}\n  否\n{% endif %}\n。{% endjoined %}",
            "是。",
        ),
        ("{% joined %}\n{% for x in many %}\n  {{ x }}\n{% endfor %}\n{% endjoined %}", "甲乙"),
        ("{% joined %}\n  {{ text }}\n{% endjoined %}", "第一行\n  第二行"),
        (
            '{% joined %}\n<a{% if yes %} id="a"{% endif %}\n   rel="b">\n一\n</a>{% endjoined %}',
            '<a id="a" rel="b">一</a>',
        ),
        ("一\n{% joined %}\n二\n{% endjoined %}\n三", "一\n二\n三"),
    ],
)
def test_lines_of_the_template_run_on_and_those_of_values_stay(source: str, expected: str) -> None:
    assert shown(source, yes=True, many="甲乙", text="第一行\n  第二行") == expected


def test_columns_make_the_head_of_a_table() -> None:
    row = shown('{% columns "章" "字数:num" act %}', act="办理")
    assert "".join(row.split("\n")).replace("  ", "") == (
        '<tr><th scope="col">章</th><th scope="col" class="num">字数</th>'
        '<th scope="col">办理</th></tr>'
    )


def test_a_column_without_name_is_left_out() -> None:
    assert shown('{% columns "章" run|yesno:"办理," %}', run=False).count("<th") == 1


def test_a_fact_is_a_row_of_its_list() -> None:
    assert shown('{% fact "电话" phone %}', phone="<1>") == (
        "<div><dt>电话</dt><dd>&lt;1&gt;</dd></div>\n"
    )
