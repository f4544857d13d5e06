"""我的工作台 and its calendar feed."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from plans.errors import InvalidInput
from plans.system import clock
from plans.system.downloads import send_file
from plans.system.limits import Limit, limited
from plans.system.pages import actor, bearer_page, press, staff_page
from taskforce.desk.actions import renew_calendar
from taskforce.desk.calendar_feed import feed as feed_of
from taskforce.desk.calendar_feed import token_for, user_of
from taskforce.desk.month import month, month_after, month_before, parse_month
from taskforce.desk.waiting import desk as desk_of


@staff_page
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person, by due date, one line each with the one action."""
    context = {"title": "我的工作台", "groups": desk_of(actor(request))}
    return render(request, "taskforce/desk/desk.html", context)


@staff_page
def calendar_page(request: HttpRequest) -> HttpResponse:
    """A month of what is due, and the secret address of one's own calendar feed."""
    user, today = actor(request), clock.today()
    first = parse_month(request.GET.get("month", ""), today)
    context = {
        "title": "日历",
        "crumbs": [("我的工作台", reverse("desk")), ("日历", None)],
        "address": settings.PUBLIC_URL + reverse("feed", args=[token_for(user)]),
        "first": first,
        "before": month_before(first),
        "after": month_after(first),
        "weeks": (weeks := month(user, first, today)),
        "busy": any(day.entries and day.inside for week in weeks for day in week),
    }
    return render(request, "taskforce/desk/calendar.html", context)


@staff_page
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """End the old address and show the new one."""
    return press(
        request,
        lambda: renew_calendar(by=actor(request)),
        "已换成新的地址，原来的地址不能再用。请在日历里重新订阅。",
        reverse("calendar"),
    )


@bearer_page
@limited(Limit.FILE)
def feed(_request: HttpRequest, token: str) -> HttpResponseBase:
    """The feed for whoever holds the secret address."""
    try:
        user = user_of(token)
    except InvalidInput as error:
        raise Http404 from error
    return send_file(feed_of(user, settings.PUBLIC_URL), "日历.ics", "ics", show=True)
