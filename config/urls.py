"""All addresses of the portal; each app brings its own."""

from django.urls import include, path

handler400 = "plans.system.views.broken.bad_request"
handler500 = "plans.system.views.broken.server_error"
urlpatterns = [
    path("", include("plans.urls")),
    path("", include("consultation.urls")),
    path("", include("taskforce.urls")),
]
