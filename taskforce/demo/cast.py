"""Accounts of the demo: one per role, all invented and marked 演示."""

from __future__ import annotations

from dataclasses import dataclass

from plans.models import Unit, User
from taskforce.enums import BodyKind

PASSWORD = "yanshi-2026"  # noqa: S105 the demo prints it; real accounts get their own


@dataclass(frozen=True)
class Role:
    """An account of the demo: who it is, where, and what it is for."""

    username: str
    full_name: str
    unit: str
    position: str
    what: str


_GROUP = BodyKind.LEADING_GROUP.label
CAST = (
    Role("qicao", "陈起草", "宣传部", "规划起草人员", "起草、定版、组织征求意见、汇总、印发"),
    Role("fuhe", "孙复核", "办公室", "复核人员", "复核另一人经办的事项，也主持规划、维护名录"),
    Role("renshi", "何人事", "组织人事部", "人事干部", "维护名录，确认没有负责人的单位的任职"),
    Role("xitong", "冯系统", "办公室", "系统管理员", "管理账号，移交离任人员的事项，查看邮件"),
    Role("anquan", "韩安全", "办公室", "安全管理员", "授予和收回全平台的权限，由另一位管理员确认"),
    Role("shenji", "杨审计", "组织人事部", "审计管理员", "查看、导出和核验操作日志，确认权限"),
    Role("xiezuo", "李协作", "学会学术部", "参与起草人员", "参与起草第四章"),
    Role("jingban", "王经办", "渝中区科协", "经办人", "阅看征求意见稿，填写本单位意见"),
    Role("jingban2", "钱经办", "渝中区科协", "经办人", "与另一位经办人共同填写本单位意见"),
    Role("fuze", "赵负责", "渝中区科协", "单位负责人", "审签本单位意见"),
    Role(
        "zuzhang",
        "周组长",
        "办公室",
        f"{_GROUP}组长",
        "审议并决定各阶段报审材料",
    ),
    Role("chengyuan", "吴成员", "学会学术部", f"{_GROUP}成员", "审议报审材料"),
    Role(
        "zhuanjia",
        "郑专家",
        "中国科协创新战略研究院",
        "专家",
        "担任专家组组长，提出论证意见并提交",
    ),
)


def make_cast() -> dict[str, User]:
    """Make the accounts that are not there yet; gives all by username."""
    units = {unit.name: unit for unit in Unit.objects.all()}
    return {role.username: _account(role, units[role.unit]) for role in CAST}


def _account(role: Role, unit: Unit) -> User:
    user, made = User.objects.get_or_create(
        username=role.username,
        defaults={
            "full_name": role.full_name,
            "unit": unit,
            "position": role.position,
            "is_demo": True,
            "email": f"{role.username}@demo.invalid",
        },
    )
    if made:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    return user
