"""Routes of entrants and registrations."""

from django.urls import URLPattern, path

from tournament_engine.registration import apply, create, desk, views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("new/", create.create, name="create"),
    path("<slug:slug>/entrants/", views.entrants, name="entrants"),
    path("<slug:slug>/register/", apply.register, name="register"),
    path("<slug:slug>/withdraw/", apply.withdraw, name="withdraw"),
    path("<slug:slug>/manage/entrants/", desk.manage_entrants, name="manage_entrants"),
    path(
        "<slug:slug>/manage/entrants/<int:registration>/cancel/",
        desk.cancel_entrant,
        name="cancel_entrant",
    ),
]
