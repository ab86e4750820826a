"""The routes of the example site: the engine's pages, people, and the admin."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django.views.generic import RedirectView

from clubs.views import clubs, person

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="tournament_engine:list"), name="home"),
    path("tournaments/", include("tournament_engine.urls")),
    path(
        "accounts/login/",
        LoginView.as_view(
            redirect_authenticated_user=True,
            # The demo's people and their password are no secret; on a real site there are none.
            extra_context={"shows_demo_logins": settings.DEBUG},
        ),
        name="login",
    ),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("clubs/", clubs, name="clubs"),
    path("people/<int:pk>/", person, name="person"),
    path("admin/", admin.site.urls),
]
