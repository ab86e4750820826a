"""Who is to be forgotten: the names that stand in the tables, and what stands there then."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tournament_engine import hooks
from tournament_engine.users import User

__all__ = ["Person", "erased", "names_of", "pseudonym"]

#: Shorter names are parts of too many words.
_SHORTEST = 3

#: No letters and digits that look alike.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 8


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is to be forgotten in one tournament, or in the site.

    `pseudonym` is made at random: it is the same throughout a tournament, another one in the next,
    and leads nowhere. `successor` takes over what cannot be without somebody; with `forfeits`
    money goes unclaimed that is owed to them.
    """

    user: User
    names: frozenset[str]
    pseudonym: str
    successor: User | None = None
    forfeits: bool = False

    def is_named_in(self, value: Any) -> bool:
        """Whether a name of the person stands somewhere in a value of a table."""
        return bool(self.without(value) != value)

    def without(self, value: Any) -> Any:
        """Return a value with the pseudonym in place of the names."""
        match value:
            case str():
                return self._replaced(value)
            case dict():
                return {self.without(key): self.without(one) for key, one in value.items()}
            case list():
                return [self.without(one) for one in value]
            case _:
                return value

    def _replaced(self, text: str) -> str:
        longest_first = sorted(self.names, key=lambda name: (-len(name), name))
        for name in longest_first:
            if name in text:
                whole = rf"(?<!\w){re.escape(name)}(?!\w)"
                text = re.sub(whole, self.pseudonym, text)
        return text


def pseudonym() -> str:
    """Return a name that tells nothing."""
    token = "".join(secrets.choice(_ALPHABET) for _n in range(_LENGTH))
    return _("Player %(token)s") % {"token": token}


def erased() -> str:
    """Return what stands where something was said that may not be empty."""
    return _("[erased]")


def names_of(user: User, more: Iterable[str] = ()) -> frozenset[str]:
    """Return what a person is called: the names that the site knows, and `more`."""
    users = hooks.users()
    # Rankings know people as "user:7".
    known = {users.display_name(user), users.email(user), user.get_username(), f"user:{user.pk}"}
    return frozenset(name for name in {*known, *more} if len(name) >= _SHORTEST)
