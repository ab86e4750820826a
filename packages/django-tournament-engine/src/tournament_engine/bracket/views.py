"""The page of the standings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.tables import stage_tables
from tournament_engine.core.access import VIEW, visible_tournament
from tournament_engine.pages import page
from tournament_engine.registration.models import Entrant

__all__ = ["standings"]


@page(VIEW)
def standings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who stands where in every stage and pool, and why."""
    tournament = visible_tournament(request.user, slug)
    brackets = {row.stage_id: row for row in Bracket.objects.for_page(tournament)}
    entrants = Entrant.objects.filter(tournament=tournament).values_list("pk", "name")
    names = {str(pk): name for pk, name in entrants}
    context = {
        "tournament": tournament,
        "tab": "standings",
        "stages": stage_tables(tuple(tournament.stages.all()), brackets, names),
    }
    return render(request, "tournament_engine/bracket/standings.html", context)
