"""Routes of the stages and their standings."""

from django.urls import URLPattern, path

from tournament_engine.bracket import desk, removal, replacing, views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/standings/", views.standings, name="standings"),
    path("<slug:slug>/manage/draw/", desk.draw, name="draw"),
    path("<slug:slug>/manage/stages/<slug:stage>/", desk.manage_stage, name="manage_stage"),
    path(
        "<slug:slug>/manage/entrants/<int:registration>/remove/",
        removal.remove_entrant,
        name="remove_entrant",
    ),
    path(
        "<slug:slug>/manage/entrants/<int:registration>/replace/",
        replacing.replace_entrant,
        name="replace_entrant",
    ),
    path(
        "<slug:slug>/manage/entrants/<int:registration>/reinstate/",
        removal.reinstate_entrant,
        name="reinstate_entrant",
    ),
]
