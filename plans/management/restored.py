"""What ``restore`` and ``move_to`` say at the end, for a person at the terminal."""

from __future__ import annotations

from plans.backup.actions.restoring import Restored


def told(restored: Restored) -> str:
    """What was compared, and what the operator should know before the portal starts."""
    manifest = restored.manifest
    lines = [
        f"恢复完成，与{manifest.made_at.astimezone():%Y-%m-%d %H:%M:%S}的备份逐项比对相符：",
        f"　{len(manifest.tables)}张表{manifest.rows}行，逐行一致，时间精确到微秒；",
    ]
    if manifest.with_files:
        lines.append(f"　{manifest.files}个文件，SHA-256 和 SM3 一致；")
    lines.append(_of_chain(restored))
    lines.append("　登录状态没有恢复，所有人需要重新登录。")
    lines.extend(_warnings(restored))
    return "\n".join(lines)


def _of_chain(restored: Restored) -> str:
    broken = restored.chain
    if broken is None:
        return "　操作日志完整，散列链逐环相符；已记下这次恢复。"
    return f"　操作日志第{broken.entry_id}条与散列链不符：{broken.reason}备份时已是如此。"


def _warnings(restored: Restored) -> list[str]:
    lines = []
    if restored.removed:
        lines.append(f"　原有的{restored.removed}个文件不在备份里，已删去。")
    if restored.manifest.lost:
        lines.append(f"　有{len(restored.manifest.lost)}个登记过的文件在备份时就已不在。")
    if not restored.same_key:
        lines.append(
            "　注意：密钥 PORTAL_SECRET_KEY 与备份时不同，已发出的个人链接和查询码打不开。"
            "请换回原来的密钥。"
        )
    if restored.waiting_mail:
        lines.append(
            f"　注意：有{restored.waiting_mail}封邮件在备份时还没有发出，平台启动后会发出，"
            "其中可能有当时随后已经发过的。"
        )
    return lines
