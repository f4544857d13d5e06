"""Addresses of the desk, the month and its feed."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from taskforce.desk import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", views.desk, name="desk"),
    path("desk/calendar/renew/", views.renew, name="renew_calendar"),
    path("desk/calendar/", views.calendar_page, name="calendar"),
    path("desk/calendar/<str:token>.ics", views.feed, name="feed"),
]
