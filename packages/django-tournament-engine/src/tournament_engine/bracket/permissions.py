"""Who seeds, draws and publishes the stages of a tournament."""

from tournament_engine.core.permissions import define_by_role
from tournament_engine.core.roles import MANAGE_BRACKET

__all__ = ["MANAGE_BRACKET", "declare"]


def declare() -> None:
    """Put the capabilities of stages into the registry."""
    define_by_role(MANAGE_BRACKET)
