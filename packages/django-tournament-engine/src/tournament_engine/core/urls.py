"""Routes of the list and of the tournament itself."""

from django.urls import URLPattern, path

from tournament_engine.core import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("", views.tournament_list, name="list"),
    path("<slug:slug>/", views.tournament, name="tournament"),
]
