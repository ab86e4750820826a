"""Routes of what a tournament is set up with: stages, questions, versions, templates, its end."""

from django.urls import URLPattern, path

from tournament_engine.core import ending, stage_desk
from tournament_engine.core.custom_fields import desk as questions
from tournament_engine.core.versions import copying
from tournament_engine.core.versions import desk as versions

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("templates/", copying.templates, name="templates"),
    path("templates/<int:template>/", copying.template, name="template"),
    path("<slug:slug>/manage/fields/", questions.questions, name="fields"),
    path("<slug:slug>/manage/fields/<slug:question>/", questions.question, name="field"),
    path("<slug:slug>/manage/plan/", stage_desk.plan, name="plan"),
    path("<slug:slug>/manage/plan/<slug:stage>/", stage_desk.planned_stage, name="planned_stage"),
    path("<slug:slug>/manage/versions/", versions.versions, name="versions"),
    path("<slug:slug>/manage/versions/<int:number>/", versions.version, name="version"),
    path("<slug:slug>/manage/copy/", copying.copy, name="copy"),
    path("<slug:slug>/manage/extend/", ending.extend, name="extend"),
    path("<slug:slug>/manage/conclusion/<slug:step>/", ending.waive, name="waive_step"),
]
