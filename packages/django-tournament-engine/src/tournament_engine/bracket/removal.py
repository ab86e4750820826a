"""The pages that take an entrant out of the matches while it is played, and back in."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import permissions
from tournament_engine.bracket import services
from tournament_engine.bracket.forms import RemovalForm
from tournament_engine.core.access import managed_tournament
from tournament_engine.core.forms import ReasonForm
from tournament_engine.core.models import Tournament
from tournament_engine.pages import page
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import Entrant
from tournament_engine.registration.permissions import (
    DISQUALIFY,
    MANAGE_REGISTRATIONS,
    REINSTATE,
)
from tournament_engine.replies import acting, done

__all__ = ["reinstate_entrant", "remove_entrant"]

_ACTS = {"withdraw": services.withdraw_entrant, "disqualify": services.disqualify_entrant}
_NEEDS = {"withdraw": MANAGE_REGISTRATIONS, "disqualify": DISQUALIFY}


@page(MANAGE_REGISTRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_entrant(request: HttpRequest, slug: str, registration: int) -> HttpResponseBase:
    """Withdraw or disqualify one who competes, with a reason that this person will read."""
    tournament = managed_tournament(request.user, slug, MANAGE_REGISTRATIONS, DISQUALIFY)
    competing = Entrant.objects.competing(tournament).select_related("registration")
    entrant = get_object_or_404(competing, registration=registration)
    form = RemovalForm(
        request.POST if request.method == "POST" else None, ways=_ways(request, tournament)
    )
    removed = form.attempt(
        lambda: _ACTS[form.cleaned_data["way"]](
            entrant=entrant, by=acting(request), reason=form.cleaned_data["reason"]
        )
    )
    if removed is None:
        context = {"tournament": tournament, "tab": "remove", "form": form, "entrant": entrant}
        template = "tournament_engine/bracket/remove_entrant.html"
        return render(request, template, context, status=form.status)
    said = _("%(name)s is out; the matches left are walkovers.") % {"name": entrant.name}
    return done(request, said, "manage_entrants", slug)


@page(REINSTATE)
@require_http_methods(["GET", "HEAD", "POST"])
def reinstate_entrant(request: HttpRequest, slug: str, registration: int) -> HttpResponseBase:
    """Take a disqualification back, with a reason that this person will read."""
    tournament = managed_tournament(request.user, slug, REINSTATE)
    rows = Entrant.objects.filter(tournament=tournament).select_related("registration")
    out = rows.filter(registration__state=RegistrationState.DISQUALIFIED)
    entrant = get_object_or_404(out, registration=registration)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    returned = form.attempt(
        lambda: services.reinstate_entrant(
            entrant=entrant, by=acting(request), reason=form.cleaned_data["reason"]
        )
    )
    if returned is None:
        context = {"tournament": tournament, "tab": "remove", "form": form, "entrant": entrant}
        template = "tournament_engine/bracket/reinstate_entrant.html"
        return render(request, template, context, status=form.status)
    said = _("%(name)s is in again; the walkovers are taken back.") % {"name": entrant.name}
    return done(request, said, "manage_entrants", slug)


def _ways(request: HttpRequest, tournament: Tournament) -> list[str]:
    """Return how this person may take somebody out."""
    return [way for way in _ACTS if permissions.can(request.user, _NEEDS[way], tournament)]
