"""The organiser's desk of rounds: when one is played, and over how many games."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
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
    name = request.POST.get("action", "")
    if name not in _ACTS:
        raise InvalidInput(gettext("Choose one of the acts that the page of the round offers."))
    return _carry_out(request, bracket, found[0], name, _ACTS[name])


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


@dataclass(frozen=True, kw_only=True)
class _Act:
    """What one form of the page does; `said` is the answer when it is done."""

    form: type[EngineForm]
    service: Callable[..., object]
    said: Promise


_ACTS = {
    "window": _Act(
        form=WindowForm,
        service=services.set_round_window,
        said=_("The window of the round is saved; its sides see it."),
    ),
    "time": _Act(
        form=RoundTimeForm,
        service=services.schedule_round,
        said=_("The matches of the round have their time."),
    ),
    "games": _Act(
        form=GamesForm,
        service=brackets.set_best_of,
        said=_("The games of the round are saved."),
    ),
}


def _carry_out(
    request: HttpRequest, bracket: Bracket, row: RoundRow, name: str, act: _Act
) -> HttpResponseBase:
    form = act.form(request.POST, auto_id=f"{name}_%s")
    saved = form.attempt(
        lambda: act.service(
            bracket=bracket,
            part=row.part,
            number=row.number,
            by=acting(request),
            **form.cleaned_data,
        )
    )
    if saved is None:
        return _round_page(request, bracket, row, **{f"{name}_form": form})
    return done(request, str(act.said), "rounds", bracket.tournament.slug, bracket.stage.code)
