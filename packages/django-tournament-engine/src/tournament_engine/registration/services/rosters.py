"""Who is in a team: members come, go and take roles until the check-in closes."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core.lifecycle import OVER
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.registration import team_sizes
from tournament_engine.registration.applicant import clean_member, require_room
from tournament_engine.registration.lifecycle import BLOCKING, RegistrationState
from tournament_engine.registration.models import MemberRole, Registration, RosterMember
from tournament_engine.registration.news import announce
from tournament_engine.registration.permissions import ANSWER, MANAGE_REGISTRATIONS
from tournament_engine.registration.rosters import is_open
from tournament_engine.registration.services.steps import take
from tournament_engine.text import fold, sentence
from tournament_engine.users import User

__all__ = [
    "add_member",
    "leave_roster",
    "name_captain",
    "remove_member",
    "set_role",
    "substitute_member",
]


@transaction.atomic
def add_member(
    *, registration: Registration, name: str, by: User, role: str = MemberRole.PLAYER
) -> RosterMember:
    """Put somebody without an account on the list; whoever has one is invited."""
    take_roster(registration, by)
    _check_role(role)
    return enrol(registration, name=name, user=None, role=role, by=by)


@transaction.atomic
def remove_member(*, member: RosterMember, by: User) -> RosterMember:
    """Take somebody off the list. A captain names another one first."""
    registration = member.registration
    take_roster(registration, by)
    return _let_go(member, by)


@transaction.atomic
def leave_roster(*, member: RosterMember, by: User) -> RosterMember:
    """Leave a team oneself. A captain names another one first, or withdraws the team."""
    registration = member.registration
    tournament = take(registration)
    if member.user_id is None or member.user_id != by.pk:
        permissions.require(by, ANSWER, registration)
    _require_open(tournament, registration)
    return _let_go(member, by)


@transaction.atomic
def set_role(*, member: RosterMember, role: str, by: User) -> RosterMember:
    """Make a member a player or a substitute."""
    registration = member.registration
    take_roster(registration, by)
    _check_role(role)
    _require_there(member)
    _require_no_captain(member)
    if role != member.role:
        team_sizes.require_room_for(registration, role)
    return _rewrite(member, by, role=role)


@transaction.atomic
def name_captain(*, member: RosterMember, by: User) -> RosterMember:
    """Hand the captaincy over to a member who has an account."""
    registration = member.registration
    take_roster(registration, by)
    _require_there(member)
    if member.user_id is None:
        message = _("A captain needs an account; invite %(name)s first.") % {"name": member.name}
        raise Conflict(message, code="no_account")
    # A substitute who leads the team plays, and who led it waits: as many play as before.
    former = MemberRole.PLAYER if member.role == MemberRole.CAPTAIN else member.role
    for captain in registration.members.filter(is_active=True, role=MemberRole.CAPTAIN):
        _rewrite(captain, by, role=former)
    return _rewrite(member, by, role=MemberRole.CAPTAIN)


@transaction.atomic
def substitute_member(
    *, member: RosterMember, by: User, reason: str, name: str = "", user: User | None = None
) -> RosterMember:
    """Let the staff put another in the place of a member, also once rosters are locked.

    `name` is what the newcomer is called; `user` is their account where they have one. One
    of the team's own substitutes is named by the name on the list.
    """
    registration = member.registration
    tournament = take(registration)
    permissions.require(by, MANAGE_REGISTRATIONS, tournament)
    reason = sentence(reason, field="reason", longest=500)
    if tournament.state in OVER or registration.state not in BLOCKING:
        raise Conflict(_("This team's list is settled."), code="roster_locked")
    _require_there(member)
    role = member.role
    own = _own_substitute(registration, name)
    _mark_left(member)
    if own is not None:
        newcomer = _rewrite(own, by, role=role)
    else:
        newcomer = enrol(registration, name=name, user=user, role=role, by=by)
    facts = {"out": member.pk, "in": newcomer.pk}
    audit.log(by=by, action="roster.substituted", subject=registration, after=facts, reason=reason)
    return newcomer


def take_roster(registration: Registration, by: User) -> Tournament:
    """Lock a registration whose roster this person may change now."""
    tournament = take(registration)
    if not permissions.can(by, MANAGE_REGISTRATIONS, tournament):
        permissions.require(by, ANSWER, registration)
    _require_open(tournament, registration)
    return tournament


def enrol(
    registration: Registration,
    *,
    name: str,
    user: User | None,
    role: str,
    by: User,
    identity: str = "",
) -> RosterMember:
    """Write a new member. The caller holds the locks and has checked who acts.

    Somebody whose name is on the list already, without an account, is found there.
    """
    clean = clean_member(name)
    present = registration.members.filter(is_active=True)
    same = next((row for row in present if fold(row.name) == fold(clean)), None)
    if same is not None and user is None:
        message = _("%(name)s is on the list already.") % {"name": clean}
        raise Conflict(message, code="member_twice", field="name")
    if same is None or same.user_id is not None:
        require_room(present.count() + 1)
        team_sizes.require_room_for(registration, role)
        same = RosterMember(
            tournament=registration.tournament, registration=registration, name=clean, role=role
        )
    member = same
    member.user, member.identity = user, identity
    _save(member)
    _log(registration, "roster.joined", by, {"member": member.pk, "name": clean, "role": role})
    return member


def _save(member: RosterMember) -> None:
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        raise _elsewhere(member) from error


def _elsewhere(member: RosterMember) -> Conflict:
    """Return why the database refused a member."""
    message = _("%(name)s already plays in this tournament.") % {"name": member.name}
    return Conflict(message, code="member_registered", field="name")


def _require_open(tournament: Tournament, registration: Registration) -> None:
    if tournament.entrant_kind != EntrantKind.TEAM:
        raise Conflict(_("Single players compete here: there are no rosters."), code="no_teams")
    if not is_open(tournament, registration):
        message = _("Rosters are locked; ask the organiser for a substitution.")
        raise Conflict(message, code="roster_locked")


def _require_there(member: RosterMember) -> None:
    member.refresh_from_db()
    if not member.is_active:
        message = _("%(name)s is not on the list any more.") % {"name": member.name}
        raise Conflict(message, code="member_left")


def _require_no_captain(member: RosterMember) -> None:
    if member.role == MemberRole.CAPTAIN:
        message = _("%(name)s is the captain: name another one first.") % {"name": member.name}
        raise Conflict(message, code="captain")


def _check_role(role: str) -> None:
    if role not in {MemberRole.PLAYER, MemberRole.SUBSTITUTE}:
        message = _("Choose player or substitute; a captain is named separately.")
        raise InvalidInput(message, code="role", field="role")


def _own_substitute(registration: Registration, name: str) -> RosterMember | None:
    bench = registration.members.filter(is_active=True, role=MemberRole.SUBSTITUTE)
    return next((row for row in bench if fold(row.name) == fold(name)), None)


def _let_go(member: RosterMember, by: User) -> RosterMember:
    _require_there(member)
    _require_no_captain(member)
    _mark_left(member)
    _log(member.registration, "roster.left", by, {"member": member.pk, "name": member.name})
    return member


def _mark_left(member: RosterMember) -> None:
    member.is_active, member.left_at = False, timezone.now()
    member.save(update_fields=("is_active", "left_at"))


def _rewrite(member: RosterMember, by: User, *, role: str) -> RosterMember:
    before, member.role = member.role, role
    member.save(update_fields=("role",))
    facts = {"member": member.pk, "from": before, "to": role}
    _log(member.registration, "roster.role", by, facts)
    return member


def _log(registration: Registration, action: str, by: User, facts: dict[str, Any]) -> None:
    """Log and announce a change of a roster; the registration's version grows with it."""
    registration.version += 1
    registration.save(update_fields=("version", "updated_at"))
    audit.log(by=by, action=action, subject=registration, after=facts)
    announce([registration], RegistrationState(registration.state))
