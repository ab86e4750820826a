"""The tournament that an address names, as far as this user may see it."""

from django.http import Http404

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import CONSOLE, MANAGE, VIEW
from tournament_engine.users import AnyUser

__all__ = ["CONSOLE", "MANAGE", "VIEW", "managed_tournament", "visible_tournament"]


def visible_tournament(user: AnyUser, slug: str) -> Tournament:
    """Return the tournament, or raise Http404 as if it did not exist."""
    rows = Tournament.objects.for_detail().with_part_of(user)
    tournament = rows.filter(slug=slug).first()
    if tournament is None:
        raise Http404
    if user.is_authenticated and not tournament.has_part:
        tournament.remember_roles(user, frozenset())
    # Of the row, not in the query: what is public, as nearly all are, is so without asking more.
    if not permissions.can(user, VIEW, tournament):
        raise Http404
    return tournament


def managed_tournament(
    user: AnyUser, slug: str, capability: str = MANAGE, *others: str
) -> Tournament:
    """Return the tournament to one who holds one of the capabilities; NotAllowed for others."""
    tournament = visible_tournament(user, slug)
    if not any(permissions.can(user, other, tournament) for other in others):
        permissions.require(user, capability, tournament)
    return tournament
