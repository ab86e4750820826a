"""Who asks and answers; the staff that announces also moderates."""

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import ANNOUNCE, may_view
from tournament_engine.users import AnyUser

__all__ = ["ANNOUNCE", "ASK", "declare"]

ASK = "tournament_engine.ask_question"


def declare() -> None:
    """Put the capability to ask into the registry; that to announce is core's."""
    permissions.define(ASK, may_ask)


def may_ask(user: AnyUser, tournament: Tournament) -> bool:
    """Whether someone may ask and answer: whoever is logged in and sees the tournament."""
    return user.is_authenticated and user.is_active and may_view(user, tournament)
