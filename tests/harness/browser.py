"""Debian's Chromium, driven by Playwright: pages of visitors, pictures, CSP watch."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from plans.models import User
from tests.harness.services import program

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESKTOP, PHONE = 1366, 360
HEIGHTS = {DESKTOP: 768, PHONE: 740}
TIMEOUT_MS = 20_000
PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium; while it runs Playwright's event loop lives in this thread."""
    executable = program("chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
            yield browser
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visitors:
    """Opens pages, each for a visitor with cookies of their own, and watches their consoles."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self.browser = browser
        self.base_url = base_url
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(
        self,
        user: User | None = None,
        *,
        width: int = DESKTOP,
        javascript: bool = True,
        touch: bool = False,
    ) -> Page:
        """A new visitor's page: anonymous, or signed in as this user without the form."""
        context = self.browser.new_context(
            base_url=self.base_url,
            viewport={"width": width, "height": HEIGHTS.get(width, 768)},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
            has_touch=touch,
        )
        self.contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        if user is not None:
            sign_in(context, user, self.base_url)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", self._listen)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _listen(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)


def sign_in(context: BrowserContext, user: User, base_url: str) -> None:
    """Give the browser a session of this user, as the login form would."""
    client = Client()
    anew = User.objects.get(pk=user.pk)  # a change of role ends what is signed in as before
    client.force_login(anew, backend=settings.AUTHENTICATION_BACKENDS[0])
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])


def sign_in_anew(page: Page, user: User, password: str) -> None:
    """Fill in the login form to which a page has led."""
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)


def screenshot(page: Page, name: str) -> None:
    """Write var/screenshots/NAME-1366.png and NAME-360.png of the whole page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    if before:
        page.set_viewport_size(before)


def picture_of_failure(page: Page, test: str) -> None:
    """Write var/screenshots/failed/TEST.png of what the browser shows now."""
    name = re.sub(r"[^\w.-]+", "-", test)
    page.screenshot(path=PICTURES / "failed" / f"{name}.png", full_page=True)
