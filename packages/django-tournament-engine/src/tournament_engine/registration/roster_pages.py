"""Pages of a team's roster: the captain's, the staff's, and the link by which one joins."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import permissions
from tournament_engine.core.access import visible_tournament
from tournament_engine.core.identities import known_identity
from tournament_engine.core.models import Game, Tournament
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.pages import page
from tournament_engine.registration import services
from tournament_engine.registration.access import desk_registration, desk_tournament
from tournament_engine.registration.forms import InviteForm, JoinForm, MemberForm, SubstitutionForm
from tournament_engine.registration.models import Registration, RosterInvitation, RosterMember
from tournament_engine.registration.permissions import (
    ANSWER,
    JOIN,
    MANAGE_REGISTRATIONS,
    REGISTER,
)
from tournament_engine.registration.rosters import is_open
from tournament_engine.registration.standing import latest_registration
from tournament_engine.replies import acting, done, named, whole_address
from tournament_engine.users import User

__all__ = ["join", "manage_roster", "my_roster"]

_Act = Callable[[HttpRequest, Registration], HttpResponseBase]


@page(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def my_roster(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show one's own team; let its captain change it and everybody else leave it."""
    tournament = visible_tournament(request.user, slug)
    permissions.require(request.user, REGISTER, tournament)
    registration = latest_registration(tournament, acting(request))
    if registration is None:
        raise Conflict(_("You are in no team of this tournament."), code="no_team")
    registration.tournament = tournament
    if request.method != "POST":
        return _roster_page(request, registration)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the roster offers."))
    return act(request, registration)


def _roster_page(request: HttpRequest, registration: Registration, **forms: Any) -> HttpResponse:
    user, now = acting(request), timezone.now()
    speaks = permissions.can(user, ANSWER, registration)
    shown = {"member_form": MemberForm(), "invite_form": InviteForm(), **forms}
    open_ones = registration.invitations.usable(now) if speaks else ()
    context = {
        "tournament": registration.tournament,
        "tab": "me",
        "registration": registration,
        "members": registration.members.filter(is_active=True).select_related("user"),
        "invitations": [(row, _link(request, row)) for row in open_ones],
        "speaks": speaks,
        "is_open": is_open(registration.tournament, registration),
        **shown,
    }
    status = max(form.status for form in shown.values())
    return render(request, "tournament_engine/registration/roster.html", context, status=status)


def _link(request: HttpRequest, invitation: RosterInvitation) -> str:
    """Return the whole address of a link, to be passed on."""
    path = reverse("tournament_engine:join", args=(services.token_of(invitation),))
    return whole_address(request, path)


def _add(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    form = MemberForm(request.POST)
    member = form.attempt(
        lambda: services.add_member(
            registration=registration,
            by=acting(request),
            name=form.cleaned_data["name"],
            role=form.cleaned_data["role"],
        )
    )
    if member is None:
        return _roster_page(request, registration, member_form=form)
    return _said(request, registration, _("%(name)s is on the list.") % {"name": member.name})


def _invite(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    form = InviteForm(request.POST)
    invitation = form.attempt(
        lambda: services.invite_member(
            registration=registration,
            by=acting(request),
            to=form.cleaned_data["to"],
            role=form.cleaned_data["role"],
        )
    )
    if invitation is None:
        return _roster_page(request, registration, invite_form=form)
    said = _("The invitation is made. If the site knows this person, they get a notice.")
    if not invitation.addressed_to:
        said = _("The link is made: pass it on.")
    return _said(request, registration, said)


def _revoke(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    invitation = get_object_or_404(
        registration.invitations.select_related("registration__tournament"),
        pk=named(request, "invitation"),
    )
    services.revoke_invitation(invitation=invitation, by=acting(request))
    return _said(request, registration, _("The invitation is taken back."))


def _remove(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    member = services.remove_member(member=_member(request, registration), by=acting(request))
    return _said(request, registration, _("%(name)s is off the list.") % {"name": member.name})


def _leave(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    own = registration.members.select_related("registration__tournament")
    member = get_object_or_404(own, user=acting(request), is_active=True)
    services.leave_roster(member=member, by=acting(request))
    said = _("You have left %(team)s.") % {"team": registration.name}
    return done(request, said, "tournament", registration.tournament.slug)


def _set_role(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    member = services.set_role(
        member=_member(request, registration),
        role=request.POST.get("role", ""),
        by=acting(request),
    )
    words = {"name": member.name, "role": member.get_role_display()}
    return _said(request, registration, _("%(name)s is now: %(role)s.") % words)


def _captain(request: HttpRequest, registration: Registration) -> HttpResponseBase:
    member = services.name_captain(member=_member(request, registration), by=acting(request))
    said = _("%(name)s is the captain now.") % {"name": member.name}
    return done(request, said, "my_registration", registration.tournament.slug)


def _member(request: HttpRequest, registration: Registration) -> RosterMember:
    rows = registration.members.select_related("registration__tournament")
    return get_object_or_404(rows, pk=named(request, "member"))


def _said(request: HttpRequest, registration: Registration, said: str) -> HttpResponseBase:
    return done(request, said, "my_roster", registration.tournament.slug)


_ACTS: Mapping[str, _Act] = {
    "add": _add,
    "captain": _captain,
    "invite": _invite,
    "leave": _leave,
    "remove": _remove,
    "revoke": _revoke,
    "role": _set_role,
}


@page(MANAGE_REGISTRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_roster(request: HttpRequest, slug: str, registration: int) -> HttpResponseBase:
    """Let the staff put another in the place of a member, also while it is played."""
    tournament = desk_tournament(request.user, slug)
    row = desk_registration(tournament, registration)
    members = row.members.filter(is_active=True).select_related("registration__tournament")
    form = SubstitutionForm(request.POST if request.method == "POST" else None, members=members)
    newcomer = form.attempt(
        lambda: services.substitute_member(**form.cleaned_data, by=acting(request))
    )
    if newcomer is None:
        return _substitution_page(request, tournament, row, form)
    said = _("%(name)s plays for %(team)s now.") % {"name": newcomer.name, "team": row.name}
    return done(request, said, "manage_roster", slug, row.pk)


def _substitution_page(
    request: HttpRequest, tournament: Tournament, row: Registration, form: SubstitutionForm
) -> HttpResponse:
    context = {
        "tournament": tournament,
        "tab": "registrations",
        "registration": row,
        "members": row.members.filter(is_active=True),
        "left": row.members.exclude(left_at=None),
        "form": form,
    }
    template = "tournament_engine/registration/manage_roster.html"
    return render(request, template, context, status=form.status)


@page(JOIN)
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what a link invites to, and join; a link that lets nobody in says so, always alike."""
    permissions.require(request.user, JOIN)
    user = acting(request)
    invitation = services.read_invitation(token=token, user=user)
    tournament = invitation.registration.tournament
    form = _join_form(request, tournament.game, user)
    member = form.attempt(
        lambda: services.accept_invitation(token=token, by=user, **form.cleaned_data)
    )
    if member is None:
        context = {"invitation": invitation, "tournament": tournament, "form": form}
        template = "tournament_engine/registration/join.html"
        return render(request, template, context, status=form.status)
    said = _("You play for %(team)s.") % {"team": member.registration.name}
    return done(request, said, "my_registration", tournament.slug)


def _join_form(request: HttpRequest, game: Game, user: User) -> JoinForm:
    if request.method == "POST":
        return JoinForm(request.POST, game=game)
    return JoinForm(game=game, known=known_identity(game, user))
