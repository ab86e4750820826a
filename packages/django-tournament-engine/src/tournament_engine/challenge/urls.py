"""Routes of challenges."""

from django.urls import URLPattern, path

from tournament_engine.challenge import desk, review, views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/challenges/", views.challenges, name="challenges"),
    path("<slug:slug>/challenges/<int:challenge>/", views.challenge, name="challenge"),
    path(
        "<slug:slug>/challenges/<int:challenge>/claim/",
        views.claim_challenge,
        name="claim_challenge",
    ),
    path("<slug:slug>/manage/challenges/", desk.manage_challenges, name="manage_challenges"),
    path("<slug:slug>/manage/challenges/new/", desk.new_challenge, name="new_challenge"),
    path(
        "<slug:slug>/manage/challenges/<int:challenge>/",
        desk.manage_challenge,
        name="manage_challenge",
    ),
    path("<slug:slug>/manage/claims/", review.claims, name="claims"),
    path("<slug:slug>/manage/claims/<int:claim>/", review.claim, name="claim"),
]
