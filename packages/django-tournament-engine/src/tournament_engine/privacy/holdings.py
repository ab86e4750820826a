"""The registry of what each table holds of a person. A table that says nothing fails a test.

Rows are somebody's by `owner`: the paths from a row to the person whom it is about. Every
other key to the user model names somebody who acted; an erasure takes the key away and leaves
the row. What stands in the text columns is one of these:

- `blank`    about the owner, and goes;
- `said`     about the owner, and gives way to a word that says so where it may not be empty;
- `renamed`  the owner's name, and gives way to a pseudonym;
- `swept`    words of others, in which the person's names give way to the pseudonym;
- `impersonal`  tells nothing of anybody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from django.contrib.auth import get_user_model
from django.db.models import Field, ForeignKey, Model, Q, QuerySet

from tournament_engine.privacy.people import Person
from tournament_engine.users import User

__all__ = ["Holding", "Obstacle", "declare", "holdings", "obstacles", "prevent"]

#: Returns the sentence that says what is to be done before somebody is erased, empty for nothing.
Obstacle: TypeAlias = Callable[[Person], str]


def _always(_row: Any, _user: User) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one table holds of people, and how it is erased.

    `tournament` is the path to the tournament that a row belongs to, empty for none. With
    `deleted` the owner's rows go as a whole. `files` are keys to stored files, which go. `is_named`
    says whether the name of a row is the owner's, not a team's. `also` does what no rule fits,
    to the rows with these keys before the rules are followed.
    """

    model: type[Model]
    owner: tuple[str, ...] = ()
    tournament: str = ""
    blank: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    renamed: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    swept: tuple[str, ...] = ()
    impersonal: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    deleted: bool = False
    #: Keys to people that `also` sees to.
    handled: tuple[str, ...] = ()
    is_named: Callable[[Any, User], bool] = _always
    also: Callable[[Person, QuerySet[Any]], None] | None = None
    #: Finds rows by what no key tells: an address that was typed.
    found: Callable[[User], Q] | None = None

    @property
    def label(self) -> str:
        """Return the name of the table's model."""
        return self.model._meta.label

    @property
    def keys(self) -> list[str]:
        """Return the columns that name a person."""
        return [one.name for one in self.model._meta.concrete_fields if is_person(one)]

    def column(self, name: str) -> "Field[Any, Any]":
        """Return one of the table's columns."""
        [found] = [one for one in self.model._meta.concrete_fields if one.name == name]
        return found

    def owned(self, user: User) -> QuerySet[Any]:
        """Return the rows that are about a person."""
        ways = [Q((path, user)) for path in self.owner]
        ways += [self.found(user)] if self.found else []
        return self._rows(ways)

    def touched(self, user: User) -> QuerySet[Any]:
        """Return the rows that are about a person, or that name one who acted."""
        ways = [Q((path, user)) for path in {*self.owner, *self.keys}]
        ways += [self.found(user)] if self.found else []
        return self._rows(ways)

    def _rows(self, ways: list[Q]) -> QuerySet[Any]:
        rows = self.model._base_manager.all()
        return rows.filter(reduce(or_, ways)).distinct() if ways else rows.none()


_holdings: dict[str, Holding] = {}
_obstacles: list[Obstacle] = []


def declare(*found: Holding) -> None:
    """Say what tables hold; again, it replaces what was said."""
    _holdings.update({one.model._meta.label: one for one in found})


def prevent(obstacle: Obstacle) -> None:
    """Let `obstacle` be asked before somebody is erased."""
    if obstacle not in _obstacles:
        _obstacles.append(obstacle)


def holdings() -> list[Holding]:
    """Return what every table holds, those that others hang on last."""
    return list(_holdings.values())


def obstacles(person: Person) -> list[str]:
    """Return why somebody cannot be erased yet."""
    return [reason for obstacle in _obstacles if (reason := obstacle(person))]


def is_person(column: "Field[Any, Any]") -> bool:
    """Whether a column names a person."""
    return isinstance(column, ForeignKey) and column.related_model is get_user_model()
