"""The portal says at its start what it lacks for official documents."""

from __future__ import annotations

from pathlib import Path

from django.core.checks import Warning, registry, run_checks

from plans.rendering.fonts import missing_fonts
from plans.rendering.startup import check_documents, document_warnings


def test_django_asks_and_nothing_is_missing_where_it_was_set_up() -> None:
    assert check_documents in registry.registry.get_checks()
    assert [one for one in run_checks() if one.id == "plans.W001"] == []


def test_what_is_missing_is_named_with_what_to_do(tmp_path: Path) -> None:
    names = "、".join(missing_fonts(tmp_path))
    assert document_warnings(tmp_path) == [
        Warning(
            f"缺少公文字体（{names}），暂不能生成PDF。请管理员执行 make setup 安装字体。",
            id="plans.W001",
        )
    ]
