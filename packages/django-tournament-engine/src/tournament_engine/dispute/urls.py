"""Routes of disputes."""

from django.urls import URLPattern, path

from tournament_engine.dispute import desk, views
from tournament_engine.match import urls as match_urls

__all__ = ["urlpatterns"]

# The routes of matches register what a match id looks like.
_MATCH = f"<slug:slug>/matches/<slug:stage>/<{match_urls.CONVERTER}:code>"

urlpatterns: list[URLPattern] = [
    path("disputes/", views.own_disputes, name="own_disputes"),
    path("<slug:slug>/manage/disputes/", desk.disputes, name="disputes"),
    path("<slug:slug>/disputes/<int:dispute>/", views.dispute, name="dispute"),
    path(f"{_MATCH}/dispute/", views.open_dispute, name="open_dispute"),
]
