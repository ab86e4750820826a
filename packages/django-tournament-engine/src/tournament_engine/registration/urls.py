"""Routes of entrants and registrations."""

from django.urls import URLPattern, path

from tournament_engine.registration import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/entrants/", views.entrants, name="entrants"),
]
