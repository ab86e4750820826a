"""The page on which a substitute takes over the place and the seats of an entrant."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import permissions
from tournament_engine.bracket import services
from tournament_engine.bracket.forms import ReplacementForm
from tournament_engine.bracket.permissions import MANAGE_BRACKET
from tournament_engine.bracket.seats import Seat
from tournament_engine.core.access import managed_tournament
from tournament_engine.errors import Conflict
from tournament_engine.pages import page
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.registration.permissions import MANAGE_REGISTRATIONS
from tournament_engine.replies import acting, done

__all__ = ["replace_entrant"]


@page(MANAGE_REGISTRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def replace_entrant(request: HttpRequest, slug: str, registration: int) -> HttpResponseBase:
    """Let another take over for one who cannot play; first show what that changes."""
    tournament = managed_tournament(request.user, slug, MANAGE_REGISTRATIONS)
    competing = Entrant.objects.competing(tournament).select_related("registration__tournament")
    entrant = get_object_or_404(competing, registration=registration)
    candidates = Registration.objects.able_to_stand_in().filter(tournament=tournament)
    if request.method != "POST":
        return _page(request, entrant, ReplacementForm(candidates=list(candidates)))
    form = ReplacementForm(request.POST, candidates=list(candidates))
    if request.POST.get("action") != "save":
        return _page(request, entrant, form, is_previewed=form.is_valid())
    replaced = form.attempt(
        lambda: services.substitute_entrant(
            entrant=entrant,
            waiting=form.chosen(),
            name=form.cleaned_data["name"],
            by=acting(request),
            reason=form.cleaned_data["reason"],
        )
    )
    if replaced is None:
        return _page(request, entrant, form)
    said = _("%(substitute)s takes over from %(name)s.")
    words = {"substitute": replaced.name, "name": entrant.name}
    return done(request, said % words, "manage_entrants", slug)


def _page(
    request: HttpRequest, entrant: Entrant, form: ReplacementForm, *, is_previewed: bool = False
) -> HttpResponse:
    context: dict[str, Any] = {
        "tournament": entrant.tournament,
        "tab": "replace",
        "entrant": entrant,
        "form": form,
        "is_previewed": is_previewed,
    }
    try:
        context["seats"] = _seats(request, entrant)
    except Conflict as refused:
        # Nobody fills in a form that cannot be sent.
        context |= {"refused": refused}
    return render(
        request, "tournament_engine/bracket/replace_entrant.html", context, status=form.status
    )


def _seats(request: HttpRequest, entrant: Entrant) -> list[Seat]:
    seats = services.preview_replacement(entrant=entrant)
    if any(seat.is_drawn for seat in seats):
        permissions.require(request.user, MANAGE_BRACKET, entrant.tournament)
    return seats
