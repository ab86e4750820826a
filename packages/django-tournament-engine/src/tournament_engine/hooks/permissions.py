"""Who reads the inbox: everybody who is logged in, and only their own notices."""

from tournament_engine import permissions
from tournament_engine.users import AnyUser

__all__ = ["INBOX", "declare"]

INBOX = "tournament_engine.read_inbox"


def declare() -> None:
    """Put the inbox into the registry."""
    permissions.define(INBOX, may_read, has_object=False)


def may_read(user: AnyUser, _: object) -> bool:
    """Whether someone has an inbox."""
    return user.is_authenticated and user.is_active
