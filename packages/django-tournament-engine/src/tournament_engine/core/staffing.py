"""The pages of a tournament's staff: the list, the invitation and its answer."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import permissions
from tournament_engine.core import panels, roles, services
from tournament_engine.core.access import CONSOLE, managed_tournament
from tournament_engine.core.lifecycle import StaffState
from tournament_engine.core.models import StaffAssignment, Tournament
from tournament_engine.core.permissions import ANSWER, MANAGE_STAFF
from tournament_engine.core.roles import OWNER
from tournament_engine.core.services.staff import may_give
from tournament_engine.core.staff_forms import InviteForm
from tournament_engine.errors import InvalidInput
from tournament_engine.hooks import users
from tournament_engine.pages import page
from tournament_engine.replies import acting, done, named
from tournament_engine.users import AnyUser, User

__all__ = ["declare", "invitation", "staff"]


def declare() -> None:
    """Put the staff into the console."""
    panels.register(
        panels.Panel(
            key="staff",
            order=80,
            template="tournament_engine/core/staff_panel.html",
            context=_panel,
        )
    )


def _panel(tournament: Tournament, user: AnyUser) -> dict[str, Any]:
    standing = tournament.staff.standing().values_list("state", flat=True)
    states = list(standing)
    return {
        "tournament": tournament,
        "active": states.count(StaffState.ACTIVE),
        "invited": states.count(StaffState.INVITED),
        "may_invite": permissions.can(user, MANAGE_STAFF, tournament),
    }


@page(CONSOLE)
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show who works for a tournament; invite somebody, take a role back, or leave."""
    tournament = managed_tournament(request.user, slug, CONSOLE)
    if request.method != "POST":
        return _staff_page(request, tournament)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of the staff offers."))
    return act(request, tournament)


def _staff_page(
    request: HttpRequest, tournament: Tournament, form: InviteForm | None = None
) -> HttpResponse:
    by, choices = acting(request), _choices(acting(request), tournament)
    rows = tournament.staff.standing().select_related("user")
    form = form or (InviteForm(roles=choices) if choices else None)
    context = {
        "tournament": tournament,
        "tab": "staff",
        "rows": [
            {
                "assignment": row,
                "is_own": row.user_id == by.pk,
                "may_revoke": may_give(by, tournament, row.role),
            }
            for row in rows
        ],
        "form": form,
    }
    status = 200 if form is None else form.status
    return render(request, "tournament_engine/core/staff.html", context, status=status)


def _choices(by: User, tournament: Tournament) -> list[tuple[str, str]]:
    """Return the roles that this person may give, the tournament itself last."""
    names = {**roles.roles(), OWNER: _("organiser, in your place")}
    return [(role, str(name)) for role, name in names.items() if may_give(by, tournament, role)]


def _invite(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    by = acting(request)
    permissions.require(by, MANAGE_STAFF, tournament)
    form = InviteForm(request.POST, roles=_choices(by, tournament))
    invited = form.attempt(lambda: _offer(form, tournament, by))
    if invited is None:
        return _staff_page(request, tournament, form)
    said = _("%(name)s is asked.") % {"name": users().display_name(invited.user)}
    return done(request, said, "staff", tournament.slug)


def _offer(form: InviteForm, tournament: Tournament, by: User) -> StaffAssignment:
    user, role = form.user(), form.cleaned_data["role"]
    if role == OWNER:
        return services.transfer_ownership(tournament=tournament, user=user, by=by)
    return services.assign_staff(tournament=tournament, user=user, role=role, by=by)


def _revoke(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    services.revoke_staff(assignment=_named(request, tournament), by=acting(request))
    return done(request, _("The role is taken back."), "staff", tournament.slug)


def _leave(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    services.leave_staff(assignment=_named(request, tournament), by=acting(request))
    return done(request, _("You gave the role up."), "list")


def _named(request: HttpRequest, tournament: Tournament) -> StaffAssignment:
    return get_object_or_404(tournament.staff.standing(), pk=named(request, "assignment"))


_ACTS: dict[str, Callable[[HttpRequest, Tournament], HttpResponseBase]] = {
    "invite": _invite,
    "revoke": _revoke,
    "leave": _leave,
}


@page(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, assignment: int) -> HttpResponseBase:
    """Show somebody what one is asked to do, and take the answer."""
    permissions.require(request.user, ANSWER)
    own = StaffAssignment.objects.filter(user=acting(request))
    row = get_object_or_404(own.select_related("tournament__game", "invited_by"), pk=assignment)
    if request.method != "POST":
        context = {"assignment": row, "is_open": row.state == StaffState.INVITED}
        return render(request, "tournament_engine/core/invitation.html", context)
    match request.POST.get("action", ""):
        case "accept":
            services.accept_staff_invitation(assignment=row, by=acting(request))
            said = _("You are in: this is what your role shows you.")
            return done(request, said, "console", row.tournament.slug)
        case "decline":
            services.decline_staff_invitation(assignment=row, by=acting(request))
            return done(request, _("You declined."), "inbox")
        case _:
            raise InvalidInput(_("Accept the invitation, or decline it."))
