"""The organiser's schedule: what is when and where, what gets in the way, and a stage at once."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import permissions
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.core.access import visible_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.match import services
from tournament_engine.match.clashes import clashes, plans_of
from tournament_engine.match.listing import place_of, round_counts
from tournament_engine.match.logistics_forms import CourtsForm, ReopenForm
from tournament_engine.match.models import Match, RescheduleRequest
from tournament_engine.match.permissions import CORRECT, MANAGE
from tournament_engine.match.planning import planned
from tournament_engine.pages import page
from tournament_engine.replies import acting, done, named

__all__ = ["plan_stage", "schedule", "undo"]


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, slug: str) -> HttpResponseBase:
    """List what is still to be played, what cannot be as planned, and what sides propose."""
    tournament = _managed(request, slug, MANAGE)
    if request.method == "POST":
        return _decide_proposal(request, tournament)
    rows = Match.objects.filter(tournament=tournament).unsettled().with_stage().with_sides()
    ordered = rows.order_by(
        F("scheduled_at").asc(nulls_last=True), "bracket__stage__position", "position"
    )
    matches = list(ordered)
    counts = round_counts(tournament) if matches else {}
    stages = Bracket.objects.filter(tournament=tournament).exclude(state=StageState.PENDING)
    waiting = RescheduleRequest.objects.waiting(tournament)
    context = {
        "tournament": tournament,
        "tab": "schedule",
        "rows": [(match, place_of(match, counts)) for match in matches],
        "proposals": [(asked, _asking(asked)) for asked in waiting],
        "clashes": clashes(plans_of(Match.objects.filter(tournament=tournament))),
        "stages": [row.stage for row in stages.select_related("stage").for_list()],
    }
    return render(request, "tournament_engine/match/schedule.html", context)


def _asking(asked: RescheduleRequest) -> str:
    """Return the name of the side that proposes another time."""
    side = next(side for side in asked.match.sides.all() if side.side == asked.side)
    return str(side.entrant)


def _decide_proposal(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    """Decide a proposal of another time; the word that goes with it is read by the sides."""
    waiting = RescheduleRequest.objects.waiting(tournament)
    asked = get_object_or_404(waiting, pk=named(request, "request"))
    accept = request.POST.get("action") == "accept_time"
    services.decide_time(
        request=asked, accept=accept, by=acting(request), reason=request.POST.get("reason", "")
    )
    said = _("The match has its new time.") if accept else _("The match stays where it is.")
    return done(request, said, "schedule", tournament.slug)


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_stage(request: HttpRequest, slug: str, stage: str) -> HttpResponseBase:
    """Work out a schedule for a stage, show it, and save it when it is asked for again."""
    tournament = _managed(request, slug, MANAGE)
    bracket = _drawn(tournament, stage)
    if request.method != "POST":
        form = CourtsForm(initial={"version": bracket.version, "start": tournament.starts_at})
        return _plan_page(request, bracket, form)
    form = CourtsForm(request.POST)
    if request.POST.get("action") == "save":
        saved = form.attempt(
            lambda: services.schedule_stage(
                bracket=bracket,
                courts=form.asked(),
                by=acting(request),
                version=form.cleaned_data["version"],
            )
        )
        if saved is not None:
            return done(request, _("The schedule is saved."), "schedule", slug)
        return _plan_page(request, bracket, form)
    slots = form.attempt(lambda: planned(bracket, form.asked()))
    return _plan_page(request, bracket, form, slots=slots)


def _plan_page(
    request: HttpRequest, bracket: Bracket, form: CourtsForm, **more: Any
) -> HttpResponse:
    context = {
        "tournament": bracket.tournament,
        "tab": "schedule",
        "stage": bracket.stage,
        "form": form,
        **more,
    }
    template = "tournament_engine/match/plan_stage.html"
    return render(request, template, context, status=form.status)


@page(CORRECT)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, slug: str, stage: str) -> HttpResponseBase:
    """Take the last event of a stage back, for a reason, after showing which it is."""
    tournament = _managed(request, slug, CORRECT)
    bracket = _drawn(tournament, stage)
    if request.method == "POST":
        form = ReopenForm(request.POST)
        undone = form.attempt(
            lambda: services.undo_last(
                bracket=bracket,
                by=acting(request),
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
            )
        )
        if undone is not None:
            return done(request, _("The last event is taken back."), "undo", slug, stage)
    else:
        form = ReopenForm(initial={"version": bracket.version})
    last = bracket.events.select_related("by").order_by("number").last()
    context = {
        "tournament": tournament,
        "tab": "undo",
        "stage": bracket.stage,
        "form": form,
        "last": last,
        "said": _told(bracket, last.data) if last is not None else "",
    }
    return render(request, "tournament_engine/match/undo.html", context, status=form.status)


def _told(bracket: Bracket, data: dict[str, Any]) -> str:
    """Return an event in a few words."""
    words = {
        "recorded": _("The result of %(match)s was recorded."),
        "corrected": _("The result of %(match)s was corrected."),
        "reopened": _("The result of %(match)s was taken back."),
        "withdrawn": _("%(entrant)s left the stage."),
        "replaced": _("%(entrant)s was replaced."),
        "swapped": _("%(entrant)s and %(other)s changed seats."),
    }
    names = dict(bracket.tournament.entrants.values_list("pk", "name"))
    known = {
        "match": data.get("match", ""),
        "entrant": _name(names, data.get("entrant", "")),
        "other": _name(names, data.get("other", "")),
    }
    return words.get(data["event"], _("Something changed.")) % known


def _name(names: dict[int, str], key: str) -> str:
    return names.get(int(key), key) if key.isdigit() else key


def _managed(request: HttpRequest, slug: str, capability: str) -> Tournament:
    tournament = visible_tournament(request.user, slug)
    permissions.require(request.user, capability, tournament)
    return tournament


def _drawn(tournament: Tournament, stage: str) -> Bracket:
    rows = Bracket.objects.filter(tournament=tournament).exclude(state=StageState.PENDING)
    return get_object_or_404(rows.with_stage(), stage__code=stage)
