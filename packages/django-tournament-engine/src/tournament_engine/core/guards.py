"""What the other domains have to say when a tournament moves on.

A guard is asked before the act, under the tournament's lock, and raises a Conflict (or
InvalidInput) to stop it. A consequence is called after it, in the same transaction.
Core calls nobody above it: `bracket`, `match` and `registration` register themselves.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Literal, TypeAlias

from tournament_engine.core.models import Tournament
from tournament_engine.users import User

__all__ = ["Act", "Consequence", "Guard", "check", "follow", "register", "then"]

#: configure  the tournament or its stages were written: are they playable, are they locked?
#: enter      somebody wants a place;  leave  somebody gives one up
#: draw       a stage that takes the tournament\'s own entrants is drawn
#: approve    the site lets a tournament be seen;  return  it wants something changed first
#: check_in   the check-in opens;  postpone  not yet, its window was moved;  close_check_in  it
#:            is over: who did not come loses the place
#: resume     a completed tournament is live again, because a correction reopened a match
#: conclude   nothing about a completed tournament is open any more;  archive  it is put away
Act: TypeAlias = Literal[
    "configure",
    "publish",
    "approve",
    "return",
    "open",
    "close",
    "check_in",
    "postpone",
    "close_check_in",
    "enter",
    "leave",
    "draw",
    "start",
    "complete",
    "resume",
    "conclude",
    "cancel",
    "archive",
]
Guard: TypeAlias = Callable[[Tournament], None]
Consequence: TypeAlias = Callable[[Tournament, User | None], object]

_guards: defaultdict[Act, list[Guard]] = defaultdict(list)
_consequences: defaultdict[Act, list[Consequence]] = defaultdict(list)


def register(act: Act, guard: Guard) -> None:
    """Let `guard` be asked before `act`; asked once, however often it is registered."""
    if guard not in _guards[act]:
        _guards[act].append(guard)


def then(act: Act, consequence: Consequence) -> None:
    """Let `consequence` follow `act`; called once, however often it is registered."""
    if consequence not in _consequences[act]:
        _consequences[act].append(consequence)


def check(act: Act, tournament: Tournament) -> None:
    """Ask every guard of an act."""
    for guard in _guards[act]:
        guard(tournament)


def follow(act: Act, tournament: Tournament, by: User | None) -> None:
    """Call everything that follows an act."""
    for consequence in _consequences[act]:
        consequence(tournament, by)
