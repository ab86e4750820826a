"""Who may ask for a place, and who may give one back."""

from collections.abc import Collection

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet

from tournament_engine import hooks, permissions
from tournament_engine.core.custom_fields.answers import MEDIA
from tournament_engine.core.custom_fields.models import CustomFieldValue
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import define_by_role, may_view
from tournament_engine.core.roles import DISQUALIFY, MANAGE_REGISTRATIONS, REINSTATE
from tournament_engine.registration.lifecycle import INVOLVED, RegistrationState
from tournament_engine.registration.models import MemberRole, Registration, RosterMember
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.permissions import let_read
from tournament_engine.users import AnyUser, User

__all__ = [
    "ANSWER",
    "ATTEND",
    "DISQUALIFY",
    "JOIN",
    "MANAGE_REGISTRATIONS",
    "MINE",
    "REGISTER",
    "REINSTATE",
    "WITHDRAW",
    "declare",
    "is_party",
    "speakers",
    "takes_part",
]

_S = RegistrationState

REGISTER = "tournament_engine.register"
WITHDRAW = "tournament_engine.withdraw_registration"
#: To speak for a registration: accept a place, put values right, care for the roster.
ANSWER = "tournament_engine.answer_for_registration"
#: To say that an entrant is there.
ATTEND = "tournament_engine.check_in"
#: To join a team by a link, and to see where one takes part.
JOIN = "tournament_engine.join_roster"
MINE = "tournament_engine.view_own_registrations"


def declare() -> None:
    """Put registration's capabilities into the registry."""
    permissions.define(REGISTER, may_register)
    permissions.define(WITHDRAW, may_withdraw)
    permissions.define(ANSWER, may_withdraw)
    permissions.define(ATTEND, may_attend)
    permissions.define(JOIN, is_somebody, has_object=False)
    permissions.define(MINE, is_somebody, has_object=False)
    for capability in (MANAGE_REGISTRATIONS, DISQUALIFY, REINSTATE):
        define_by_role(capability)
    let_read(MEDIA, may_see_picture)


def may_see_picture(user: AnyUser, stored: StoredFile) -> bool:
    """Whether someone sees a picture that answers a question: as whoever reads the answer."""
    rows = CustomFieldValue.objects.filter(file=stored)
    row = rows.select_related("field", "registration__tournament").first()
    if row is None:
        return False
    registration = row.registration
    is_shown = row.field.is_public and row.is_current and registration.state == _S.CONFIRMED
    return (
        (is_shown and may_view(user, registration.tournament))
        or permissions.can(user, MANAGE_REGISTRATIONS, registration)
        or permissions.can(user, ANSWER, registration)
    )


def may_register(user: AnyUser, tournament: Tournament) -> bool:
    """Whether someone may ask for a place; `check_eligibility` says whether one is given."""
    return user.is_authenticated and user.is_active and may_view(user, tournament)


def is_somebody(user: AnyUser, _: object) -> bool:
    """Whether someone is logged in."""
    return user.is_authenticated and user.is_active


def may_withdraw(user: AnyUser, registration: Registration) -> bool:
    """Whether someone may give a place back: who registered, the captain, the team's manager."""
    if not user.is_authenticated or not user.is_active:
        return False
    if registration.user_id == user.pk or _is_captain(user, registration):
        return True
    team = registration.team_ref
    return bool(team) and hooks.or_else(
        fallback=False, ask=lambda: hooks.teams().can_manage(user, team)
    )


def is_party(user: AnyUser, entrants: Collection[int]) -> bool:
    """Whether a case about one of these entrants, by their keys, is the person's own.

    Own is what one registered, plays in, or whose team one manages. Nobody decides that,
    whatever role one has: ask this beside the role.
    """
    if not user.is_authenticated:
        return False
    rows = Registration.objects.filter(entrant__in=entrants)
    is_member = Q(members__user=user, members__is_active=True)
    if rows.filter(Q(user=user) | is_member).exists():
        return True
    teams = rows.exclude(team_ref="").values_list("team_ref", flat=True)
    return any(hooks.teams().can_manage(user, team) for team in teams)


def may_attend(user: AnyUser, registration: Registration) -> bool:
    """Whether someone may check an entrant in: who speaks for it, and members where they may."""
    if may_withdraw(user, registration):
        return True
    if not user.is_authenticated or not registration.tournament.members_check_in:
        return False
    return registration.members.filter(user=user, is_active=True).exists()


def speakers(entrants: Collection[int]) -> QuerySet[User]:
    """Return those who speak for entrants, by their keys: who registered them, their captains.

    Who manages a team on the site is asked of the hook, one person at a time, and not here.
    """
    registered = Registration.objects.filter(entrant__in=entrants).values("user")
    members = RosterMember.objects.filter(registration__entrant__in=entrants, is_active=True)
    captains = members.filter(role=MemberRole.CAPTAIN).values("user")
    people: QuerySet[User] = get_user_model()._default_manager.all()
    return people.filter(Q(pk__in=registered) | Q(pk__in=captains))


def takes_part(user: User) -> Q:
    """Return the tournaments in which a person registered or is a member."""
    here = {"tournament": OuterRef("pk"), "user": user}
    registered = Registration.objects.filter(**here, state__in=INVOLVED)
    is_member = RosterMember.objects.filter(**here, registration__state__in=INVOLVED)
    return Q(Exists(registered)) | Q(Exists(is_member))


def _is_captain(user: User, registration: Registration) -> bool:
    members = registration.members.filter(is_active=True)
    return members.filter(user=user, role=MemberRole.CAPTAIN).exists()
