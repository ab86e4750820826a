"""A player's own pages: where each registration stands, and what there is to do."""

from collections.abc import Callable, Mapping

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine import permissions
from tournament_engine.core.access import visible_tournament
from tournament_engine.core.services import store_pictures
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.registration import corrections, services
from tournament_engine.registration.forms import CorrectionForm
from tournament_engine.registration.models import Registration
from tournament_engine.registration.permissions import ANSWER, MINE, REGISTER
from tournament_engine.registration.standing import (
    Standing,
    latest_registration,
    own_tournaments,
    standing_of,
)
from tournament_engine.replies import acting, done

__all__ = ["mine", "my_registration"]

_ROWS = 50


@page(MINE)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the tournaments in which somebody takes part, the newest first."""
    permissions.require(request.user, MINE)
    rows = own_tournaments(acting(request))
    context = {
        "tab": "mine",
        "page": Paginator(rows, _ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "tournament_engine/registration/mine.html", context)


@page(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def my_registration(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show one's own registration with all that one can do about it."""
    tournament = visible_tournament(request.user, slug)
    permissions.require(request.user, REGISTER, tournament)
    registration = latest_registration(tournament, acting(request))
    if registration is None:
        context = {"tournament": tournament, "tab": "me"}
        template = "tournament_engine/registration/not_registered.html"
        status = 409 if request.method == "POST" else 200
        return render(request, template, context, status=status)
    registration.tournament = tournament
    if request.method != "POST":
        return _page(request, registration)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that your registration offers."))
    return act(request, registration)


def _page(
    request: HttpRequest, registration: Registration, *, form: CorrectionForm | None = None
) -> HttpResponse:
    standing = standing_of(registration, acting(request))
    if standing.wanted and form is None:
        form = _form(standing)
    context = {
        "tournament": registration.tournament,
        "tab": "me",
        "registration": registration,
        "standing": standing,
        "form": form,
    }
    template = "tournament_engine/registration/my_registration.html"
    return render(request, template, context, status=form.status if form else 200)


def _form(standing: Standing, data: object = None, files: object = None) -> CorrectionForm:
    registration = standing.registration
    return CorrectionForm(
        data,
        files,
        tournament=registration.tournament,
        wanted=standing.wanted,
        present=corrections.values(registration),
        labels=corrections.labels(registration),
    )


def _accept(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    services.accept_place(registration=registration, by=acting(request))
    return _said(request, registration, _("The place is yours."))


def _check_in(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    services.check_in(registration=registration, by=acting(request))
    said = _("%(name)s is checked in.") % {"name": registration.name}
    return _said(request, registration, said)


def _undo(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    services.undo_check_in(registration=registration, by=acting(request))
    said = _("%(name)s is no longer checked in.") % {"name": registration.name}
    return _said(request, registration, said)


def _correct(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    standing = standing_of(registration, acting(request))
    form = _form(standing, request.POST, request.FILES)
    sent = form.attempt(
        lambda: services.correct_registration(
            registration=registration,
            by=acting(request),
            values=store_pictures(
                tournament=registration.tournament,
                values=form.values(),
                by=acting(request),
                named=str,
            ),
        )
    )
    if sent is None:
        again = latest_registration(registration.tournament, acting(request))
        if again is None:
            raise Http404
        return _page(request, again, form=form)
    return _said(request, registration, _("It is sent; the organiser looks at it again."))


def _said(request: HttpRequest, registration: Registration, said: str) -> HttpResponseBase:
    return done(request, said, "my_registration", registration.tournament.slug)


_ACTS: Mapping[str, Callable[[HttpRequest, Registration], HttpResponseBase]] = {
    "accept": _accept,
    "check_in": _check_in,
    "undo_check_in": _undo,
    "correct": _correct,
}
