"""The tournament that an address names, as far as this user may see it."""

from django.http import Http404

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import MANAGE, VIEW
from tournament_engine.users import AnyUser

__all__ = ["MANAGE", "VIEW", "managed_tournament", "visible_tournament"]


def visible_tournament(user: AnyUser, slug: str) -> Tournament:
    """Return the tournament, or raise Http404 as if it did not exist."""
    rows = Tournament.objects.visible_to(user).for_detail()
    tournament = rows.filter(slug=slug).first()
    if tournament is None:
        raise Http404
    return tournament


def managed_tournament(user: AnyUser, slug: str) -> Tournament:
    """Return the tournament to one who runs it; NotAllowed for those who only see it."""
    tournament = visible_tournament(user, slug)
    permissions.require(user, MANAGE, tournament)
    return tournament
