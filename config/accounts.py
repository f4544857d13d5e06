"""Sign-in, how Django and allauth are set: no sign-up, user names, forms and hooks of our own.

What it counts itself is off: the portal counts guesses at one door (``AccountAdapter``).
"""

from __future__ import annotations

from datetime import timedelta

AUTH_USER_MODEL = "plans.User"
AUTHENTICATION_BACKENDS = [
    "plans.people.backends.PasswordBackend",
    "django.contrib.auth.backends.ModelBackend",  # sessions of personal links and of before
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
CSRF_FAILURE_VIEW = "plans.system.views.outdated.refuse_outdated"
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=1).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
"""Of who came by a personal link 专用链接; config/sessions.py tells that of people."""
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
ACCOUNT_ADAPTER = "plans.people.actions.adapter.AccountAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "plans.people.forms.account.LoginForm",
    "change_password": "plans.people.forms.account.PasswordForm",
    "reauthenticate": "plans.people.forms.account.AgainForm",
    "reset_password": "plans.people.forms.account.ForgottenForm",
    "reset_password_from_key": "plans.people.forms.account.MailedPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "plans.people.backends.MailedLinks"  # noqa: S105 - a class
ACCOUNT_RATE_LIMITS = False  # counted by plans/system/guessing.py and limits.py
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_UNIQUE_EMAIL = False
MFA_ADAPTER = "plans.people.actions.adapter.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "activate_totp": "plans.people.forms.account.FirstCodeForm",
    "authenticate": "plans.people.forms.account.CodeForm",
    "reauthenticate": "plans.people.forms.account.CodeAgainForm",
    "add_webauthn": "plans.people.forms.account.AddKeyForm",
    "edit_webauthn": "plans.people.forms.account.KeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ, and a code is typed at the end of its time
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = timedelta(days=30)
SOCIALACCOUNT_ADAPTER = "plans.people.views.elsewhere.ElsewhereAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
OFFICES_ASKED = ["plans.people.offices.appointments", "taskforce.bodies.offices.seats"]
"""Who knows what offices a person holds, and who may confirm that the account is theirs again."""
