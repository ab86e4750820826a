"""What domains above the matches put on the page of a match."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tournament_engine.match.models import Match
from tournament_engine.users import AnyUser

__all__ = ["Extra", "register", "shown"]


@dataclass(frozen=True, kw_only=True)
class Extra:
    """A part of the page: a template and what it is given."""

    key: str
    template: str
    context: Callable[[Match, AnyUser], dict[str, Any]]


_extras: dict[str, Extra] = {}


def register(extra: Extra) -> None:
    """Add a part; one with the same key is replaced."""
    _extras[extra.key] = extra


def shown(match: Match, user: AnyUser) -> list[dict[str, Any]]:
    """Return each part's template with its data, for one match and one reader."""
    return [
        {"template": part.template, "data": part.context(match, user)} for part in _extras.values()
    ]
