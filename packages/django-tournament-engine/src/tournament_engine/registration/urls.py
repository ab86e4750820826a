"""Routes of entrants and registrations."""

from django.urls import URLPattern, path

from tournament_engine.registration import (
    apply,
    check_in_desk,
    create,
    desk,
    eligibility_desk,
    guided,
    opening,
    own,
    review,
    roster_pages,
    views,
)
from tournament_engine.registration.payments import desk as payment_desk
from tournament_engine.registration.payments import intake
from tournament_engine.registration.payments import own as payment_pages

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("new/", create.create, name="create"),
    path("new/steps/", guided.create_guided, name="create_guided"),
    path("mine/", own.mine, name="mine"),
    path("webhooks/<str:method>/", intake.payment_webhook, name="payment_webhook"),
    path("join/<str:token>/", roster_pages.join, name="join"),
    path("<slug:slug>/me/", own.my_registration, name="my_registration"),
    path("<slug:slug>/me/roster/", roster_pages.my_roster, name="my_roster"),
    path("<slug:slug>/manage/check-in/", check_in_desk.check_in_desk, name="check_in_desk"),
    path("<slug:slug>/manage/registrations/", review.registrations, name="registrations"),
    path(
        "<slug:slug>/manage/registrations.csv", review.registrations_csv, name="registrations_csv"
    ),
    path("<slug:slug>/manage/eligibility/", eligibility_desk.eligibility, name="eligibility"),
    path(
        "<slug:slug>/manage/registrations/<int:registration>/",
        review.registration,
        name="registration",
    ),
    path(
        "<slug:slug>/manage/registrations/<int:registration>/roster/",
        roster_pages.manage_roster,
        name="manage_roster",
    ),
    path("<slug:slug>/me/payment/", payment_pages.my_payment, name="my_payment"),
    path("<slug:slug>/manage/fee/", payment_desk.fee, name="fee"),
    path("<slug:slug>/manage/payments/", payment_desk.payments, name="payments"),
    path("<slug:slug>/manage/payments.csv", payment_desk.payments_csv, name="payments_csv"),
    path("<slug:slug>/manage/payments/<int:payment>/", payment_desk.payment, name="payment"),
    path("<slug:slug>/entrants/", views.entrants, name="entrants"),
    path("<slug:slug>/register/", apply.register, name="register"),
    path("<slug:slug>/watch/", opening.watch, name="watch_opening"),
    path("<slug:slug>/withdraw/", apply.withdraw, name="withdraw"),
    path(
        "<slug:slug>/manage/entrants/template.csv",
        desk.entrants_template,
        name="entrants_template",
    ),
    path("<slug:slug>/manage/entrants/", desk.manage_entrants, name="manage_entrants"),
    path(
        "<slug:slug>/manage/entrants/<int:registration>/cancel/",
        desk.cancel_entrant,
        name="cancel_entrant",
    ),
]
