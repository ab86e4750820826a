"""How people come into a tournament and leave it again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import hooks, permissions
from tournament_engine.core.access import visible_tournament
from tournament_engine.core.custom_fields.answers import Answer
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.core.services import store_pictures
from tournament_engine.errors import Conflict
from tournament_engine.hooks.teams import TeamRef
from tournament_engine.pages import page
from tournament_engine.registration import rulebook, services
from tournament_engine.registration.forms import SoloForm, TeamForm
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import Registration
from tournament_engine.registration.payments import terms
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.permissions import REGISTER, WITHDRAW
from tournament_engine.registration.standing import own_registration
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["register", "withdraw"]


@page(REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Ask for a place; where that is not possible the page gives every reason."""
    tournament = visible_tournament(request.user, slug)
    permissions.require(request.user, REGISTER, tournament)
    user = acting(request)
    if request.method != "POST":
        return _register_page(request, tournament, _form(tournament, user))
    form = _bound_form(request, tournament, user)
    asked = form.attempt(
        lambda: services.register(
            tournament=tournament, user=user, by=user, **_sent(form, tournament, user)
        )
    )
    if asked is None:
        return _register_page(request, tournament, form)
    return done(request, _said(asked), *_next_page(asked, slug))


def _next_page(registration: Registration, slug: str) -> tuple[str, str]:
    """Return where somebody goes who registered: to the others, or to what happens next."""
    if registration.state == RegistrationState.PAYMENT_PENDING:
        return "my_payment", slug
    is_in = registration.state == RegistrationState.CONFIRMED
    return ("entrants" if is_in else "my_registration", slug)


def _form(tournament: Tournament, user: User) -> SoloForm | TeamForm:
    if tournament.entrant_kind == EntrantKind.TEAM:
        return TeamForm(
            tournament=tournament,
            teams=_teams(tournament, user),
            known=_known(tournament, user),
        )
    name = hooks.or_else("", lambda: hooks.users().display_name(user))
    known = _known(tournament, user)
    return SoloForm(tournament=tournament, initial={"name": name}, known=known)


def _bound_form(request: HttpRequest, tournament: Tournament, user: User) -> SoloForm | TeamForm:
    if tournament.entrant_kind == EntrantKind.TEAM:
        teams = _teams(tournament, user)
        return TeamForm(request.POST, request.FILES, tournament=tournament, teams=teams)
    return SoloForm(request.POST, request.FILES, tournament=tournament)


def _sent(form: SoloForm | TeamForm, tournament: Tournament, user: User) -> dict[str, Any]:
    """Return what the form says, with the pictures among its answers stored."""
    details = form.details()
    answers = store_pictures(tournament=tournament, values=details["answers"], by=user)
    return {**details, "answers": answers}


def _known(tournament: Tournament, user: User) -> Mapping[str, Answer]:
    """Return what the person's profile answers already; what it does not is typed in."""
    nothing: Mapping[str, Answer] = {}
    return hooks.or_else(nothing, lambda: dict(hooks.profiles().autofill(user, tournament)))


def _teams(tournament: Tournament, user: User) -> Sequence[TeamRef]:
    """Return the teams to offer; a person can still type one in while the site cannot say."""
    nothing: Sequence[TeamRef] = ()
    return hooks.or_else(nothing, lambda: hooks.teams().teams_for(user, tournament.game))


def _register_page(
    request: HttpRequest, tournament: Tournament, form: SoloForm | TeamForm
) -> HttpResponse:
    reasons = services.check_eligibility(tournament=tournament, user=acting(request))
    context = {
        "tournament": tournament,
        "tab": "register",
        "form": form,
        # What the form asks for is no reason yet.
        "reasons": [reason for reason in reasons if reason.field not in form.fields],
        "rules": rulebook.in_words(tournament),
        "terms": terms.words(tournament),
    }
    template = "tournament_engine/registration/register.html"
    return render(request, template, context, status=form.status)


def _said(registration: Registration) -> str:
    if registration.state == RegistrationState.WAITLISTED:
        return _("All places are taken: %(name)s is on the waitlist.") % {"name": registration.name}
    if registration.state == RegistrationState.PENDING:
        message = _("%(name)s waits for the organiser's approval.")
        return message % {"name": registration.name}
    if registration.state == RegistrationState.PAYMENT_PENDING:
        message = _("A place is kept for %(name)s until the entry fee is paid.")
        return message % {"name": registration.name}
    return _("%(name)s is in.") % {"name": registration.name}


@page(WITHDRAW)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give one's own place back, after asking once."""
    tournament = visible_tournament(request.user, slug)
    permissions.require(request.user, REGISTER, tournament)
    registration = own_registration(tournament, request.user)
    if registration is None:
        raise Conflict(_("You have no place in this tournament that could be given back."))
    permissions.require(request.user, WITHDRAW, registration)
    if request.method != "POST":
        payment = Payment.objects.filter(registration=registration).first()
        context = {
            "tournament": tournament,
            "tab": "withdraw",
            "registration": registration,
            "refund": terms.of_withdrawal(payment) if payment else "",
        }
        return render(request, "tournament_engine/registration/withdraw.html", context)
    services.withdraw_registration(registration=registration, by=acting(request))
    said = _("%(name)s is withdrawn.") % {"name": registration.name}
    return done(request, said, "tournament", slug)
