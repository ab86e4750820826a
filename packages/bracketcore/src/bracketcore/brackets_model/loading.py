"""Making a stage of the tables of brackets-model."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bracketcore.brackets_model.places import group_numbers, place_of
from bracketcore.brackets_model.reading import MatchRow, Opponent, Tables, read
from bracketcore.errors import BracketError, InvalidNotation
from bracketcore.formats import DoubleElimination, Pools, RoundRobin, SingleElimination
from bracketcore.formats.double_elimination import Drops, GrandFinal
from bracketcore.results import DoubleForfeit, Draw, Forfeit, Result, Score, Win, totals
from bracketcore.seeding import Entrant, standard_order
from bracketcore.stage import Stage
from bracketcore.structure import LoserOf, Match

__all__ = ["load"]

# The row of each match of a stage, by its id.
Rows = Mapping[str, MatchRow]
Known = SingleElimination | DoubleElimination | RoundRobin | Pools

GRAND_FINALS: Final[Mapping[str, GrandFinal]] = {
    "double": "reset",
    "simple": "single",
    "none": "none",
}


def load(data: object) -> Stage:
    """The stage of `dump`, or of the tables that brackets-manager keeps.

    Raises InvalidNotation for tables of no stage, and for what no format here plays so:
    byes for others than the best seeds, losers that drop in another order.

    >>> from bracketcore.brackets_model import dump
    >>> load(dump(RoundRobin().create(["ann", "bob"]))).pairing("R1.1")
    ('ann', 'bob')
    """
    tables = read(data)
    try:
        return _play(*_empty(tables))
    except InvalidNotation:
        raise
    except BracketError as error:
        raise InvalidNotation(str(error)) from error


def _empty(tables: Tables) -> tuple[Stage, Rows]:
    """The stage before its first result, and the rows that have the results."""
    match tables.type:
        case "single_elimination":
            third = tables.settings.get("consolationFinal") is True
            return _knockout(tables, [SingleElimination(third_place=third)])
        case "double_elimination":
            return _knockout(tables, list(_double_eliminations(tables)))
        case "round_robin":
            return _league(tables)
        case _:
            raise InvalidNotation(
                f"There is no type {tables.type!r}: choose single_elimination, "
                "double_elimination or round_robin."
            )


def _double_eliminations(tables: Tables) -> Iterator[DoubleElimination]:
    final = GRAND_FINALS.get(str(tables.settings.get("grandFinal")))
    if final is None:
        raise InvalidNotation("'grandFinal' is double, simple or none.")
    orders: tuple[Drops, ...] = ("latest_rematch", "natural", "reverse")
    for drops in orders:
        yield DoubleElimination(grand_final=final, drops=drops)


def _knockout(tables: Tables, formats: Sequence[Known]) -> tuple[Stage, Rows]:
    entrants = _in_seed_order(tables)
    for format in formats:  # noqa: A001  the field's word
        stage = format.create(entrants)
        rows = _by_place(stage, tables)
        if rows is not None and _drops_so(stage, rows):
            return _with_best_of(format, stage, rows), rows
    raise InvalidNotation(
        "No knockout here has these rounds, or drops its losers so: "
        "use the default orders, and no lower bracket without a final."
    )


def _in_seed_order(tables: Tables) -> list[Entrant]:
    """The entrants as they must be seeded to sit where they sit in the first round."""
    first = sorted(place for place in tables.matches if (place.group, place.round) == (1, 1))
    seats = [side for place in first for side in tables.matches[place].sides]
    seeds = dict(zip(standard_order(len(seats)), seats, strict=True))
    in_order = [seeds[number] for number in sorted(seeds)]
    seated = [side.entrant for side in in_order if side is not None]
    if any(side is not None for side in in_order[len(seated) :]):
        raise InvalidNotation("Byes are for the best seeds: seat the entrants in standard order.")
    return [_entrant(tables, entrant) for entrant in seated]


def _entrant(tables: Tables, entrant: str | None) -> Entrant:
    if entrant is None or entrant not in tables.names:
        raise InvalidNotation("Every seat of the first round needs a participant: fill them all.")
    name = tables.names[entrant]
    return Entrant(entrant, name=None if name == entrant else name)


def _by_place(stage: Stage, tables: Tables) -> Rows | None:
    """The row of each match by where it stands; None where other matches stand there."""
    groups = group_numbers(stage)
    places = {match.id: place_of(match, groups) for match in stage.matches}
    if set(places.values()) != set(tables.matches):
        return None
    return {match: tables.matches[place] for match, place in places.items()}


def _drops_so(stage: Stage, rows: Rows) -> bool:
    """Whether losers enter the lower bracket where the tables say that they come from."""
    groups = group_numbers(stage)
    return all(
        side is None or side.position in {None, place_of(stage.match(slot.match), groups).number}
        for match in stage.matches
        for slot, side in zip(match.slots, rows[match.id].sides, strict=True)
        if isinstance(slot, LoserOf)
    )


def _league(tables: Tables) -> tuple[Stage, Rows]:
    """A round robin or pools; in another order of rounds where no order here is that one."""
    entrants = _of_league(tables)
    found = []
    for format in _leagues(tables):  # noqa: A001  the field's word
        stage = format.create(entrants)
        rows = _by_pair(stage, tables)
        if rows is not None and _by_place(stage, tables) == rows:
            return _with_best_of(format, stage, rows), rows
        if rows is not None:
            found.append((format, stage, rows))
    if not found:
        raise InvalidNotation(
            "No round robin here has these pools or these meetings: "
            "everybody of a pool meets everybody as often."
        )
    return _with_best_of(*found[0]), found[0][-1]


def _of_league(tables: Tables) -> list[Entrant]:
    """The entrants by the positions that the matches give them, or as the tables list them."""
    positions = {
        side.entrant: side.position
        for row in tables.matches.values()
        for side in row.sides
        if side is not None and side.entrant is not None
    }
    everybody = tables.settings.get("size") == len(tables.names)
    ids = [id for id in tables.names if everybody or id in positions]
    given = {id: position for id in ids if (position := positions.get(id)) is not None}
    if len(given) == len(ids):
        ids.sort(key=given.__getitem__)
    return [_entrant(tables, id) for id in ids]


def _leagues(tables: Tables) -> Iterator[Known]:
    pools = tables.settings.get("groupCount", 1)
    legs = max([1, *(len(rows) for rows in _meetings(tables).values())])
    for order in ("berger", "circle"):
        if pools == 1:
            yield RoundRobin(legs=legs, order=order)
        else:
            for distribution in ("snake", "effort", "bracket"):
                yield Pools(pools=pools, distribution=distribution, legs=legs, order=order)


def _meetings(tables: Tables) -> dict[frozenset[str | None], list[MatchRow]]:
    """The matches between each two, in their order."""
    meetings: defaultdict[frozenset[str | None], list[MatchRow]] = defaultdict(list)
    for place in sorted(tables.matches):
        row = tables.matches[place]
        meetings[frozenset(_ids(row))].append(row)
    return meetings


def _ids(row: MatchRow) -> tuple[str | None, ...]:
    return tuple(None if side is None else side.entrant for side in row.sides)


def _by_pair(stage: Stage, tables: Tables) -> Rows | None:
    """The row of each match by who meets in it, turned to its sides; None if others meet."""
    meetings = _meetings(tables)
    rows: dict[str, MatchRow] = {}
    for match in stage.matches:
        sides = stage.pairing(match.id)
        waiting = meetings.get(frozenset(map(str, sides)))
        if not waiting:
            return None
        row = waiting.pop(0)
        rows[match.id] = row if _ids(row) == sides else _turned(row)
    return None if any(meetings.values()) else rows


def _turned(row: MatchRow) -> MatchRow:
    first, second = row.sides
    return MatchRow((second, first), row.best_of, tuple((b, a) for a, b in row.games))


def _with_best_of(format: Known, stage: Stage, rows: Rows) -> Stage:  # noqa: A002  the field's word
    """The stage again, with matches of as many games as the rows have."""
    games: dict[int | str, int] = {}
    for match in stage.matches:
        count = rows[match.id].best_of
        if games.setdefault(f"{match.bracket}{match.round}", count) != count:
            raise InvalidNotation(f"{match.id} has another number of games than its round.")
    one_for_all = len(set(games.values())) <= 1
    best_of = max(games.values(), default=1) if one_for_all else games
    return replace(format, best_of=best_of).create(stage.entrants)


def _play(stage: Stage, rows: Rows) -> Stage:
    for match in stage.matches:
        row = rows[match.id]
        result = _result(row)
        # brackets-manager names both sides of a second final that nobody has to play.
        if result is not None or stage.state(match.id) != "skipped":
            _check_sides(stage, match, row)
        if result is not None:
            stage.record(match.id, result)
    return stage


def _check_sides(stage: Stage, match: Match, row: MatchRow) -> None:
    for side, occupant in zip(_ids(row), stage.pairing(match.id), strict=True):
        if side is not None and side != occupant:
            raise InvalidNotation(
                f"{side} cannot sit in {match.id} after the results before it: correct them."
            )


def _result(row: MatchRow) -> Result | None:
    """What happened; nothing yet, or nothing to play, where a side is not known."""
    match row.sides:
        case (Opponent(entrant=str() as first) as one, Opponent(entrant=str() as second) as other):
            return _decided(row, one, other, (first, second))
        case _:
            return None


def _decided(row: MatchRow, one: Opponent, other: Opponent, ids: tuple[str, str]) -> Result | None:
    match (one.forfeit, other.forfeit, one.result, other.result):
        case (True, True, _, _):
            return DoubleForfeit()
        case (True, False, _, _) | (False, True, _, _):
            return Forfeit(ids[0] if one.forfeit else ids[1])
        case (_, _, "win", "loss" | None) | (_, _, None, "loss"):
            return _won(ids[0], _score(row, one, other))
        case (_, _, "loss" | None, "win") | (_, _, "loss", None):
            return _won(ids[1], _score(row, one, other))
        case (_, _, "draw", "draw"):
            return Draw(_score(row, one, other))
        case (_, _, None, None):
            return None
        case _:
            raise InvalidNotation(
                f"{ids[0]} and {ids[1]} have results that contradict each other: correct them."
            )


def _won(winner: str, score: Score | None) -> Win:
    """A win; a level score needs the shootout that the tables do not have, so it is left out."""
    level = score is not None and len(set(totals(score))) == 1
    return Win(winner, score=None if level else score)


def _score(row: MatchRow, one: Opponent, other: Opponent) -> Score | None:
    """The games if all that were counted are there; otherwise the score of the match."""
    if one.score is None or other.score is None:
        return None
    score = one.score, other.score
    return row.games if row.games and totals(row.games) == score else score
