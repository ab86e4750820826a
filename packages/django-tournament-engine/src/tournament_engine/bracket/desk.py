"""The organiser's desk of a stage: seeding, drawing, publishing, and all of it at once."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tournament_engine.bracket import services, stages
from tournament_engine.bracket.choosing import Candidates, candidates_of
from tournament_engine.bracket.forms import (
    MAX_NUMBERED,
    OrderForm,
    QualifiersForm,
    RandomForm,
    SeedsForm,
    SwapForm,
)
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.permissions import MANAGE_BRACKET
from tournament_engine.bracket.seeding import Method, up_to_date
from tournament_engine.core import services as tournaments
from tournament_engine.core.access import managed_tournament
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import StageConfig, Tournament
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.pages import page
from tournament_engine.registration.models import Entrant
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["draw", "manage_stage"]

_S = TournamentState


@page(MANAGE_BRACKET)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_stage(request: HttpRequest, slug: str, stage: str) -> HttpResponseBase:
    """Seed, draw, publish or discard one stage."""
    tournament = managed_tournament(request.user, slug, MANAGE_BRACKET)
    config = get_object_or_404(tournament.stages.select_related("tournament__game"), code=stage)
    if request.method != "POST":
        return _stage_page(request, config)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of the stage offers."))
    return act(request, config)


def _stage_page(
    request: HttpRequest, stage: StageConfig, *, status: int = HTTPStatus.OK, **wrong: Any
) -> HttpResponse:
    bracket = Bracket.objects.filter(stage=stage).first()
    entrants = _in_seed_order(stage, bracket)
    state = StageState(bracket.state if bracket else StageState.PENDING)
    context: dict[str, Any] = {
        "tournament": stage.tournament,
        "tab": "manage_stage",
        "stage": stage,
        "state": state,
        "entrants": entrants,
        "pairings": _pairings(bracket, entrants),
    }
    if state == StageState.PENDING:
        context |= _choosing(stage) if stage.sources else _seeding(stage, entrants)
    elif bracket is not None and len(entrants) <= MAX_NUMBERED:
        context["swap_form"] = SwapForm(entrants=entrants, version=bracket.version)
    context |= wrong
    return render(request, "tournament_engine/bracket/manage_stage.html", context, status=status)


def _seeding(stage: StageConfig, entrants: Sequence[Entrant]) -> dict[str, Any]:
    """Return the forms of a stage that the tournament's entrants play."""
    return {
        "has_numbers": len(entrants) <= MAX_NUMBERED,
        "seeds_form": SeedsForm(entrants=entrants[:MAX_NUMBERED]),
        "order_form": OrderForm(entrants=entrants),
        "random_form": RandomForm(),
        "announced": stage.draw_seeds.filter(drawn_at=None).first(),
    }


def _choosing(stage: StageConfig) -> dict[str, Any]:
    """Return the forms of a stage that others feed; none while those are not played."""
    candidates = candidates_of(stage)
    if candidates is None:
        return {"candidates": None}
    has_numbers = len(candidates.rows) <= MAX_NUMBERED
    return {
        "candidates": candidates,
        "has_numbers": has_numbers,
        "seeds_form": QualifiersForm(candidates=candidates) if has_numbers else None,
        "order_form": OrderForm(entrants=candidates.entrants),
    }


def _in_seed_order(stage: StageConfig, bracket: Bracket | None) -> list[Entrant]:
    """Return the seeded entrants; those of a first stage even before anybody is seeded."""
    seeding = [] if bracket is None else bracket.seeding
    entrants = {str(row.pk): row for row in Entrant.objects.competing(stage.tournament)}
    if stage.sources:
        return [entrants[key] for key in seeding if key in entrants]
    return [entrants[key] for key in up_to_date(seeding, list(entrants.values()))]


def _pairings(bracket: Bracket | None, entrants: Sequence[Entrant]) -> list[dict[str, object]]:
    """Return who meets whom first in a draw that only the organiser sees yet."""
    if bracket is None or bracket.state != StageState.GENERATED:
        return []
    stage = stages.load(bracket)
    names = {str(entrant.pk): entrant.name for entrant in entrants}
    return [
        {"code": match.id, "names": [names[key] for key in stage.pairing(match.id) if key in names]}
        for match in stage.matches
        if match.round == 1 and all(key in names for key in stage.pairing(match.id))
    ]


def _competing(stage: StageConfig) -> list[Entrant]:
    return _in_seed_order(stage, Bracket.objects.filter(stage=stage).first())


def _seed_by_numbers(request: HttpRequest, stage: StageConfig) -> HttpResponseBase:
    form = SeedsForm(request.POST, entrants=_competing(stage))
    seeded = form.attempt(
        lambda: services.seed_entrants(stage=stage, order=form.order(), by=acting(request))
    )
    if seeded is None:
        return _stage_page(request, stage, status=form.status, seeds_form=form)
    return _stage_done(request, stage, _("The seeding is saved."))


def _seed_by_list(request: HttpRequest, stage: StageConfig) -> HttpResponseBase:
    form = OrderForm(request.POST, entrants=_competing(stage))
    seeded = form.attempt(
        lambda: services.seed_entrants(
            stage=stage, order=form.cleaned_data["order"], by=acting(request)
        )
    )
    if seeded is None:
        return _stage_page(request, stage, status=form.status, order_form=form)
    return _stage_done(request, stage, _("The seeding is saved."))


def _seed_at_random(request: HttpRequest, stage: StageConfig) -> HttpResponseBase:
    form = RandomForm(request.POST)
    seeded = form.attempt(
        lambda: services.seed_entrants(
            stage=stage,
            method=Method.RANDOM,
            seed=form.cleaned_data["number"],
            by=acting(request),
        )
    )
    if seeded is None:
        return _stage_page(request, stage, status=form.status, random_form=form)
    return _stage_done(request, stage, _("The seeds are drawn by lot."))


def _seed_by_ranking(request: HttpRequest, stage: StageConfig) -> HttpResponseBase:
    services.seed_entrants(stage=stage, method=Method.RANKED, by=acting(request))
    return _stage_done(request, stage, _("The seeds follow the ranking."))


def _qualify_by_numbers(request: HttpRequest, stage: StageConfig) -> HttpResponseBase:
    form = QualifiersForm(request.POST, candidates=_candidates(stage))
    drawn = form.attempt(lambda: _choose(stage, form.order(), acting(request)))
    if drawn is None:
        return _stage_page(request, stage, status=form.status, seeds_form=form)
    return _stage_done(request, stage, _("The stage is drawn; only you see it yet."))


def _qualify_by_list(request: HttpRequest, stage: StageConfig) -> HttpResponseBase:
    everybody = [row.entrant for row in _candidates(stage).rows]
    form = OrderForm(request.POST, entrants=everybody)
    drawn = form.attempt(lambda: _choose(stage, form.cleaned_data["order"], acting(request)))
    if drawn is None:
        return _stage_page(request, stage, status=form.status, order_form=form)
    return _stage_done(request, stage, _("The stage is drawn; only you see it yet."))


def _candidates(stage: StageConfig) -> Candidates:
    candidates = candidates_of(stage) if stage.sources else None
    if candidates is None:
        raise Conflict(_("Who goes on is not open here: play the stages before this one first."))
    return candidates


@transaction.atomic
def _choose(stage: StageConfig, order: Sequence[Entrant], by: User) -> Bracket:
    """Draw a stage of those whom the organiser names."""
    services.seed_entrants(stage=stage, order=order, by=by)
    return services.generate_bracket(stage=stage, by=by)


def _generate(request: HttpRequest, stage: StageConfig) -> HttpResponseBase:
    services.generate_bracket(stage=stage, by=acting(request))
    return _stage_done(request, stage, _("The stage is drawn; only you see it yet."))


def _publish(request: HttpRequest, stage: StageConfig) -> HttpResponseBase:
    services.publish_bracket(bracket=_drawn(stage), by=acting(request))
    return done(request, _("Everybody sees the bracket now."), "console", stage.tournament.slug)


def _discard(request: HttpRequest, stage: StageConfig) -> HttpResponseBase:
    services.discard_bracket(bracket=_drawn(stage), by=acting(request))
    return _stage_done(request, stage, _("The draw is thrown away: seed and draw again."))


def _swap(request: HttpRequest, stage: StageConfig) -> HttpResponseBase:
    bracket = _drawn(stage)
    form = SwapForm(request.POST, entrants=_in_seed_order(stage, bracket))
    swapped = form.attempt(lambda: _swapped(bracket, form, acting(request)))
    if swapped is None:
        return _stage_page(request, stage, status=form.status, swap_form=form)
    return _stage_done(request, stage, _("The two have changed seats."))


def _swapped(bracket: Bracket, form: SwapForm, by: User) -> Bracket:
    first, second = form.pair()
    return services.swap_entrants(
        bracket=bracket,
        first=first,
        second=second,
        by=by,
        reason=form.cleaned_data["reason"],
        version=form.cleaned_data["version"],
    )


def _drawn(stage: StageConfig) -> Bracket:
    bracket = Bracket.objects.filter(stage=stage).first()
    if bracket is None or bracket.state == StageState.PENDING:
        raise Conflict(_("The stage is not drawn yet: draw it first."))
    return bracket


def _stage_done(request: HttpRequest, stage: StageConfig, said: str) -> HttpResponseBase:
    return done(request, said, "manage_stage", stage.tournament.slug, stage.code)


_ACTS: dict[str, Callable[[HttpRequest, StageConfig], HttpResponseBase]] = {
    "seed_numbers": _seed_by_numbers,
    "seed_list": _seed_by_list,
    "seed_random": _seed_at_random,
    "seed_ranked": _seed_by_ranking,
    "qualify_numbers": _qualify_by_numbers,
    "qualify_list": _qualify_by_list,
    "generate": _generate,
    "publish": _publish,
    "discard": _discard,
    "swap": _swap,
}


@page(MANAGE_BRACKET)
@require_POST
def draw(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Do all that stands between a list of names and a bracket that everybody sees."""
    tournament = managed_tournament(request.user, slug, MANAGE_BRACKET)
    _draw(tournament, acting(request))
    return done(request, _("The bracket is drawn. Start when you are ready."), "bracket", slug)


@transaction.atomic
def _draw(tournament: Tournament, by: User) -> None:
    tournaments.lock(tournament)
    if tournament.state == _S.DRAFT:
        tournaments.publish_tournament(tournament=tournament, by=by)
    if tournament.state == _S.PUBLISHED:
        tournaments.open_registration(tournament=tournament, by=by)
    if tournament.state == _S.REGISTRATION_OPEN:
        tournaments.close_registration(tournament=tournament, by=by)
    first = tournament.stages.first()
    if first is None:
        raise Conflict(_("The tournament has no stage yet: choose its format first."))
    bracket = services.generate_bracket(stage=first, by=by)
    services.publish_bracket(bracket=bracket, by=by)
