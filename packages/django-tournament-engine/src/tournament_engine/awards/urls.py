"""Routes of prizes, payouts, certificates and badges."""

from django.urls import URLPattern, path

from tournament_engine.awards import (
    accounts_desk,
    badge_desk,
    badge_pages,
    certificate_desk,
    own_prizes,
    payout_desk,
    prize_desk,
    verify_pages,
)

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("prizes/", own_prizes.own_prizes, name="own_prizes"),
    path("achievements/", badge_pages.achievements, name="achievements"),
    path("badges/", badge_pages.own_badges, name="own_badges"),
    path("badges/<str:person>/", badge_pages.badges_of, name="badges_of"),
    path("certificates/", verify_pages.own_certificates, name="own_certificates"),
    path("verify/", verify_pages.verify_form, name="verify_form"),
    path("verify/<str:code>/", verify_pages.verify, name="verify"),
    path("verify/<str:code>/report/", verify_pages.report_certificate, name="report_certificate"),
    path("<slug:slug>/manage/badges/", badge_desk.manage_badges, name="manage_badges"),
    path("<slug:slug>/manage/certificates/", certificate_desk.certificates, name="certificates"),
    path("<slug:slug>/manage/prizes/", prize_desk.manage_prizes, name="manage_prizes"),
    path("<slug:slug>/manage/payouts/", payout_desk.payouts, name="payouts"),
    path("<slug:slug>/manage/accounts/", accounts_desk.accounts, name="accounts"),
    path("<slug:slug>/manage/accounts.csv", accounts_desk.accounts_csv, name="accounts_csv"),
]
