"""Addresses of sign-in, password, units."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, path

from plans.people.views import account, appointments, directory
from plans.system.pages import sign_in_page

ONE = "appointments/<int:appointment_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", sign_in_page(account.Login.as_view()), name="login"),
    path("account/password/", account.password, name="password"),
    path("logout/", sign_in_page(LogoutView.as_view()), name="logout"),
    path("units/", directory.units, name="units"),
    path("units/new/", directory.new_unit, name="new_unit"),
    path("units/import/", directory.upload, name="import_units"),
    path("units/import/keep/", directory.keep, name="keep_units"),
    path("units/<int:unit_id>/", directory.unit, name="unit"),
    path("units/<int:unit_id>/people/new/", directory.new_person, name="new_person"),
    path("units/<int:unit_id>/people/<int:user_id>/", appointments.name, name="name_for_unit"),
    path("appointments/", appointments.appointments, name="appointments"),
    path(ONE + "confirm/", appointments.confirm, name="confirm_appointment"),
    path(ONE + "decline/", appointments.decline, name="decline_appointment"),
    path(ONE + "end/", appointments.end, name="end_appointment"),
]
