"""Who sees their own prizes: whoever is logged in, and nobody those of others."""

from tournament_engine import permissions
from tournament_engine.users import AnyUser

__all__ = ["OWN_PRIZES", "declare"]

OWN_PRIZES = "tournament_engine.view_own_prizes"


def declare() -> None:
    """Put the capabilities of awards into the registry."""
    permissions.define(OWN_PRIZES, may_have_prizes)


def may_have_prizes(user: AnyUser, _: object) -> bool:
    """Whether somebody can have won anything."""
    return user.is_authenticated and user.is_active
