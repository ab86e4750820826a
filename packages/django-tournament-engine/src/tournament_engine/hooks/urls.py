"""The routes of the inbox."""

from django.urls import URLPattern, path

from tournament_engine.hooks import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/choices/", views.choices, name="notice_choices"),
]
