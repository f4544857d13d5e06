"""All addresses of the portal; each app brings its own."""

from django.contrib.auth import views as auth
from django.urls import include, path

from plans.views import account

urlpatterns = [
    path("login/", account.Login.as_view(), name="login"),
    path("account/password/", account.password, name="password"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("", include("plans.urls")),
    path("", include("consultation.urls")),
    path("", include("taskforce.urls")),
]
