"""Addresses of a portal that has a fault, beside its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from config.urls import handler400, handler500
from plans.system.pages import public_page

__all__ = ["handler400", "handler500"]


@public_page
def fault(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours at /r/abcDEF_123:sIg-9/")


urlpatterns = [path("fault/", fault), path("", include("config.urls"))]
