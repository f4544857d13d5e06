"""What a browser says of itself, in words: 「Windows 上的 Chrome」."""

from __future__ import annotations

_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Lark/", "飞书"),
    ("Feishu", "飞书"),
    ("QQBrowser", "QQ浏览器"),
    ("UCBrowser", "UC浏览器"),
    ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("SogouMobileBrowser", "搜狗浏览器"),
    ("360SE", "360浏览器"),
    ("QIHU", "360浏览器"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
    ("Trident/", "IE"),
    ("MSIE ", "IE"),
)
_SYSTEMS = (
    ("OpenHarmony", "鸿蒙"),
    ("HarmonyOS", "鸿蒙"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "安卓"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Kylin", "麒麟"),
    ("UOS", "统信"),
    ("Linux", "Linux"),
)
"""What the line holds and what people call it; the first that is found, as one names itself
beside those that it descends from."""


def browser_in_words(user_agent: str) -> str:
    """Browser and system, as far as the line tells them."""
    browser = _first(_BROWSERS, user_agent)
    system = _first(_SYSTEMS, user_agent)
    if browser and system:
        return f"{system} 上的 {browser}"
    return browser or (f"{system} 上的浏览器" if system else "不能识别的浏览器")


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in known if mark in user_agent), "")
