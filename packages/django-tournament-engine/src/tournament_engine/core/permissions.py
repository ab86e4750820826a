"""Who may see, make and run a tournament, and what its staff may do in it."""

from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from tournament_engine import permissions
from tournament_engine.core import audience, roles
from tournament_engine.core.lifecycle import PUBLIC
from tournament_engine.core.models import StaffAssignment, Tournament, Visibility
from tournament_engine.core.queries import TournamentQuerySet
from tournament_engine.core.roles import ANNOUNCE, MANAGE, MANAGE_STAFF, VIEW_AUDIT
from tournament_engine.economy.permissions import MANAGE_PAYOUTS
from tournament_engine.permissions import Predicate
from tournament_engine.users import AnyUser, User

__all__ = [
    "ANNOUNCE",
    "ANSWER",
    "APPROVE",
    "CONSOLE",
    "CREATE",
    "EDIT_GAMES",
    "MANAGE",
    "MANAGE_STAFF",
    "VIEW",
    "VIEW_AUDIT",
    "by_role",
    "declare",
    "define_by_role",
    "holders",
    "holds",
    "may_view",
]

VIEW = "tournament_engine.view_tournament"
CREATE = "tournament_engine.create_tournament"
#: To stand behind the desk of a tournament: whoever has any part in running it.
CONSOLE = "tournament_engine.view_console"
#: To be asked to work for a tournament, and to say yes or no.
ANSWER = "tournament_engine.answer_invitation"
APPROVE = "tournament_engine.approve_tournament"
#: To say how a game is counted, for every tournament of the site.
EDIT_GAMES = "tournament_engine.edit_games"


def declare() -> None:
    """Put core's capabilities into the registry."""
    permissions.define(VIEW, may_view, reach=TournamentQuerySet.visible_to)
    permissions.define(CREATE, may_create, has_object=False)
    permissions.define(CONSOLE, may_enter_console, reach=TournamentQuerySet.staffed_by)
    permissions.define(ANSWER, may_create, has_object=False)
    permissions.define(APPROVE, may_approve, has_object=False)
    permissions.define(EDIT_GAMES, may_edit_games, has_object=False)
    for capability in (MANAGE, MANAGE_STAFF, ANNOUNCE, VIEW_AUDIT, MANAGE_PAYOUTS):
        define_by_role(capability)


def define_by_role(capability: str, predicate: Predicate | None = None) -> None:
    """Declare a capability that roles carry; `predicate` says more than the role does."""
    reach = partial(_held_by, capability=capability)
    permissions.define(capability, predicate or by_role(capability), reach=reach)


def by_role(capability: str) -> Predicate:
    """Return the predicate of those who hold a capability in an object's tournament."""
    return lambda user, obj: holds(user, _tournament_of(obj), capability)


def holds(user: AnyUser, tournament: Tournament, capability: str) -> bool:
    """Whether someone may do this here: the organiser, the site's staff, or one whose role says so.

    The roles are read once for a user and an instance of the tournament, and again whenever
    that instance is locked: a revoked role acts at once.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    return capability in _carried(user, tournament) or permissions.is_site_staff(user)


def holders(tournament: Tournament, capability: str) -> QuerySet[User]:
    """Return whom the tournament itself trusts with something: organiser and staff."""
    standing = StaffAssignment.objects.active().filter(tournament=tournament)
    trusted = standing.filter(role__in=roles.roles_with(capability)).values("user")
    people: QuerySet[User] = get_user_model()._default_manager.all()
    return people.filter(Q(pk=tournament.organizer_id) | Q(pk__in=trusted), is_active=True)


def may_view(user: AnyUser, tournament: Tournament) -> bool:
    """Whether someone may know that a tournament exists; `visible_to` says the same in SQL."""
    if tournament.state in PUBLIC and tournament.visibility != Visibility.PRIVATE:
        return True
    return may_enter_console(user, tournament) or _takes_part(user, tournament)


def may_create(user: AnyUser, _: object) -> bool:
    """Whether someone may make a tournament, or be asked to help: everybody who is logged in."""
    return user.is_authenticated and user.is_active


def may_enter_console(user: AnyUser, tournament: Tournament) -> bool:
    """Whether someone has any part in running a tournament."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(_carried(user, tournament)) or permissions.is_site_staff(user)


def may_approve(user: AnyUser, _: object) -> bool:
    """Whether someone lets tournaments into the public: the site's staff."""
    return user.is_authenticated and permissions.is_site_staff(user)


def may_edit_games(user: AnyUser, _: object) -> bool:
    """Whether someone says how games are counted: whom the site gave that permission."""
    return user.is_active and user.has_perm("tournament_engine.change_game")


def _carried(user: User, tournament: Tournament) -> frozenset[str]:
    """Return what the tournament itself lets someone do."""
    if tournament.organizer_id == user.pk:
        return roles.CAPABILITIES
    carried = (roles.capabilities_of(role) for role in tournament.roles_of(user))
    return frozenset().union(*carried)


def _takes_part(user: AnyUser, tournament: Tournament) -> bool:
    if not user.is_authenticated or tournament.state not in PUBLIC:
        return False
    return Tournament.objects.filter(audience.within(user), pk=tournament.pk).exists()


def _tournament_of(obj: Any) -> Tournament:
    """Return the tournament that a row is, or belongs to."""
    tournament: Tournament = obj if isinstance(obj, Tournament) else obj.tournament
    return tournament


def _held_by(queryset: Any, user: AnyUser, *, capability: str) -> Any:
    """Narrow tournaments, or rows that belong to one, to where someone holds a capability."""
    if queryset.model is Tournament:
        return TournamentQuerySet.held_by(queryset, user, capability)
    return queryset.filter(tournament__in=Tournament.objects.held_by(user, capability))
