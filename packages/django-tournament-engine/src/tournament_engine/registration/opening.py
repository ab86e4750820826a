"""Asking to be told when registration opens, and taking that back: two buttons and no page."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import permissions
from tournament_engine.core.access import visible_tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.registration import services
from tournament_engine.registration.permissions import REGISTER
from tournament_engine.replies import acting, done

__all__ = ["watch"]


@page(REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Remember or forget who asks; who comes by a link, as after the login, finds the button."""
    tournament = visible_tournament(request.user, slug)
    permissions.require(request.user, REGISTER, tournament)
    if request.method != "POST":
        return HttpResponseRedirect(tournament.get_absolute_url())
    match request.POST.get("action"):
        case "watch":
            services.watch_opening(tournament=tournament, by=acting(request))
            said = _("You will be told when registration opens.")
        case "unwatch":
            services.unwatch_opening(tournament=tournament, by=acting(request))
            said = _("You will not be told.")
        case _:
            raise InvalidInput(_("Choose whether you want to be told when registration opens."))
    return done(request, said, "tournament", slug)
