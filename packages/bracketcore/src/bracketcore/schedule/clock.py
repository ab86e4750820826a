"""Time as whole microseconds from the start, and the spans of it in which something is closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bracketcore.errors import NoSchedule

__all__ = ["MINUTE", "Clock", "Interval", "Span", "earliest", "merged"]

# From a moment up to, and without, another one.
Interval = tuple[datetime, datetime]
Span = tuple[int, int]

TICK: Final = timedelta(microseconds=1)
MINUTE: Final = 60_000_000


@dataclass(frozen=True, slots=True)
class Clock:
    """Ticks are elapsed time: an hour is one also in the night in which the clocks change."""

    start: datetime

    def ticks(self, moment: datetime) -> int:
        if (moment.utcoffset() is None) != (self.start.utcoffset() is None):
            raise NoSchedule(
                f"{moment} and the start, {self.start}, cannot be compared: "
                "give both with a time zone, or both without."
            )
        return (_comparable(moment) - _comparable(self.start)) // TICK

    def moment(self, ticks: int) -> datetime:
        moment = _comparable(self.start) + ticks * TICK
        return moment if self.start.utcoffset() is None else moment.astimezone(self.start.tzinfo)

    def closed(self, unavailable: Mapping[str, Iterable[Interval]]) -> dict[str, tuple[Span, ...]]:
        return {
            name: merged([self._span(name, *interval) for interval in intervals])
            for name, intervals in unavailable.items()
        }

    def _span(self, name: str, begin: datetime, end: datetime) -> Span:
        span = self.ticks(begin), self.ticks(end)
        if span[0] >= span[1]:
            raise NoSchedule(f"{name} is away from {begin} to {end}: let it end after it begins.")
        return span


def _comparable(moment: datetime) -> datetime:
    # Two moments of one zone are subtracted by their wall clocks, so they are taken to UTC.
    return moment if moment.utcoffset() is None else moment.astimezone(UTC)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in as few spans as can be, in order.

    >>> merged([(5, 9), (1, 2), (8, 12)])
    ((1, 2), (5, 12))
    """
    parts: list[Span] = []
    for begin, end in sorted(spans):
        if parts and begin <= parts[-1][1]:
            parts[-1] = (parts[-1][0], max(end, parts[-1][1]))
        else:
            parts.append((begin, end))
    return tuple(parts)


def earliest(ready: int, length: int, closed: Iterable[Span]) -> int:
    """When something of this length can begin, from ``ready`` on, outside the closed spans.

    >>> earliest(3, 2, [(1, 2), (4, 12)])
    12
    """
    for begin, end in closed:
        if ready + length <= begin:
            break
        ready = max(ready, end)
    return ready
