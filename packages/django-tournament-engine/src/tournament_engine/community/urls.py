"""Routes of announcements and of questions."""

from django.urls import URLPattern, path

from tournament_engine.community import questions, views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/announcements/", views.announcements, name="announcements"),
    path(
        "<slug:slug>/manage/announcements/",
        views.manage_announcements,
        name="manage_announcements",
    ),
    path("<slug:slug>/questions/", questions.questions, name="questions"),
    path("<slug:slug>/manage/questions/", questions.moderate, name="moderate"),
]
