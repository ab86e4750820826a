"""Routes of prizes and payouts."""

from django.urls import URLPattern, path

from tournament_engine.awards import payout_desk, prize_desk

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("prizes/", prize_desk.own_prizes, name="own_prizes"),
    path("<slug:slug>/manage/prizes/", prize_desk.manage_prizes, name="manage_prizes"),
    path("<slug:slug>/manage/payouts/", payout_desk.payouts, name="payouts"),
]
