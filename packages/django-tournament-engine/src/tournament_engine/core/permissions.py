"""Who may see, make and run a tournament."""

from tournament_engine import permissions
from tournament_engine.core import audience
from tournament_engine.core.lifecycle import PUBLIC
from tournament_engine.core.models import Tournament, Visibility
from tournament_engine.core.queries import TournamentQuerySet
from tournament_engine.users import AnyUser

__all__ = ["APPROVE", "CREATE", "MANAGE", "VIEW", "declare"]

VIEW = "tournament_engine.view_tournament"
CREATE = "tournament_engine.create_tournament"
MANAGE = "tournament_engine.manage_tournament"
APPROVE = "tournament_engine.approve_tournament"


def declare() -> None:
    """Put core's capabilities into the registry."""
    permissions.define(VIEW, may_view, reach=TournamentQuerySet.visible_to)
    permissions.define(CREATE, may_create)
    permissions.define(APPROVE, may_approve)
    permissions.define(MANAGE, may_manage, reach=TournamentQuerySet.manageable_by)


def may_view(user: AnyUser, tournament: Tournament) -> bool:
    """Whether someone may know that a tournament exists; `visible_to` says the same in SQL."""
    if tournament.state in PUBLIC and tournament.visibility != Visibility.PRIVATE:
        return True
    return may_manage(user, tournament) or _takes_part(user, tournament)


def may_create(user: AnyUser, _: object) -> bool:
    """Whether someone may make a tournament: everybody who is logged in."""
    return user.is_authenticated and user.is_active


def may_approve(user: AnyUser, _: object) -> bool:
    """Whether someone decides for the site what is published: its staff."""
    return user.is_authenticated and permissions.is_site_staff(user)


def may_manage(user: AnyUser, tournament: Tournament) -> bool:
    """Whether someone runs a tournament: its organiser, and the site's staff."""
    if not user.is_authenticated or not user.is_active:
        return False
    return tournament.organizer_id == user.pk or permissions.is_site_staff(user)


def _takes_part(user: AnyUser, tournament: Tournament) -> bool:
    if not user.is_authenticated or tournament.state not in PUBLIC:
        return False
    return Tournament.objects.filter(audience.within(user), pk=tournament.pk).exists()
