"""A schedule of a stage, worked out and shown before anybody saves it. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bracketcore.schedule import ScheduledMatch, schedule
from tournament_engine.bracket import stages
from tournament_engine.bracket.models import Bracket
from tournament_engine.match.models import USUAL_MINUTES

__all__ = ["Courts", "planned"]


@dataclass(frozen=True, kw_only=True)
class Courts:
    """Where a stage is played, from when, how long a match takes, and the rest between two.

    `until` is when everything has to be over; empty: whenever that is.
    """

    names: Sequence[str]
    start: datetime
    minutes: int = USUAL_MINUTES
    rest: int = 0
    until: datetime | None = None


def planned(bracket: Bracket, courts: Courts) -> tuple[ScheduledMatch, ...]:
    """Return a court and a time for every match that is still to be played, in order of time.

    The same stage and the same courts give the same plan.
    """
    stage = stages.load(bracket)
    with stages.translated():
        return schedule(
            stage,
            list(courts.names),
            courts.minutes,
            courts.start,
            courts.rest,
            until=courts.until,
        )
