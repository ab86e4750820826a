"""The site's desk of approval: the tournaments that were handed in, approved or given back."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import permissions
from tournament_engine.conf import settings
from tournament_engine.core import calls, services
from tournament_engine.core.calls import Call
from tournament_engine.core.forms import ReasonForm
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import APPROVE
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.replies import acting, done
from tournament_engine.users import AnyUser

__all__ = ["approval", "declare"]


def declare() -> None:
    """Ask the site's staff for its word beside a tournament that was handed in."""
    calls.register("approval", _call)


def _call(tournament: Tournament, user: AnyUser) -> Call | None:
    is_handed_in = tournament.state == TournamentState.PENDING_APPROVAL
    if not is_handed_in or not permissions.can(user, APPROVE):
        return None
    url = reverse("tournament_engine:approval")
    return Call(words=_("It waits for approval."), label=_("Look at it"), url=url, is_urgent=True)


@page(APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest) -> HttpResponseBase:
    """Show what waits for approval, the longest waiting first; approve one, or give it back."""
    permissions.require(request.user, APPROVE)
    if request.method != "POST":
        return _queue(request)
    rows = Tournament.objects.for_detail()
    tournament = get_object_or_404(rows, slug=request.POST.get("tournament", ""))
    match request.POST.get("action", ""):
        case "approve":
            services.approve_tournament(tournament=tournament, by=acting(request))
            said = _("%(name)s is announced.") % {"name": tournament.name}
            return done(request, said, "approval")
        case "return":
            return _return(request, tournament)
        case _:
            raise InvalidInput(_("Approve the tournament, or give it back."))


def _return(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    form = ReasonForm(request.POST)
    returned = form.attempt(
        lambda: services.return_tournament(
            tournament=tournament, reason=form.cleaned_data["reason"], by=acting(request)
        )
    )
    if returned is None:
        return _queue(request, tournament, form)
    said = _("%(name)s is given back to its organiser.") % {"name": tournament.name}
    return done(request, said, "approval")


def _queue(
    request: HttpRequest, refused: Tournament | None = None, form: ReasonForm | None = None
) -> HttpResponse:
    waiting = Tournament.objects.for_detail().filter(state=TournamentState.PENDING_APPROVAL)
    rows = Paginator(waiting.order_by("updated_at", "pk"), settings.PAGE_SIZE)
    context = {
        "page": rows.get_page(request.GET.get("page")),
        "refused": refused,
        "form": form,
    }
    status = 200 if form is None else form.status
    return render(request, "tournament_engine/core/approval.html", context, status=status)
