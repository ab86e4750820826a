"""The users hook: how the engine finds people, names them and writes to them.

Called in and out of transactions, never to write. Ids are text: `str(user.pk)`. Partial
data is fine everywhere: an empty e-mail address means that nobody writes to this person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from tournament_engine.users import User

if TYPE_CHECKING:
    from tournament_engine.core.models import Tournament

__all__ = ["ALLOWED", "Decision", "Facts", "UserRef", "Users", "matching"]


@dataclass(frozen=True)
class UserRef:
    """A person as lists show one."""

    id: str
    name: str


@dataclass(frozen=True)
class Decision:
    """Yes, or no with the sentence that the person reads."""

    allowed: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What rules of eligibility ask of a person; None is what the site does not know.

    `country` is the code of two letters, `rating` the strength in the tournament's game.
    """

    age: int | None = None
    country: str | None = None
    rating: float | None = None


ALLOWED = Decision(allowed=True)


@runtime_checkable
class _Named(Protocol):
    """A user model with names, as Django's own has them."""

    def get_full_name(self) -> str: ...


class Users:
    """Base class and default: the site's AUTH_USER_MODEL, whatever its key and fields.

    Override what your site knows better; every method has a default.
    """

    def search(self, query: str, *, limit: int = 10) -> Sequence[UserRef]:
        """Return active people whose name holds `query`, in one query.

        A login that is an e-mail address is found only when it is typed in full.
        """
        query = query.strip()
        if not query:
            return ()
        model = get_user_model()
        people = model._default_manager.filter(matching(query, model), is_active=True)
        return [self._reference(user) for user in people.order_by("pk")[:limit]]

    def get(self, id: str) -> UserRef | None:
        """Return the person of this id, None where there is nobody."""
        return self.get_many([id]).get(id)

    def get_many(self, ids: Iterable[str]) -> Mapping[str, UserRef]:
        """Return those of the people who exist by id, in one query. Lists use this."""
        keys = [key for key in map(_key, ids) if key is not None]
        people = get_user_model()._default_manager.filter(pk__in=keys) if keys else ()
        return {str(user.pk): self._reference(user) for user in people}

    def display_name(self, user: User) -> str:
        """Return the public name of a person, never the whole e-mail address."""
        full_name = user.get_full_name().strip() if isinstance(user, _Named) else ""
        return full_name or user.get_username().partition("@")[0]

    def email(self, user: User) -> str:
        """Return where to write to, empty for nowhere."""
        field = user.get_email_field_name()
        return str(getattr(user, field) or "") if field in _fields(type(user)) else ""

    def timezone(self, user: User) -> tzinfo:  # noqa: ARG002 - for the site's own classes
        """Return the zone in which this person reads times."""
        return timezone.get_default_timezone()

    def language(self, user: User) -> str:  # noqa: ARG002 - the same
        """Return the code of the language in which this person reads."""
        return settings.LANGUAGE_CODE

    def can_register(self, user: User, tournament: "Tournament") -> Decision:  # noqa: ARG002
        """Return whether the site lets this person into this tournament, and why not."""
        return ALLOWED

    def facts(self, user: User, tournament: "Tournament") -> Facts:  # noqa: ARG002 - the same
        """Return what rules of eligibility may ask of this person."""
        return Facts()

    def is_banned(self, user: User) -> bool:
        """Return whether the site keeps this person out of every tournament."""
        return not user.is_active

    def is_minor(self, user: User) -> bool:  # noqa: ARG002 - for the site's own classes
        """Return whether the site knows this person to be under age; by default of nobody."""
        return False

    def erase(self, user: User) -> bool:  # noqa: ARG002 - for the site's own classes
        """Empty the row of an account whose traces are gone, and return True where it stays.

        By default the row is deleted. Called inside a transaction, and once more where the
        first call was cut off.
        """
        return False

    def _reference(self, user: User) -> UserRef:
        return UserRef(str(user.pk), self.display_name(user))


def matching(query: str, model: type[User]) -> Q:
    """Return the condition for people of a user model whose name holds `query`."""
    login = model.USERNAME_FIELD
    lookup = "iexact" if login == model.get_email_field_name() else "icontains"
    condition = Q(**{f"{login}__{lookup}": query})
    for name in ("first_name", "last_name"):
        if name in _fields(model):
            condition |= Q(**{f"{name}__icontains": query})
    return condition


def _fields(model: type[User]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.get_fields())


def _key(id: str) -> Any:
    """Return an id as the user model's key, None where it cannot be one."""
    try:
        return get_user_model()._meta.pk.to_python(id)
    except ValidationError:
        return None
