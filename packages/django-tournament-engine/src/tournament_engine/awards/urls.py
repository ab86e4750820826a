"""Routes of prizes, payouts and certificates."""

from django.urls import URLPattern, path

from tournament_engine.awards import certificate_desk, payout_desk, prize_desk, verify_pages

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("prizes/", prize_desk.own_prizes, name="own_prizes"),
    path("certificates/", verify_pages.own_certificates, name="own_certificates"),
    path("verify/", verify_pages.verify_form, name="verify_form"),
    path("verify/<str:code>/", verify_pages.verify, name="verify"),
    path("<slug:slug>/manage/certificates/", certificate_desk.certificates, name="certificates"),
    path("<slug:slug>/manage/prizes/", prize_desk.manage_prizes, name="manage_prizes"),
    path("<slug:slug>/manage/payouts/", payout_desk.payouts, name="payouts"),
]
