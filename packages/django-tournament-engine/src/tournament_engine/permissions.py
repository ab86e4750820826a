"""Who may do what: one registry of capabilities, asked by services, views and templates alike.

Each domain declares its capabilities in its own `permissions.py`. A capability that nobody
declared is a mistake in the program, never a yes. With `tournament_engine.permissions.Backend`
in AUTHENTICATION_BACKENDS, `user.has_perm(capability, obj)` gives the same answers.
"""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import rules
from django.contrib.auth.backends import BaseBackend
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rules.permissions import permissions as _capabilities

from tournament_engine.errors import NotAllowed
from tournament_engine.users import AnyUser, User

__all__ = [
    "Backend",
    "Predicate",
    "can",
    "define",
    "filter",
    "is_site_staff",
    "require",
    "require_unless_system",
]

M = TypeVar("M", bound=Model)

#: Whether a user, logged in or not, may do it to this object.
Predicate: TypeAlias = Callable[[AnyUser, Any], bool]
#: The rows to which a user may do it.
Reach: TypeAlias = Callable[[Any, AnyUser], QuerySet[Any]]

_reaches: dict[str, Reach] = {}

#: The capabilities that are asked for without an object.
_of_nothing: set[str] = set()


def define(
    capability: str, predicate: Predicate, *, reach: Reach | None = None, has_object: bool = True
) -> None:
    """Declare a capability; `reach` narrows a queryset to the rows that `predicate` allows.

    One that is asked of nobody's row in particular says that it `has_object=False`.
    """
    rules.set_perm(capability, rules.predicate(predicate))
    if not has_object:
        _of_nothing.add(capability)
    if reach is not None:
        _reaches[capability] = reach


def can(user: AnyUser, capability: str, obj: object = None) -> bool:
    """Return whether a user may do something; raise LookupError if nobody declared it."""
    if capability not in _capabilities:
        raise LookupError(f"No domain declares the capability {capability!r}.")
    return bool(rules.has_perm(capability, user, obj))


def filter(  # noqa: A001 - reads as permissions.filter, never bare
    user: AnyUser, capability: str, queryset: QuerySet[M]
) -> QuerySet[M]:
    """Return the rows of `queryset` to which `user` may do this, in one query."""
    return _reaches[capability](queryset, user)


def require(user: AnyUser | None, capability: str, obj: object = None) -> None:
    """Raise NotAllowed unless the user may do it. Nobody (`None`) may do nothing."""
    if user is None or not can(user, capability, obj):
        raise NotAllowed(_("You are not allowed to do this."))


def require_unless_system(user: AnyUser | None, capability: str, obj: object = None) -> None:
    """Let the system (`None`) act where the life cycle says so; ask for everybody else."""
    if user is not None:
        require(user, capability, obj)


def is_site_staff(user: AnyUser) -> bool:
    """Return whether the site lets this person run every tournament."""
    return user.is_active and user.has_perm("tournament_engine.change_tournament")


class Backend(BaseBackend):
    """Answers `user.has_perm` for the engine's capabilities; logs nobody in.

    Without an object it is Django's own permission on a table that is asked for, which may have
    the same name (`view_tournament`): another backend says who has that.
    """

    def has_perm(self, user_obj: User | AnyUser, perm: str, obj: Model | None = None) -> bool:
        is_ours = perm in _capabilities and (obj is not None or perm in _of_nothing)
        return is_ours and can(user_obj, perm, obj)
