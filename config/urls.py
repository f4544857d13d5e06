"""All addresses of the portal; each app brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("plans.urls")),
    path("", include("consultation.urls")),
    path("", include("taskforce.urls")),
]
