"""Routes of matches, and of the bracket page that is drawn from their rows."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from tournament_engine.match import (
    acts,
    calendar,
    desk,
    public_log,
    report,
    round_desk,
    timetable,
    veto_desk,
    views,
)

__all__ = ["CONVERTER", "MatchCode", "urlpatterns"]


class MatchCode(StringConverter):
    """A match id of bracketcore: R2.1, 3P, A.R3.2."""

    regex = "[A-Za-z0-9.]+"


#: The name of the converter in the routes of every domain.
CONVERTER = "match_code"

register_converter(MatchCode, CONVERTER)

urlpatterns: list[URLPattern] = [
    path("calendar.ics", calendar.own_calendar, name="own_calendar"),
    path("<slug:slug>/manage/schedule/", timetable.schedule, name="schedule"),
    path("<slug:slug>/manage/stages/<slug:stage>/plan/", timetable.plan_stage, name="plan_stage"),
    path("<slug:slug>/manage/stages/<slug:stage>/undo/", timetable.undo, name="undo"),
    path("<slug:slug>/manage/stages/<slug:stage>/veto/", veto_desk.veto_plan, name="veto_plan"),
    path("<slug:slug>/manage/stages/<slug:stage>/rounds/", round_desk.rounds, name="rounds"),
    path(
        "<slug:slug>/manage/stages/<slug:stage>/rounds/<slug:part>/<int:number>/",
        round_desk.manage_round,
        name="manage_round",
    ),
    path("<slug:slug>/log/", public_log.public_log, name="log"),
    path("<slug:slug>/bracket/", views.bracket, name="bracket"),
    path("<slug:slug>/matches/", views.matches, name="matches"),
    path("<slug:slug>/matches/<slug:stage>/<match_code:code>/", views.match, name="match"),
    path(
        "<slug:slug>/matches/<slug:stage>/<match_code:code>/act/",
        acts.match_act,
        name="match_act",
    ),
    path(
        "<slug:slug>/matches/<slug:stage>/<match_code:code>/calendar.ics",
        calendar.match_calendar,
        name="match_calendar",
    ),
    path(
        "<slug:slug>/matches/<slug:stage>/<match_code:code>/report/",
        report.report,
        name="report",
    ),
    path(
        "<slug:slug>/matches/<slug:stage>/<match_code:code>/accept/",
        report.accept,
        name="accept",
    ),
    path(
        "<slug:slug>/manage/matches/<slug:stage>/<match_code:code>/",
        desk.official,
        name="official",
    ),
]
