"""Sign-in elsewhere 外部登录: which providers are offered, as allauth reads it, and their origins.

Off where nothing is said. allauth's own apps of the providers hold no tables.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.reading import choice, env

ELSEWHERE_APPS = [
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.dingtalk",
    "allauth.socialaccount.providers.feishu",
]
USUAL_NAMES = {"oidc": "统一身份认证", "dingtalk": "钉钉", "feishu": "飞书"}
FORMS_LEAD_TO = {"dingtalk": ["https://*.dingtalk.com"], "feishu": ["https://*.feishu.cn"]}


def providers(production: bool) -> dict[str, dict[str, Any]]:
    """What ``SOCIALACCOUNT_PROVIDERS`` says: one app for each provider that is set."""
    url = env.str("PORTAL_OIDC_URL", "").rstrip("/")
    if url and not url.startswith("https://" if production else ("http://", "https://")):
        raise ImproperlyConfigured("PORTAL_OIDC_URL must begin with https:// in production.")
    extra = {
        "server_url": url,
        "oauth_pkce_enabled": True,
        "match": choice("PORTAL_OIDC_MATCH", "link", "link", "email"),
    }
    found = {
        "openid_connect": _app("oidc", given=url, settings=extra),
        "dingtalk": _app("dingtalk", given=env.str("PORTAL_DINGTALK_CLIENT", ""), settings={}),
        "feishu": _app("feishu", given=env.str("PORTAL_FEISHU_CLIENT", ""), settings={}),
    }
    return {provider: {"APPS": [app]} for provider, app in found.items() if app}


def _app(key: str, *, given: str, settings: dict[str, Any]) -> dict[str, Any] | None:
    prefix = f"PORTAL_{key.upper()}"
    if not given:
        return None
    client, secret = env.str(f"{prefix}_CLIENT", ""), env.str(f"{prefix}_SECRET", "")
    if not (client and secret):
        raise ImproperlyConfigured(f"Sign-in elsewhere needs {prefix}_CLIENT and {prefix}_SECRET.")
    return {
        "provider_id": key,
        "name": env.str(f"{prefix}_NAME", "") or USUAL_NAMES[key],
        "client_id": client,
        "secret": secret,
        "settings": settings,
    }


def form_targets(offered: dict[str, dict[str, Any]]) -> str:
    """Where a form of ours may lead by a redirect, for the policy's ``form-action``."""
    origins = ["'self'"]
    for provider in offered.values():
        for app in provider["APPS"]:
            origins += FORMS_LEAD_TO.get(app["provider_id"], [])
            if url := app["settings"].get("server_url"):
                origins.append("{0.scheme}://{0.netloc}".format(urlsplit(url)))
    return " ".join([*origins, *env.list("PORTAL_SIGN_IN_ORIGINS", default=[])])
