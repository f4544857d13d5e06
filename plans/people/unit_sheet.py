"""Reading a sheet of units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from plans.enums import UnitKind
from plans.errors import InvalidInput
from plans.people.unit_cells import cells_of
from plans.system.apart import read_apart
from plans.system.uploads import checked_name

COLUMNS = {
    "单位名称": "name",
    "类别": "kind",
    "责任领导": "leader",
    "具体工作人员": "officer",
    "电子邮箱": "email",
    "联系电话": "phone",
}
LENGTHS = {"name": 120, "leader": 60, "officer": 60, "email": 254, "phone": 40, "kind": 20}
KINDS = {label: value for value, label in UnitKind.choices}


@dataclass
class Sheet:
    """The rows of a sheet as ``save_units`` takes them, and what is wrong, line by line."""

    rows: list[dict[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read_sheet(name: str, content: bytes) -> Sheet:
    """Units from an XLSX file whose first line names the columns; empty cells are left out."""
    name = checked_name(name, content)
    if not name.lower().endswith(".xlsx"):
        raise InvalidInput("请上传Excel（xlsx）文件。")
    return _read_lines(read_apart(cells_of, content, name))


def _read_lines(cells: Sequence[Sequence[str]]) -> Sheet:
    head = cells[0] if cells else ()
    if "单位名称" not in head or "类别" not in head:
        raise InvalidInput(f"第1行应为列名：{'、'.join(COLUMNS)}，其中单位名称和类别必须有。")
    sheet, seen = Sheet(), dict[str, int]()
    for number, line in enumerate(cells[1:], start=2):
        row = {COLUMNS[h]: v for h, v in zip(head, line, strict=False) if h in COLUMNS and v}
        if not row:
            continue
        wrong = list(_wrong(row))
        if row.get("name") in seen:
            wrong.append(f"单位名称与第{seen[row['name']]}行重复")
        seen.setdefault(row.get("name", ""), number)
        sheet.errors += [f"第{number}行：{one}。" for one in wrong]
        sheet.rows.append({**row, "kind": KINDS.get(row.get("kind", ""), "")})
    if not sheet.rows:
        raise InvalidInput("文件中没有单位。请从第2行起每行填写一个单位。")
    return sheet


def _wrong(row: dict[str, str]) -> list[str]:
    found = []
    if not row.get("name"):
        found.append("没有填写单位名称")
    if row.get("kind") not in KINDS:
        found.append(f"类别“{row.get('kind', '')}”不在范围内，应为{'、'.join(KINDS)}之一")
    found += [
        f"{label}超过{LENGTHS[key]}字"
        for label, key in COLUMNS.items()
        if len(row.get(key, "")) > LENGTHS[key]
    ]
    try:
        validate_email(row.get("email") or "a@b.cn")
    except ValidationError:
        found.append(f"电子邮箱“{row['email']}”格式不对")
    return found
