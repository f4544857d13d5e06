"""The strict Content-Security-Policy: nothing inline, nothing from elsewhere."""

from __future__ import annotations


def content_policy(forms_lead_to: str) -> str:
    """The policy of every page; ``forms_lead_to``: where a form may lead by a redirect."""
    return (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
        f"form-action {forms_lead_to}; frame-ancestors 'none'"
    )
