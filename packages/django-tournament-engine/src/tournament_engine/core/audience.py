"""Who sees a private tournament besides those who run it: the domains above say so."""

from collections.abc import Callable
from typing import TypeAlias

from django.db.models import Q

from tournament_engine.users import User

__all__ = ["Audience", "register", "within"]

#: The tournaments that a logged-in user takes part in, as a condition on Tournament.
Audience: TypeAlias = Callable[[User], Q]

_audiences: list[Audience] = []


def register(audience: Audience) -> None:
    """Let an audience in; once, however often it is registered."""
    if audience not in _audiences:
        _audiences.append(audience)


def within(user: User) -> Q:
    """Return the condition under which `user` belongs to some audience."""
    condition = Q(pk__in=())
    for audience in _audiences:
        condition |= audience(user)
    return condition
