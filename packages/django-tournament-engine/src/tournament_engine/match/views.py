"""The pages that are made of matches: the bracket, the list of matches, one match."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tournament_engine.bracket.lifecycle import PLAYABLE
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.ranks import Rank, ranks
from tournament_engine.conf import settings
from tournament_engine.core.access import VIEW, visible_tournament
from tournament_engine.core.models import StageConfig, Tournament
from tournament_engine.match import extras
from tournament_engine.match.board import Board, board, is_drawn
from tournament_engine.match.detail import MatchPage
from tournament_engine.match.filters import MatchFilter
from tournament_engine.match.listing import listed
from tournament_engine.match.models import Match, RoundWindow
from tournament_engine.pages import page

__all__ = ["bracket", "match", "matches"]


@page(VIEW)
def bracket(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw every stage: pools as tables, knockouts as brackets."""
    tournament = visible_tournament(request.user, slug)
    stages = tuple(_with_bracket(tournament))
    context = {
        "tournament": tournament,
        "tab": "bracket",
        "boards": _boards(tournament, [shown for _, shown in stages if shown is not None]),
        "undrawn": [stage for stage, shown in stages if shown is None],
    }
    return render(request, "tournament_engine/match/bracket.html", context)


@page(VIEW)
def matches(request: HttpRequest, slug: str) -> HttpResponse:
    """List the matches of all stages, narrowed by entrant and by what is left to play."""
    tournament = visible_tournament(request.user, slug)
    form = MatchFilter(request.GET)
    rows = Paginator(form.apply(tournament), settings.PAGE_SIZE)
    shown = rows.get_page(request.GET.get("page"))
    context = {
        "tournament": tournament,
        "tab": "matches",
        "form": form,
        "page": shown,
        "groups": listed(tournament, shown.object_list),
    }
    return render(request, "tournament_engine/match/match_list.html", context)


@page(VIEW)
def match(request: HttpRequest, slug: str, stage: str, code: str) -> HttpResponse:
    """Show one match: its sides, its score and, to those concerned, who claimed what."""
    tournament = visible_tournament(request.user, slug)
    rows = Match.objects.filter(tournament=tournament, bracket__stage__code=stage, code=code)
    # Any, because an annotation is no field of the model.
    subject: Any = rows.for_match_page().annotate(rounds=_rounds_of_part(), **_window()).first()
    if subject is None:
        raise Http404
    shown = MatchPage.of(subject, tournament, request.user, rounds=subject.rounds)
    context = {
        "tournament": tournament,
        "tab": "match",
        "match": shown,
        "played_on": shown.played_on,
        "window": {"opens_at": subject.window_opens, "closes_at": subject.window_closes},
        "extras": extras.shown(subject, request.user),
    }
    return render(request, "tournament_engine/match/match.html", context)


def _rounds_of_part() -> Subquery:
    part = Match.objects.filter(bracket=OuterRef("bracket"), part=OuterRef("part"))
    return Subquery(part.order_by("-round").values("round")[:1])


def _window() -> dict[str, Subquery]:
    """Return when the round of a match is played, for the query of the match itself."""
    own = RoundWindow.objects.filter(
        bracket=OuterRef("bracket"), part=OuterRef("part"), round=OuterRef("round")
    )
    return {
        "window_opens": Subquery(own.values("opens_at")[:1]),
        "window_closes": Subquery(own.values("closes_at")[:1]),
    }


def _with_bracket(tournament: Tournament) -> Iterable[tuple[StageConfig, Bracket | None]]:
    stages = tournament.stages.select_related("bracket")
    for stage in stages.defer("bracket__snapshot", "bracket__seeding"):
        try:
            shown = stage.bracket if stage.bracket.state in PLAYABLE else None
        except Bracket.DoesNotExist:
            shown = None
        yield stage, shown


def _boards(tournament: Tournament, brackets: Iterable[Bracket]) -> list[Board]:
    by_bracket: defaultdict[int, list[Match]] = defaultdict(list)
    rows = Match.objects.filter(tournament=tournament).public().with_sides()
    for row in rows.order_by("bracket", "position"):
        by_bracket[row.bracket_id].append(row)
    order = _ranks(pk for pk, own in by_bracket.items() if not is_drawn(own))
    boards: list[Board] = []
    later: frozenset[int] = frozenset()
    for item in reversed(list(brackets)):
        own = by_bracket[item.pk]
        boards.insert(0, board(tournament.slug, item, own, later, order.get(item.pk, {})))
        later |= _entrants(own)
    return boards


def _ranks(brackets: Iterable[int]) -> dict[int, Mapping[int, Rank]]:
    # Only a table asks who stands where; a draw leaves the snapshot in the database.
    rows = Bracket.objects.with_stage().filter(pk__in=list(brackets))
    return {row.pk: ranks(row) for row in rows}


def _entrants(matches: Iterable[Match]) -> frozenset[int]:
    return frozenset(
        side.entrant_id
        for match in matches
        for side in match.sides.all()
        if side.entrant_id is not None
    )
