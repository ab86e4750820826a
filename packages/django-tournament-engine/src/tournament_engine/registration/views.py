"""The page of those who compete."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tournament_engine.core.access import VIEW, visible_tournament
from tournament_engine.pages import page
from tournament_engine.registration.answers import with_answers
from tournament_engine.registration.models import Entrant, Registration

__all__ = ["entrants"]

#: Names are short: a page holds many more of them than a list of cards.
PAGE_SIZE = 128


@page(VIEW)
def entrants(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the entrants in seed order with their members, and who waits for a place."""
    tournament = visible_tournament(request.user, slug)
    competing = Entrant.objects.competing(tournament).prefetch_related("registration__members")
    page = Paginator(competing, PAGE_SIZE).get_page(request.GET.get("page"))
    public = tournament.custom_fields.filter(is_public=True)
    columns = [question.label for question in public]
    rows = with_answers([one.registration for one in page.object_list], columns, public=True)
    context = {
        "tournament": tournament,
        "tab": "entrants",
        "page": page,
        "columns": columns,
        "rows": list(zip(page.object_list, [answers for _row, answers in rows], strict=True)),
        "waiting": Registration.objects.filter(tournament=tournament).waitlisted(),
    }
    return render(request, "tournament_engine/registration/entrants.html", context)
