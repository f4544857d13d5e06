"""短信: the office's own gateway, by HTTP; off where no address is set."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from config.reading import env


def gateway(production: bool) -> tuple[str, str]:
    """Address and token of the gateway; both empty where texts are not sent."""
    url, token = env.str("PORTAL_SMS_URL", ""), env.str("PORTAL_SMS_TOKEN", "")
    if url and not url.startswith("https://" if production else ("http://", "https://")):
        raise ImproperlyConfigured("PORTAL_SMS_URL must begin with https:// in production.")
    return url, token
