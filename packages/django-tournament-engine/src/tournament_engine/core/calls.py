"""What a tournament's page asks of whoever reads it: one thing, the first that fits.

Each domain says what it may ask; `ORDER` is the order in which they are heard. What is urgent
goes before what is not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.urls import reverse

from tournament_engine.core import panels
from tournament_engine.core.models import Tournament
from tournament_engine.core.panels import Panel
from tournament_engine.users import AnyUser

__all__ = ["ORDER", "Asker", "Call", "at_desk", "call_of", "declare", "register"]

#: A match of one's own, one's own place, a word of the site's staff, what holds the next step
#: up and that step, the desks of the staff, what there is to see, and a place for whoever has
#: none.
ORDER = (
    "own_match",
    "own_place",
    "approval",
    "registrations",
    "payments",
    "disputes",
    "next_step",
    "check_in",
    "claims",
    "payouts",
    "questions",
    "desk",
    "sight",
    "place",
)

#: What everybody alike is asked, who has nothing of their own to do.
_FOR_ALL = frozenset({"sight", "place"})


@dataclass(frozen=True, kw_only=True)
class Call:
    """A sentence, and a button where there is something to do; `act` is what it sends."""

    words: str
    label: str = ""
    url: str = ""
    act: str = ""
    is_urgent: bool = False


#: What a domain asks of somebody; None where it has nothing to ask.
Asker: TypeAlias = Callable[[Tournament, AnyUser], Call | None]

_askers: dict[str, Asker] = {}


def register(key: str, ask: Asker) -> None:
    """Let a domain ask; one with the same key, of those in ORDER, is replaced."""
    _askers[ORDER[ORDER.index(key)]] = ask


def at_desk(tournament: Tournament, words: str, label: str, route: str) -> Call:
    """Return the call of work that waits on one of the staff's pages."""
    url = reverse(f"tournament_engine:{route}", args=(tournament.slug,))
    return Call(words=words, label=label, url=url, is_urgent=True)


def call_of(tournament: Tournament, user: AnyUser) -> Call | None:
    """Return what this person is asked to do; None once there is nothing to say."""
    quiet: Call | None = None
    for key in ORDER:
        asked = None if quiet and key in _FOR_ALL else _asked(key, tournament, user)
        if asked is not None and asked.is_urgent:
            return asked
        quiet = quiet or asked
    return quiet


def _asked(key: str, tournament: Tournament, user: AnyUser) -> Call | None:
    return _askers[key](tournament, user) if key in _askers else None


def declare() -> None:
    """Put the call beside every tournament."""
    panels.register(
        Panel(
            key="call",
            order=10,
            page="aside",
            template="tournament_engine/core/call.html",
            context=_call_panel,
        )
    )


def _call_panel(tournament: Tournament, user: AnyUser) -> dict[str, Any]:
    return {"call": call_of(tournament, user)}
