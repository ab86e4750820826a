"""The organiser's desk of rounds: when one is played, and over how many games."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.permissions import MANAGE_BRACKET
from tournament_engine.core.access import managed_tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.forms import EngineForm
from tournament_engine.match import services
from tournament_engine.match.listing import has_heats
from tournament_engine.match.permissions import MANAGE
from tournament_engine.match.round_forms import GamesForm, RoundTimeForm, WindowForm
from tournament_engine.match.round_rows import RoundRow, round_rows
from tournament_engine.pages import page
from tournament_engine.replies import acting, done

__all__ = ["manage_round", "rounds"]


@page(MANAGE)
@require_safe
def rounds(request: HttpRequest, slug: str, stage: str) -> HttpResponse:
    """List the rounds of a stage with their games, times and windows."""
    bracket = _drawn(request, slug, stage)
    context = _context(bracket) | {"rounds": round_rows(bracket)}
    return render(request, "tournament_engine/match/rounds.html", context)


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_round(
    request: HttpRequest, slug: str, stage: str, part: str, number: int
) -> HttpResponseBase:
    """Say when a round is played, when its matches begin, and how many games they have."""
    bracket = _drawn(request, slug, stage)
    found = [row for row in round_rows(bracket) if (row.part, row.number) == (part, number)]
    if not found:
        raise Http404
    if request.method != "POST":
        return _round_page(request, bracket, found[0])
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of the round offers."))
    return act(request, bracket, found[0])


def _drawn(request: HttpRequest, slug: str, stage: str) -> Bracket:
    tournament = managed_tournament(request.user, slug, MANAGE, MANAGE_BRACKET)
    rows = Bracket.objects.filter(tournament=tournament).exclude(state=StageState.PENDING)
    bracket = get_object_or_404(rows.select_related("stage"), stage__code=stage)
    bracket.tournament = tournament
    return bracket


def _context(bracket: Bracket) -> dict[str, Any]:
    return {"tournament": bracket.tournament, "tab": "schedule", "stage": bracket.stage}


def _round_page(
    request: HttpRequest, bracket: Bracket, row: RoundRow, **bound: EngineForm
) -> HttpResponse:
    context = _context(bracket) | {
        "round": row,
        "window_form": WindowForm(
            initial={"opens_at": row.opens_at, "closes_at": row.closes_at}, auto_id="window_%s"
        ),
        "time_form": RoundTimeForm(initial={"scheduled_at": row.begins}, auto_id="time_%s"),
        "games_form": None
        if has_heats(bracket.stage)
        else GamesForm(
            initial={"best_of": row.best_of, "version": bracket.version}, auto_id="games_%s"
        ),
        **bound,
    }
    status = max((form.status for form in bound.values()), default=200)
    return render(request, "tournament_engine/match/round.html", context, status=status)


def _set_window(request: HttpRequest, bracket: Bracket, row: RoundRow) -> HttpResponseBase:
    form = WindowForm(request.POST, auto_id="window_%s")
    saved = form.attempt(
        lambda: services.set_round_window(
            bracket=bracket,
            part=row.part,
            number=row.number,
            by=acting(request),
            **form.cleaned_data,
        )
    )
    if saved is None:
        return _round_page(request, bracket, row, window_form=form)
    return _saved(request, bracket, _("The window of the round is saved; its sides see it."))


def _set_time(request: HttpRequest, bracket: Bracket, row: RoundRow) -> HttpResponseBase:
    form = RoundTimeForm(request.POST, auto_id="time_%s")
    moved = form.attempt(
        lambda: services.schedule_round(
            bracket=bracket,
            part=row.part,
            number=row.number,
            by=acting(request),
            **form.cleaned_data,
        )
    )
    if moved is None:
        return _round_page(request, bracket, row, time_form=form)
    return _saved(request, bracket, _("The matches of the round have their time."))


def _set_games(request: HttpRequest, bracket: Bracket, row: RoundRow) -> HttpResponseBase:
    form = GamesForm(request.POST, auto_id="games_%s")
    saved = form.attempt(
        lambda: brackets.set_best_of(
            bracket=bracket,
            part=row.part,
            number=row.number,
            by=acting(request),
            **form.cleaned_data,
        )
    )
    if saved is None:
        return _round_page(request, bracket, row, games_form=form)
    return _saved(request, bracket, _("The games of the round are saved."))


def _saved(request: HttpRequest, bracket: Bracket, said: str) -> HttpResponseBase:
    return done(request, said, "rounds", bracket.tournament.slug, bracket.stage.code)


_ACTS: dict[str, Callable[[HttpRequest, Bracket, RoundRow], HttpResponseBase]] = {
    "window": _set_window,
    "time": _set_time,
    "games": _set_games,
}
