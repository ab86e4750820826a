"""One act on many registrations: each succeeds or fails alone, and says so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tournament_engine.errors import TournamentError
from tournament_engine.registration.models import Registration

__all__ = ["Outcome", "each"]


@dataclass(frozen=True)
class Outcome:
    """What became of one row; without an error the act is done."""

    registration: Registration
    error: TournamentError | None = None


def each(
    registrations: Iterable[Registration], act: Callable[[Registration], object]
) -> list[Outcome]:
    """Do an act to each row, in a transaction of its own; return a result a row.

    `act` calls one service, which changes nothing where it refuses.
    """
    return [_attempt(row, act) for row in registrations]


def _attempt(registration: Registration, act: Callable[[Registration], object]) -> Outcome:
    try:
        act(registration)
    except TournamentError as error:
        # A refused act may have written to the instance.
        registration.refresh_from_db()
        return Outcome(registration, error)
    return Outcome(registration)
