"""Routes of the stages and their standings."""

from django.urls import URLPattern, path

from tournament_engine.bracket import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/standings/", views.standings, name="standings"),
]
