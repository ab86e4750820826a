"""Routes of the list, of the tournament itself and of its console."""

from django.urls import URLPattern, path

from tournament_engine.core import approval, auditing, console, staffing, views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("", views.tournament_list, name="list"),
    path("approval/", approval.approval, name="approval"),
    path("invitations/<int:assignment>/", staffing.invitation, name="invitation"),
    path("<slug:slug>/", views.tournament, name="tournament"),
    path("<slug:slug>/manage/", console.console, name="console"),
    path("<slug:slug>/manage/edit/", console.edit, name="edit"),
    path("<slug:slug>/manage/transition/", console.transition, name="transition"),
    path("<slug:slug>/manage/staff/", staffing.staff, name="staff"),
    path("<slug:slug>/manage/audit/", auditing.audit_log, name="audit"),
    path("<slug:slug>/manage/audit/export/", auditing.audit_export, name="audit_export"),
]
