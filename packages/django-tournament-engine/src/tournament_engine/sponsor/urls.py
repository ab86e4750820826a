"""Routes of sponsors."""

from django.urls import URLPattern, path

from tournament_engine.sponsor import desk, views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/sponsors/seen/", views.seen, name="sponsors_seen"),
    path("<slug:slug>/sponsors/<int:sponsorship>/go/", views.go, name="sponsor"),
    path("<slug:slug>/manage/sponsors/", desk.sponsors, name="sponsors"),
    path("<slug:slug>/manage/sponsors/report/", desk.report, name="sponsor_report"),
    path("<slug:slug>/manage/sponsors/report.csv", desk.report_csv, name="sponsor_report_csv"),
    path("<slug:slug>/manage/sponsors/<int:sponsorship>/", desk.sponsorship, name="sponsorship"),
]
