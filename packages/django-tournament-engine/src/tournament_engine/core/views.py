"""The list of tournaments and a tournament's own page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tournament_engine.conf import settings
from tournament_engine.core.access import VIEW, visible_tournament
from tournament_engine.core.filters import TournamentFilter
from tournament_engine.core.panels import shown
from tournament_engine.pages import page

__all__ = ["tournament", "tournament_list"]


@page(VIEW)
def tournament_list(request: HttpRequest) -> HttpResponse:
    """Show what everybody may see, narrowed by what one looks for."""
    form = TournamentFilter(request.GET, user=request.user)
    rows = Paginator(form.apply(), settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": rows}
    return render(request, "tournament_engine/core/tournament_list.html", context)


@page(VIEW)
def tournament(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where a tournament stands, and what each domain has to say of it."""
    subject = visible_tournament(request.user, slug)

    context = {
        "tournament": subject,
        "tab": "tournament",
        "overview": shown("overview", subject, request.user),
        "aside": shown("aside", subject, request.user),
    }
    return render(request, "tournament_engine/core/tournament.html", context)
