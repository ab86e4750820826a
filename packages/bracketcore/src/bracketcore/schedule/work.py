"""What is to be scheduled: the matches somebody may have to play, and what each waits for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bracketcore.schedule.clock import Span, merged
from bracketcore.stage import Stage
from bracketcore.structure import BYE, Bye, Match, Seed

__all__ = ["Work", "work_of"]


@dataclass(frozen=True, slots=True)
class Work:
    """The matches in playing order, in columns that one position goes through.

    ``feeders`` are the positions of the matches that decide who plays, ``entrants`` who
    is known to, ``closed`` when one who could be in it is away.
    """

    matches: list[Match] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    feeders: list[tuple[int, ...]] = field(default_factory=list)
    entrants: list[tuple[str, ...]] = field(default_factory=list)
    closed: list[tuple[Span, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where those who come out of a match come from: its feeders, and who of the busy it may be."""

    feeders: tuple[int, ...] = ()
    busy: frozenset[str] = frozenset()


def work_of(
    stage: Stage, length: Callable[[Match], int], closed: Mapping[str, tuple[Span, ...]]
) -> Work:
    """The work left in a stage. Matches that nobody has to play only hand on who feeds them."""
    work = Work()
    origins: dict[str, _Origin] = {}
    withdrawn = frozenset(stage.withdrawn)
    for match in stage.matches:
        state = stage.state(match.id)
        if state == "played":
            continue
        origin, known = _origin(stage, match, origins, closed)
        # Where all but one have left, whoever comes gets a walkover.
        gone = stage.pairing(match.id).count(BYE) + len(withdrawn.intersection(known))
        if state == "skipped" or len(match.slots) - gone < 2:  # noqa: PLR2004  two must meet
            origins[match.id] = origin
            continue
        origins[match.id] = _Origin((len(work.matches),), origin.busy)
        work.matches.append(match)
        work.lengths.append(length(match))
        work.feeders.append(origin.feeders)
        work.entrants.append(known)
        work.closed.append(merged(span for one in origin.busy for span in closed[one]))
    return work


def _origin(
    stage: Stage,
    match: Match,
    origins: Mapping[str, _Origin],
    closed: Mapping[str, tuple[Span, ...]],
) -> tuple[_Origin, tuple[str, ...]]:
    """Who could come into a match and from where, and who is known to be in it."""
    feeders: list[int] = []
    busy: set[str] = set()
    known: list[str] = []
    for slot, occupant in zip(match.slots, stage.pairing(match.id), strict=True):
        if isinstance(occupant, str):
            known.append(occupant)
        elif occupant is None and not isinstance(slot, Seed | Bye):
            feeders += origins[slot.match].feeders
            busy |= origins[slot.match].busy
    busy.update(one for one in known if one in closed)
    return _Origin(tuple(dict.fromkeys(feeders)), frozenset(busy)), tuple(known)
