"""When and where the matches of a stage are played.

An ``Interval`` is a time from a moment up to, and without, another one. ``Minutes`` are how
long matches take: a number for all of them, or a mapping by round, bracket or both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bracketcore.errors import NoSchedule
from bracketcore.formats.games import named_for
from bracketcore.schedule.clock import MINUTE, Clock, Interval
from bracketcore.schedule.placing import Court, Place, TooLate, placed
from bracketcore.schedule.work import Work, work_of
from bracketcore.stage import Stage
from bracketcore.structure import Match

__all__ = ["Interval", "Minutes", "ScheduledMatch", "schedule"]

# One number for all matches, or by the keys of ``best_of``: the number of a round, the label
# of a bracket ("GF", "3P") or of a round in it ("U3").
Minutes = int | Mapping[int | str, int]

NOBODY_AWAY: Final[Mapping[str, Iterable[Interval]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ScheduledMatch:
    """A match with its court, and the time that it takes there.

    >>> start = datetime(2026, 5, 9, 10)
    >>> ScheduledMatch("R1.1", "Court 1", start, datetime(2026, 5, 9, 11)).starts_at
    datetime.datetime(2026, 5, 9, 10, 0)
    """

    match: str
    court: str
    starts_at: datetime
    ends_at: datetime


def schedule(
    stage: Stage,
    courts: int | Iterable[str],
    match_minutes: Minutes,
    start: datetime,
    rest_minutes: int = 0,
    unavailable: Mapping[str, Iterable[Interval]] = NOBODY_AWAY,
    *,
    until: datetime | None = None,
) -> tuple[ScheduledMatch, ...]:
    """Give every match that somebody may still have to play a court and a time.

    No court and no entrant is taken twice at once, a match comes after those that decide
    who plays in it, and everybody rests between two matches. ``courts`` is a number, for
    "Court 1", "Court 2" and so on, or names. ``unavailable`` says for a court or for the
    id of an entrant from when up to when it is away; who could come into a match counts
    as one who plays in it. A match that perhaps is not needed, as the second grand final,
    has its time as well. `NoSchedule` says what cannot be met. The schedule is in order of
    time, then of courts; it is a good one, and not always the shortest that there is.

    >>> from bracketcore import SingleElimination
    >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
    >>> for one in schedule(stage, 2, 45, datetime(2026, 5, 9, 10), rest_minutes=15):
    ...     print(f"{one.starts_at:%H:%M} {one.court} {one.match}")
    10:00 Court 1 R1.2
    11:00 Court 1 R2.1
    """
    clock = Clock(start)
    closed = clock.closed(unavailable)
    named = _named_courts(courts)
    _check_names(named, stage, unavailable)
    work = work_of(stage, lambda match: _length(match, match_minutes), closed)
    sites = [Court(name, closed.get(name, ())) for name in named]
    rest = _whole(rest_minutes, "rest_minutes", least=0) * MINUTE
    end = None if until is None else clock.ticks(until)
    try:
        places = placed(work, sites, rest=rest, end=end)
    except TooLate as late:
        raise NoSchedule(_reason(late, work, clock)) from None
    return tuple(_scheduled(place, work, named, clock) for place in places)


def _named_courts(courts: int | Iterable[str]) -> list[str]:
    if isinstance(courts, int):
        count = _whole(courts, "courts", least=1)
        return [f"Court {number}" for number in range(1, count + 1)]
    names = [courts] if isinstance(courts, str) else list(courts)
    if not names or len(set(names)) < len(names):
        raise NoSchedule("Give one court or more, each with a name of its own.")
    return names


def _whole(number: object, name: str, *, least: int) -> int:
    # A bool is an int to Python, and no number to a person.
    if type(number) is not int or number < least:
        raise NoSchedule(f"{name} is a whole number from {least}, and {number} is none.")
    return number


def _check_names(courts: Sequence[str], stage: Stage, unavailable: Iterable[str]) -> None:
    entrants = {one.id for one in stage.entrants}
    for name in unavailable:
        if name in entrants and name in courts:
            raise NoSchedule(f"{name} is a court and an entrant: give the court another name.")
        if name not in entrants and name not in courts:
            raise NoSchedule(f"{name} is away, and neither a court nor an entrant: name one.")


def _length(match: Match, minutes: Minutes) -> int:
    number = minutes if isinstance(minutes, int) else named_for(minutes, match)
    if number is None:
        raise NoSchedule(f"{match.id} has no minutes: name its round or its bracket.")
    return _whole(number, "match_minutes", least=1) * MINUTE


def _reason(late: TooLate, work: Work, clock: Clock) -> str:
    match = work.matches[late.position].id
    last = late.end - work.lengths[late.position]
    until = clock.moment(late.end)
    if late.ready > last:
        ready = clock.moment(late.ready)
        return (
            f"{match} cannot end by {until}, as those who play it have matches and rests up to "
            f"{ready}: end later, add courts, or shorten the matches or the rests."
        )
    if late.possible > last:
        return (
            f"{match} cannot end by {until}, as somebody who could play it is away: "
            "end later, or change when entrants are away."
        )
    return (
        f"{match} finds no free court that lets it end by {until}: "
        "add courts, end later, or shorten the matches."
    )


def _scheduled(place: Place, work: Work, courts: Sequence[str], clock: Clock) -> ScheduledMatch:
    end = place.begin + work.lengths[place.position]
    return ScheduledMatch(
        match=work.matches[place.position].id,
        court=courts[place.court],
        starts_at=clock.moment(place.begin),
        ends_at=clock.moment(end),
    )
