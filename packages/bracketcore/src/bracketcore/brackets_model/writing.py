"""Writing the tables of brackets-model."""

from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Any, TypeVar, assert_never

from bracketcore.brackets_model.places import group_numbers, place_of
from bracketcore.formats import DoubleElimination, Pools, RoundRobin
from bracketcore.results import (
    DoubleForfeit,
    Draw,
    Forfeit,
    Placement,
    Result,
    Score,
    Walkover,
    Win,
    totals,
)
from bracketcore.seeding import bracket_size
from bracketcore.stage import Stage
from bracketcore.structure import (
    BYE,
    LoserOf,
    Match,
    Occupant,
    SecondChance,
    Seed,
    Slot,
    WinnerOf,
)

__all__ = ["dump"]

Data = dict[str, Any]
Key = TypeVar("Key", bound=Hashable)

KNOCKOUT = {"seedOrdering": ["inner_outer"]}
GIVEN_UP = {"result": "loss", "forfeit": True}
# A dump holds one stage of one tournament.
STAGE = {"stage_id": 0}
TOURNAMENT = {"tournament_id": 0}
GRAND_FINALS = {"reset": "double", "single": "simple", "none": "none"}
ORDERINGS = {
    "snake": "groups.seed_optimized",
    "effort": "groups.effort_balanced",
    "bracket": "groups.bracket_optimized",
}


class Status(IntEnum):
    """The numbers that the tables give to the state of a match."""

    LOCKED = 0
    WAITING = 1
    READY = 2
    COMPLETED = 4
    ARCHIVED = 5


def dump(stage: Stage, *, name: str = "") -> Data:
    """The tables of a stage, as JSON has them.

    >>> from bracketcore import SingleElimination
    >>> tables = dump(SingleElimination().create(["ann", "bob"]), name="Cup")
    >>> [(row["status"], row["opponent2"]) for row in tables["match"]]
    [(2, {'id': 'bob', 'position': 2})]
    """
    writer = _Writer(stage)
    return {
        "participant": [{"id": one.id} | TOURNAMENT | {"name": str(one)} for one in stage.entrants],
        "stage": [{"id": 0} | TOURNAMENT | {"number": 1, "name": name} | _kind(stage)],
        "group": writer.groups(),
        "round": writer.rounds(),
        "match": writer.matches(),
        "match_game": writer.games(),
    }


def _kind(stage: Stage) -> Data:
    """The type of a stage and its settings."""
    size = bracket_size(len(stage.entrants))
    match stage.format:
        case DoubleElimination(grand_final=final):
            own: Data = {"grandFinal": GRAND_FINALS[final]}
            return {"type": "double_elimination", "settings": KNOCKOUT | {"size": size} | own}
        case RoundRobin(legs=legs):
            return _round_robin(stage, legs, groups=1, distribution="effort")
        case Pools(legs=legs, pools=pools, distribution=distribution):
            return _round_robin(stage, legs, groups=pools, distribution=distribution)
        case _:
            own = {"consolationFinal": any(match.bracket == "3P" for match in stage.matches)}
            return {"type": "single_elimination", "settings": KNOCKOUT | {"size": size} | own}


def _round_robin(stage: Stage, legs: int, *, groups: int, distribution: str) -> Data:
    return {
        "type": "round_robin",
        "settings": {
            "size": len(stage.entrants),
            "groupCount": groups,
            "roundRobinMode": "simple" if legs == 1 else "double",
            "seedOrdering": [ORDERINGS[distribution]],
        },
    }


class _Writer:
    """The matches of a stage in the order of the tables, and the ids of their groups and rounds."""

    def __init__(self, stage: Stage) -> None:
        groups = group_numbers(stage)
        self._stage = stage
        self._places = {match.id: place_of(match, groups) for match in stage.matches}
        self._matches = sorted(stage.matches, key=lambda match: self._places[match.id])
        places = sorted(self._places.values())
        self._groups = _numbered(place.group for place in places)
        self._rounds = _numbered((place.group, place.round) for place in places)
        self._played_on = _played_on(stage)

    def groups(self) -> list[Data]:
        return [{"id": id} | STAGE | {"number": group} for group, id in self._groups.items()]

    def rounds(self) -> list[Data]:
        return [
            {"id": id} | STAGE | {"group_id": self._groups[group], "number": number}
            for (group, number), id in self._rounds.items()
        ]

    def matches(self) -> list[Data]:
        return [
            {"id": id} | STAGE | self._where(match) | self._match(match)
            for id, match in enumerate(self._matches)
        ]

    def _where(self, match: Match) -> Data:
        group, number, own_number = self._places[match.id]
        return {
            "group_id": self._groups[group],
            "round_id": self._rounds[group, number],
            "number": own_number,
        }

    def _match(self, match: Match) -> Data:
        games = self._stage.best_of(match.id)
        first, second = self._opponents(match)
        return {
            "child_count": games if games > 1 else 0,
            "status": int(_status(self._stage, match, self._played_on)),
            "opponent1": first,
            "opponent2": second,
        }

    def _opponents(self, match: Match) -> list[Data | None]:
        """Both sides; of a second grand final that nobody has to play, neither is named."""
        result, sides = self._stage.result(match.id), self._stage.pairing(match.id)
        if match.id == "GF.2" and BYE in sides:
            return [{"id": None}, {"id": None}]
        return [
            None if side is BYE else {"id": side} | self._position(slot, match) | told
            for side, slot, told in zip(sides, match.slots, _told(result, sides), strict=True)
        ]

    def _position(self, slot: Slot, match: Match) -> Data:
        """Where an opponent comes from: the seed, or the number of a match of another group."""
        match slot:
            case Seed(number):
                return {"position": number}
            case WinnerOf(earlier) if match.id != "GF.1" or self._places[earlier].group == 1:
                return {}
            case WinnerOf(earlier) | LoserOf(earlier):
                return {"position": self._places[earlier].number}
            case _:
                return {}

    def games(self) -> list[Data]:
        """A row for each game that a best of n can have."""
        rows = (
            STAGE | {"parent_id": id, "number": number} | game
            for id, match in enumerate(self._matches)
            for number, game in enumerate(_games(self._stage, match), start=1)
        )
        return [{"id": id} | row for id, row in enumerate(rows)]


def _numbered(keys: Iterable[Key]) -> dict[Key, int]:
    return {key: id for id, key in enumerate(dict.fromkeys(keys))}


def _played_on(stage: Stage) -> set[str]:
    """The matches whose winner or loser has played another one since."""
    return {
        slot.match
        for match in stage.matches
        if stage.result(match.id) is not None
        for slot in match.slots
        if isinstance(slot, WinnerOf | LoserOf | SecondChance)
    }


def _status(stage: Stage, match: Match, played_on: Container[str]) -> Status:
    if stage.result(match.id) is not None:
        return Status.ARCHIVED if match.id in played_on else Status.COMPLETED
    match stage.state(match.id):
        case "ready":
            return Status.READY
        case "waiting" if any(isinstance(side, str) for side in stage.pairing(match.id)):
            return Status.WAITING
        case _:
            return Status.LOCKED


def _told(result: Result | None, sides: Sequence[Occupant]) -> list[Data]:
    """What each side has of the result of its match; who meets a bye has won."""
    match result:
        case None:
            return [{"result": "win"} if BYE in sides else {} for _ in sides]
        case Win(winner, score):
            told = [{"result": "win" if side == winner else "loss"} for side in sides]
            return _with_score(told, score)
        case Draw(score):
            return _with_score([{"result": "draw"} for _ in sides], score)
        case Walkover(winner):
            return [{"result": "win"} if side == winner else dict(GIVEN_UP) for side in sides]
        case Forfeit(loser):
            return [dict(GIVEN_UP) if side == loser else {"result": "win"} for side in sides]
        case DoubleForfeit() | Placement():  # no format that is written here has heats
            return [dict(GIVEN_UP) for _ in sides]
        case _:
            assert_never(result)


def _with_score(told: Sequence[Data], score: Score | None) -> list[Data]:
    if score is None:
        return list(told)
    return [own | {"score": number} for own, number in zip(told, totals(score), strict=True)]


def _games(stage: Stage, match: Match) -> Iterator[Data]:
    count = stage.best_of(match.id)
    if count == 1:
        return
    sides = [side if isinstance(side, str) else None for side in stage.pairing(match.id)]
    played = _pairs(stage.result(match.id))
    for pair in played:
        yield _game(Status.COMPLETED, [_won(side, pair, at) for at, side in enumerate(sides)])
    open_status = Status.READY if stage.state(match.id) == "ready" else Status.LOCKED
    for _ in range(count - len(played)):
        yield _game(open_status, [{"id": side} for side in sides])


def _pairs(result: Result | None) -> Sequence[tuple[int, int]]:
    """The scores of the games, as far as they are known."""
    match result:
        case Win(score=((_, _), *_) as games) | Draw(score=((_, _), *_) as games):
            return games
        case _:
            return ()


def _won(side: str | None, pair: tuple[int, int], at: int) -> Data:
    own, other = pair[at], pair[1 - at]
    return {"id": side, "score": own, "result": "win" if own > other else "loss"}


def _game(status: Status, opponents: Sequence[Data]) -> Data:
    return {"status": int(status), "opponent1": opponents[0], "opponent2": opponents[1]}
