"""All addresses of the portal; each app brings its own."""

from django.contrib.auth import views as auth
from django.urls import include, path

urlpatterns = [
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("", include("plans.urls")),
    path("", include("consultation.urls")),
    path("", include("taskforce.urls")),
]
