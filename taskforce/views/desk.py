"""我的工作台."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plans.views.common import actor, staff_page
from taskforce.desk import desk as desk_of


@staff_page
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person, by due date, one line each with the one action."""
    context = {"title": "我的工作台", "groups": desk_of(actor(request))}
    return render(request, "base_desk.html", context)
