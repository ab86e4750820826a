"""Commands that change nothing: show a stage, its standings, its chances."""

import argparse
import json
from random import Random
from typing import Any

from bracketcore.command_line.files import add_file, load, stage_of
from bracketcore.command_line.formats import name_list
from bracketcore.drawing import svg
from bracketcore.errors import InvalidStage
from bracketcore.formats import sheets
from bracketcore.formats.labels import match_line, standings_table
from bracketcore.ratings import Elo
from bracketcore.simulation import simulate
from bracketcore.stage import Stage
from bracketcore.standings import Row, ordinal

__all__ = ["add_commands"]

Commands = Any  # argparse keeps the type of its subparsers to itself


def add_commands(commands: Commands) -> None:
    _add_show(commands)
    _add_ready(commands)
    _add_standings(commands)
    _add_simulate(commands)


def _add_show(commands: Commands) -> None:
    show = commands.add_parser(
        "show",
        help="draw a stage as text or as a picture, or all stages of a tournament",
        description="Draw a stage. Of a tournament all stages are drawn, or the one that is named.",
        epilog="as: bracketcore show cup.json --svg > cup.svg",
    )
    add_file(show)
    show.add_argument("--svg", action="store_true", help="as a picture: SVG for a browser")
    show.set_defaults(run=_show)


def _add_ready(commands: Commands) -> None:
    ready = commands.add_parser(
        "ready",
        help="the matches that can be played now, with their ids",
        description="Print the matches of which every side is known, each after its id.",
        epilog="as: bracketcore ready cup.json",
    )
    add_file(ready)
    ready.set_defaults(run=_ready)


def _add_standings(commands: Commands) -> None:
    standings = commands.add_parser(
        "standings",
        help="who stands where, and why",
        description="Print who stands where. Equal places are shared.",
        epilog="as: bracketcore standings league.json --tiebreaks DE,SD --explain",
    )
    add_file(standings)
    standings.add_argument("--pool", metavar="LABEL", help="of one pool, as A")
    standings.add_argument(
        "--tiebreaks", type=name_list, metavar="CODES", help="by other tie-breaks, as DE,SD"
    )
    standings.add_argument("--explain", action="store_true", help="a sentence for each place")
    standings.add_argument("--json", action="store_true", help="as JSON, exact numbers as text")
    standings.set_defaults(run=_standings)


def _add_simulate(commands: Commands) -> None:
    chances = commands.add_parser(
        "simulate",
        help="the chances of every place, from the results so far",
        description="Play the rest of a stage many times, by the entrants' ratings, and print how "
        "often each takes each place. Who has no rating counts as average.",
        epilog="as: bracketcore simulate cup.json --runs 100000 --seed 1",
    )
    add_file(chances)
    chances.add_argument(
        "--runs", type=int, default=10_000, metavar="N", help="how often to play it (10000)"
    )
    chances.add_argument("--seed", type=int, metavar="N", help="for the same answer once more")
    chances.add_argument(
        "--draw",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="the chance of a draw where there may be one, from 0 to 1 (0)",
    )
    chances.set_defaults(run=_simulate)


def _show(asked: argparse.Namespace) -> str:
    loaded = load(asked.file)
    shown = loaded if asked.stage is None else stage_of(loaded, asked.stage)
    if not asked.svg:
        return str(shown)
    if not isinstance(shown, Stage):
        raise InvalidStage("A picture shows one stage: name it with --stage.")
    return svg(shown)


def _ready(asked: argparse.Namespace) -> str:
    stage = stage_of(load(asked.file), asked.stage)
    lines = [match_line(stage, match) for match in stage.ready_matches()]
    return "\n".join(lines or ["There is nothing to play."])


def _standings(asked: argparse.Namespace) -> str:
    stage = stage_of(load(asked.file), asked.stage)
    standings = stage.standings(pool=asked.pool, tiebreaks=asked.tiebreaks)
    if asked.json:
        return json.dumps([_plain_row(row) for row in standings], ensure_ascii=False, indent=1)
    if asked.explain:
        return "\n".join(row.explain() for row in standings)
    return "\n".join(standings_table(stage, standings))


def _plain_row(row: Row) -> dict[str, object]:
    return {
        "place": row.place,
        "entrant": row.entrant,
        "points": None if row.points is None else str(row.points),
        "tiebreaks": {code: str(number) for code, number in row.tiebreaks.items()},
    }


def _simulate(asked: argparse.Namespace) -> str:
    stage = stage_of(load(asked.file), asked.stage)
    average = Elo().start
    ratings = {one.id: average if one.rating is None else one.rating for one in stage.entrants}
    chances = simulate(stage, ratings, asked.runs, Random(asked.seed), draw=asked.draw)  # noqa: S311  a simulation
    places = sorted({place for shares in chances.values() for place in shares})
    head = ["entrant", *(f"{ordinal(place):>6}" for place in places)]
    rows = [
        [
            str(stage.entrant(name)),
            *(f"{float(shares[place]):6.1%}" if place in shares else "" for place in places),
        ]
        for name, shares in chances.items()
    ]
    return "\n".join(sheets.table(head, rows))
