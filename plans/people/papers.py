"""The sheet on which a 开通链接 is handed over: A4, with its QR code."""

from __future__ import annotations

from plans.models import ActivationLink
from plans.rendering.blocks import Block, Document, Paragraph, Part, QrCode, Run, Title
from plans.system.chinese_dates import chinese_time

STEPS = (
    "用手机扫描二维码，或在浏览器中打开网址。",
    "把新密码输入两次；密码只有您自己知道，不要告诉任何人。",
    "设定后自动登录。以后用用户名和密码登录。",
)


def sheet(link: ActivationLink, address: str) -> Document:
    """What the person reads, with the address twice: to scan and to type."""
    user = link.user
    said = [
        f"姓名：{user.full_name}",
        f"单位：{user.unit or '未填写'}",
        f"用户名：{user.username}",
        f"有效期至：{chinese_time(link.expires_at)}，只能用一次。",
        *(f"{number}. {step}" for number, step in enumerate(STEPS, 1)),
    ]
    blocks: tuple[Block, ...] = (
        Title(("账号开通单",)),
        *(Paragraph((Run(text),)) for text in said),
        QrCode(address, f"打开{user.full_name}的开通链接的二维码", width=50),
        Paragraph((Run(f"网址：{address}"),)),
        Paragraph((Run("本单等同于账号钥匙，请当面交给本人，不要拍照转发。"),)),
    )
    return Document("账号开通单", (Part(blocks),), kind="账号开通单", page_numbers=False)
