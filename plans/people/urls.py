"""Addresses of accounts, units and the people who act for them.

Those of accounts lead to allauth's views under allauth's names, as its own code looks them up;
``login``, ``logout`` and ``password`` are the portal's names of the same pages. What is not
listed here (sign-up, mail addresses, sign-in by code) does not exist.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as allauth
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_POST

from plans.people.views import (
    account,
    accounts,
    activation,
    appointments,
    directory,
    elsewhere,
    factors,
    mail,
)
from plans.people.views.account import password_page
from plans.system.limits import Limit, limited
from plans.system.pages import bearer_page, sign_in_page, staff_page

ONE = "appointments/<int:appointment_id>/"
KEY = "account/second/keys/<int:pk>/"


def _twice(
    address: str, view: Callable[..., HttpResponseBase], ours: str, theirs: str
) -> list[URLPattern]:
    return [path(address, view, name=ours), path(address, view, name=theirs)]


sign_in: list[URLPattern] = [
    *_twice("login/", sign_in_page(account.Login.as_view()), "login", "account_login"),
    *_twice(
        "logout/", sign_in_page(require_POST(allauth.LogoutView.as_view())),
        "logout", "account_logout",
    ),
    path("account/inactive/", sign_in_page(account.inactive), name="account_inactive"),
    path(
        "account/forgotten/", sign_in_page(limited(Limit.LETTER)(account.forgotten)),
        name="account_reset_password",
    ),
    path("account/forgotten/sent/", sign_in_page(account.sent), name="account_reset_password_done"),
    path(
        "account/key/<str:uidb36>/<str:key>/", bearer_page(account.FromMail.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "account/forgotten/done/", sign_in_page(account.renewed),
        name="account_reset_password_from_key_done",
    ),
    path(
        "account/elsewhere/<str:provider>/", sign_in_page(limited(Limit.LETTER)(elsewhere.begin)),
        name="begin_elsewhere",
    ),
    path(
        "account/elsewhere/dingtalk/back/", sign_in_page(elsewhere.answered),
        {"provider": "dingtalk"}, name="dingtalk_callback",
    ),
    path(
        "account/elsewhere/feishu/back/", sign_in_page(elsewhere.answered),
        {"provider": "feishu"}, name="feishu_callback",
    ),
    path(
        "account/elsewhere/<str:provider_id>/back/", sign_in_page(elsewhere.answered_by_oidc),
        name="openid_connect_callback",
    ),
    path("account/second/enter/", sign_in_page(factors.authenticate), name="mfa_authenticate"),
    path("account/second/trust/", sign_in_page(factors.trust), name="mfa_trust"),
]  # fmt: skip
own: list[URLPattern] = [
    *_twice(
        "account/password/", password_page(account.password), "password", "account_change_password"
    ),
    path("account/again/", staff_page(account.again), name="account_reauthenticate"),
    path("account/sessions/", account.sessions, name="usersessions_list"),
    path("account/sessions/end/", account.end_others, name="end_other_sessions"),
    path("account/sessions/<int:sign_in_id>/end/", account.end_session, name="end_session"),
    path("account/linked/", staff_page(elsewhere.linked), name="linked"),
    path(
        "account/linked/<str:provider>/add/", staff_page(limited(Limit.LETTER)(elsewhere.add)),
        name="link_elsewhere",
    ),
    path(
        "account/linked/<str:provider>/end/", staff_page(elsewhere.end), name="unlink_elsewhere"
    ),
    path("account/second/", staff_page(factors.index), name="mfa_index"),
    path("account/second/again/", staff_page(factors.again), name="mfa_reauthenticate"),
    path("account/second/app/", staff_page(factors.activate), name="mfa_activate_totp"),
    path("account/second/app/end/", staff_page(factors.deactivate), name="mfa_deactivate_totp"),
    path("account/second/codes/", staff_page(factors.codes), name="mfa_view_recovery_codes"),
    path(
        "account/second/codes/new/", staff_page(factors.renew),
        name="mfa_generate_recovery_codes",
    ),
    path("account/second/keys/", staff_page(factors.keys), name="mfa_list_webauthn"),
    path("account/second/keys/add/", staff_page(factors.add_key), name="mfa_add_webauthn"),
    path(
        "account/second/keys/again/", staff_page(factors.again_by_key),
        name="mfa_reauthenticate_webauthn",
    ),
    path(KEY + "remove/", staff_page(factors.remove_key), name="mfa_remove_webauthn"),
    path(KEY + "edit/", staff_page(factors.name_key), name="mfa_edit_webauthn"),
]  # fmt: skip
urlpatterns: list[URLPattern | URLResolver] = [
    *sign_in,
    *own,
    path("activate/<str:token>/", activation.activate, name="activate"),
    path("people/vouching/", activation.vouching, name="vouching"),
    path("people/vouching/<int:link_id>/", activation.confirm, name="confirm_link"),
    path("people/vouching/<int:link_id>/voice/", activation.voice, name="give_voice"),
    path("people/mail/<int:mail_change_id>/", mail.confirm, name="confirm_mail"),
    path("people/mail/<int:mail_change_id>/decline/", mail.decline, name="decline_mail"),
    path("people/<int:user_id>/link/", activation.give, name="give_link"),
    path("people/<int:user_id>/link/sheet/", activation.link_sheet, name="link_sheet"),
    path("units/", directory.units, name="units"),
    path("units/new/", directory.new_unit, name="new_unit"),
    path("units/import/", directory.upload, name="import_units"),
    path("units/import/keep/", directory.keep, name="keep_units"),
    path("units/<int:unit_id>/", directory.unit, name="unit"),
    path("units/<int:unit_id>/people/new/", directory.new_person, name="new_person"),
    path("units/<int:unit_id>/people/<int:user_id>/", appointments.name, name="name_for_unit"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new_account, name="new_account"),
    path("accounts/end/", accounts.end_chosen, name="end_accounts"),
    path("accounts/<int:user_id>/", accounts.account, name="account"),
    path("accounts/<int:user_id>/change/", accounts.change, name="change_account"),
    path("accounts/<int:user_id>/term/", accounts.term, name="account_term"),
    path("accounts/<int:user_id>/factor/", accounts.lost_factor, name="lost_factor"),
    path("accounts/<int:user_id>/reopen/", accounts.reopen, name="reopen_account"),
    path("accounts/<int:user_id>/rights/", accounts.name, name="name_for_portal"),
    path("appointments/", appointments.appointments, name="appointments"),
    path(ONE + "confirm/", appointments.confirm, name="confirm_appointment"),
    path(ONE + "decline/", appointments.decline, name="decline_appointment"),
    path(ONE + "end/", appointments.end, name="end_appointment"),
]
