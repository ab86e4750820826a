"""The site's pages: the admin and the engine."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("tournaments/", include("tournament_engine.urls")),
]
