"""The page of those who compete."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tournament_engine.core.access import VIEW, visible_tournament
from tournament_engine.pages import page
from tournament_engine.registration.models import Entrant, Registration

__all__ = ["entrants"]

#: Names are short: a page holds many more of them than a list of cards.
PAGE_SIZE = 128


@page(VIEW)
def entrants(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the entrants in seed order with their members, and who waits for a place."""
    tournament = visible_tournament(request.user, slug)
    competing = Entrant.objects.competing(tournament).prefetch_related("registration__members")
    context = {
        "tournament": tournament,
        "tab": "entrants",
        "page": Paginator(competing, PAGE_SIZE).get_page(request.GET.get("page")),
        "waiting": Registration.objects.filter(tournament=tournament).waitlisted(),
    }
    return render(request, "tournament_engine/registration/entrants.html", context)
