"""Who works for a tournament: asked, at work, gone; and who owns it.

All of it happens under the tournament's lock. An invitation gives nothing until the person
accepts it; a role that is taken back is gone with the commit.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tournament_engine import events, hooks, jobs, permissions
from tournament_engine.audit import services as audit
from tournament_engine.conf import settings
from tournament_engine.core import roles
from tournament_engine.core.lifecycle import OVER, STAFF_TRANSITIONS, StaffState
from tournament_engine.core.models import StaffAssignment, Tournament
from tournament_engine.core.permissions import MANAGE_STAFF
from tournament_engine.core.roles import OWNER, Role
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.locks import lock
from tournament_engine.text import prose
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "accept_staff_invitation",
    "assign_staff",
    "decline_staff_invitation",
    "expire_invitations",
    "leave_staff",
    "may_give",
    "revoke_staff",
    "transfer_ownership",
]

_F = StaffState

#: The roles that only whoever owns the tournament gives and takes back.
_OWNERS_OWN = frozenset({OWNER, Role.CO_ORGANIZER})


def may_give(user: User, tournament: Tournament, role: str) -> bool:
    """Whether someone may give this role, or take it back."""
    if role in _OWNERS_OWN:
        return tournament.organizer_id == user.pk or permissions.is_site_staff(user)
    return permissions.can(user, MANAGE_STAFF, tournament)


@transaction.atomic
def assign_staff(*, tournament: Tournament, user: User, role: str, by: User) -> StaffAssignment:
    """Ask a person to work for the tournament; the role is in force once it is accepted."""
    lock(tournament)
    permissions.require(by, MANAGE_STAFF, tournament)
    if role not in roles.roles():
        raise InvalidInput(_("Choose one of the roles."), code="unknown_role", field="role")
    return _offer(tournament, user, role, by)


@transaction.atomic
def transfer_ownership(*, tournament: Tournament, user: User, by: User) -> StaffAssignment:
    """Offer the whole tournament to another person, who becomes the organiser by accepting."""
    lock(tournament)
    standing = tournament.staff.standing().filter(role=OWNER)
    if standing.exists():
        message = _("The tournament is offered to somebody already: take that back first.")
        raise Conflict(message, code="already_offered", field="person")
    return _offer(tournament, user, OWNER, by)


@transaction.atomic
def accept_staff_invitation(*, assignment: StaffAssignment, by: User) -> StaffAssignment:
    """Take the role; or the tournament, whose organiser so far stays as co-organiser."""
    tournament = _take_own(assignment, by)
    if assignment.state == _F.INVITED and assignment.expires_at <= timezone.now():
        message = _("This invitation has ended: ask for another one.")
        raise Conflict(message, code="invitation_expired")
    if assignment.role != OWNER:
        return _move(assignment, _F.ACTIVE, by=by)
    _move(assignment, _F.TAKEN_OVER, by=by)
    _change_owner(tournament, by)
    return assignment


@transaction.atomic
def decline_staff_invitation(*, assignment: StaffAssignment, by: User) -> StaffAssignment:
    """Turn an invitation down; whoever sent it is told."""
    _take_own(assignment, by)
    _move(assignment, _F.DECLINED, by=by)
    _tell("staff_declined", assignment, to=assignment.invited_by)
    return assignment


@transaction.atomic
def leave_staff(*, assignment: StaffAssignment, by: User) -> StaffAssignment:
    """Give one's own role up."""
    tournament = _take_own(assignment, by)
    _move(assignment, _F.LEFT, by=by)
    _tell("staff_left", assignment, to=tournament.organizer)
    return assignment


@transaction.atomic
def revoke_staff(*, assignment: StaffAssignment, by: User, reason: str = "") -> StaffAssignment:
    """Take a role or an invitation back, at once."""
    tournament = _take(assignment)
    if not may_give(by, tournament, assignment.role):
        raise NotAllowed(_("Only the organiser takes this role back."))
    reason = prose(reason, field="reason", longest=500)
    _move(assignment, _F.REVOKED, by=by, reason=reason)
    _tell("staff_revoked", assignment, to=assignment.user, reason=reason)
    return assignment


def expire_invitations(now: datetime) -> int:
    """End the invitations that nobody answered in time; return how many."""
    due = StaffAssignment.objects.filter(state=_F.INVITED, expires_at__lte=now)
    return jobs.each(
        due.select_related("tournament"),
        lambda assignment: _move(assignment, _F.EXPIRED, by=None),
        of=("tournament", "self"),
    )


def _offer(tournament: Tournament, user: User, role: str, by: User) -> StaffAssignment:
    if not may_give(by, tournament, role):
        raise NotAllowed(_("Only the organiser gives this role."))
    _check_person(tournament, user, role)
    assignment = StaffAssignment.objects.create(
        tournament=tournament,
        user=user,
        role=role,
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    _log(assignment, by=by, before={})
    _tell("staff_invited", assignment, to=user)
    return assignment


def _check_person(tournament: Tournament, user: User, role: str) -> None:
    if tournament.state in OVER:
        message = _("The tournament is %(state)s: nobody is asked to work for it any more.")
        raise Conflict(message % {"state": tournament.get_state_display()}, code="over")
    if hooks.users().is_banned(user):
        message = _("This account is closed or shut out: ask somebody else.")
        raise InvalidInput(message, code="banned", field="person")
    if tournament.organizer_id == user.pk:
        message = _("The organiser has every role already: ask somebody else.")
        raise InvalidInput(message, code="is_organizer", field="person")
    if tournament.staff.standing().filter(user=user, role=role).exists():
        message = _("This person has the role already, or is asked to take it.")
        raise Conflict(message, code="already_staff", field="person")


def _change_owner(tournament: Tournament, new: User) -> None:
    """Give the tournament to its new organiser, and the old one the next best role."""
    old = tournament.organizer
    # Whoever was given the tournament past an offer may have that role from before.
    given = Q(user=new) | Q(user=old, role=Role.CO_ORGANIZER)
    for row in tournament.staff.standing().filter(given):
        _move(row, _F.LEFT if row.state == _F.ACTIVE else _F.DECLINED, by=new)
    tournament.organizer = new
    tournament.version += 1
    tournament.save()
    audit.log(
        by=new,
        action="tournament.owner_changed",
        subject=tournament,
        before={"organizer": str(old.pk)},
        after={"organizer": str(new.pk)},
    )
    kept = StaffAssignment.objects.create(
        tournament=tournament,
        user=old,
        role=Role.CO_ORGANIZER,
        state=_F.ACTIVE,
        invited_by=new,
        expires_at=timezone.now(),
    )
    _log(kept, by=new, before={})
    events.announce(
        events.tournament_changed,
        key=f"{tournament.pk}:{tournament.version}",
        tournament=tournament.pk,
        state=tournament.state,
    )
    _tell("staff_taken_over", kept, to=old)


def _take(assignment: StaffAssignment) -> Tournament:
    """Lock the tournament and then the row, and bring both up to date."""
    tournament: Tournament = lock(assignment, after=("tournament",)).tournament
    return tournament


def _take_own(assignment: StaffAssignment, by: User) -> Tournament:
    tournament = _take(assignment)
    if assignment.user_id != by.pk:
        raise NotAllowed(_("This invitation is for somebody else."))
    return tournament


def _move(
    assignment: StaffAssignment, target: StaffState, *, by: User | None, reason: str = ""
) -> StaffAssignment:
    before = assignment.state
    check_transition(STAFF_TRANSITIONS, before, target)
    assignment.state = target
    assignment.save()
    _log(assignment, by=by, before={"state": before}, reason=reason)
    return assignment


def _log(
    assignment: StaffAssignment, *, by: User | None, before: dict[str, str], reason: str = ""
) -> None:
    """Write what became of a role, and tell the site's code, which may close a connection."""
    after = {"user": str(assignment.user_id), "role": assignment.role, "state": assignment.state}
    action = f"staff.{assignment.state}"
    audit.log(by=by, action=action, subject=assignment, before=before, after=after, reason=reason)
    events.announce(
        events.staff_changed,
        key=f"{assignment.pk}:{assignment.state}",
        tournament=assignment.tournament_id,
        user=str(assignment.user_id),
        role=assignment.role,
        state=assignment.state,
    )


def _tell(notice: str, assignment: StaffAssignment, *, to: User | None, reason: str = "") -> None:
    tournament = assignment.tournament
    is_asked = assignment.state == _F.INVITED
    events.notify(
        notice,
        to=[to],
        key=f"{assignment.pk}:{assignment.state}",
        about=tournament.pk,
        context={
            "tournament": tournament.name,
            "person": hooks.users().display_name(assignment.user),
            "role": assignment.role,
            # In the words of the source, which the notice translates for each reader.
            "role_name": _untranslated(assignment),
            "reason": reason,
            "url": (assignment if is_asked else tournament).get_absolute_url(),
        },
    )


def _untranslated(assignment: StaffAssignment) -> str:
    with translation.override(None):
        return assignment.role_name
