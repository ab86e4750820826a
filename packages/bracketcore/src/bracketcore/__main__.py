"""The command line: create, show and record a stage, its standings and its chances."""

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, Final, NoReturn

from bracketcore.arguments import add_formats, name_list
from bracketcore.drawing import svg
from bracketcore.errors import BracketError, IllegalScore, InvalidStage
from bracketcore.formats import sheets
from bracketcore.formats.labels import match_line, standings_table
from bracketcore.notation import dumps, format_from_dict, loads
from bracketcore.ratings import Elo
from bracketcore.results import Draw, Placement, Result, Score, Walkover, Win
from bracketcore.simulation import simulate
from bracketcore.stage import Stage
from bracketcore.standings import Row, ordinal
from bracketcore.tournament import RunningTournament

__all__ = ["main"]

BAD_INPUT: Final = 2
POINTS: Final = re.compile(r"-?[0-9]{1,9}")
PAIR: Final = re.compile(r"([0-9]{1,9})[-:]([0-9]{1,9})")

GUIDE: Final = """\
a first tournament:
  printf 'Ann\\nBob\\nCyd\\nDee\\n' > names.txt      one name a line, the best first
  bracketcore create single-elimination names.txt > cup.json
  bracketcore show cup.json                        or, as a picture: show --svg cup.json
  bracketcore record cup.json R1.1 Ann 2-1
  bracketcore standings cup.json
  bracketcore simulate cup.json
"""


class OneLineParser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, and leaves the usage to --help."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 2 and standard error has one line for bad input."""
    asked = _parser().parse_args(arguments)
    try:
        text = asked.run(asked)
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has left, as `head` does: the interpreter must not try once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (BracketError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"bracketcore: {_sentence(error)}\n")
        return BAD_INPUT
    return 0


def _sentence(error: BracketError | OSError | UnicodeDecodeError) -> str:
    match error:
        case OSError(filename=str() as name, strerror=str() as reason):
            return f"{name}: {reason}."
        case UnicodeDecodeError():
            return "The file is not UTF-8 text: save it as UTF-8."
        case _:
            return " ".join(str(error).split())


def _parser() -> argparse.ArgumentParser:
    parser = OneLineParser(
        prog="bracketcore",
        description="Make and play the stages of a tournament, kept as JSON files.",
        epilog=GUIDE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_create(commands)
    _add_show(commands)
    _add_record(commands)
    _add_standings(commands)
    _add_simulate(commands)
    return parser


Commands = Any  # argparse keeps the type of its subparsers to itself


def _add_create(commands: Commands) -> None:
    create = commands.add_parser(
        "create",
        help="make a stage from a list of names and print it as JSON",
        description="Make a stage and print it as JSON. Names stand one a line, best seed first.",
    )
    add_formats(create, _create)


def _add_show(commands: Commands) -> None:
    show = commands.add_parser(
        "show",
        help="draw a stage as text or as a picture, or all stages of a tournament",
        description="Draw a stage. Of a tournament all stages are drawn, or the one that is named.",
    )
    show.add_argument("stage", metavar="STAGE.json|TOURNAMENT.json")
    show.add_argument("--stage", dest="name", metavar="NAME", help="one stage of a tournament")
    show.add_argument("--svg", action="store_true", help="as a picture: SVG for a browser")
    show.set_defaults(run=_show)


def _add_record(commands: Commands) -> None:
    record = commands.add_parser(
        "record",
        help="write the result of a match into the file of a stage",
        description="Write the result of a match into STAGE.json and print the matches changed.",
    )
    record.add_argument("stage", metavar="STAGE.json")
    record.add_argument("match", metavar="MATCH", help="its id, as R1.2")
    record.add_argument(
        "winner",
        metavar="WINNER",
        help="the name of the winner, or draw; of a heat all names by place, as Ann,Bob,Cyd",
    )
    record.add_argument(
        "score",
        metavar="SCORE",
        nargs="?",
        help="side by side, as 2-1, or a pair a game, as 21-15,18-21,21-19; "
        "of a heat the points by place, as 10,7,5",
    )
    record.add_argument("--shootout", metavar="SCORE", help="what decided a level score, as 4-3")
    record.add_argument("--walkover", action="store_true", help="the other side did not come")
    record.add_argument("--correct", action="store_true", help="replace the result that is there")
    record.add_argument(
        "--cascade", action="store_true", help="with --correct: clear the later results in the way"
    )
    record.set_defaults(run=_record)


def _add_standings(commands: Commands) -> None:
    standings = commands.add_parser("standings", help="who stands where, and why")
    standings.add_argument("stage", metavar="STAGE.json")
    standings.add_argument("--pool", metavar="LABEL", help="of one pool, as A")
    standings.add_argument(
        "--tiebreaks", type=name_list, metavar="CODES", help="by other tie-breaks"
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
    )
    chances.add_argument("stage", metavar="STAGE.json")
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


def _create(asked: argparse.Namespace) -> str:
    left_out = {"run", "names"}
    options = {key: value for key, value in vars(asked).items() if key not in left_out}
    return dumps(format_from_dict(options).create(_read_names(asked.names)))


def _read_names(source: str) -> list[str]:
    text = sys.stdin.read() if source == "-" else _read(source)
    return [name for line in text.splitlines() if (name := line.strip())]


def _read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8-sig")


def _load(path: str) -> Stage:
    return loads(_read(path), Stage)


def _show(asked: argparse.Namespace) -> str:
    shown = loads(_read(asked.stage))
    if asked.name is not None:
        shown = _named(shown, asked.name)
    if not asked.svg:
        return str(shown)
    if not isinstance(shown, Stage):
        raise InvalidStage("A picture shows one stage: name it with --stage.")
    return svg(shown)


def _named(shown: object, name: str) -> Stage:
    stages = shown.stages if isinstance(shown, RunningTournament) else {}
    if name not in stages:
        there = ", ".join(stages) or "none"
        raise InvalidStage(f"There is no stage {name!r}: choose from those there are ({there}).")
    return stages[name]


def _record(asked: argparse.Namespace) -> str:
    stage = _load(asked.stage)
    result = _result(asked, stage)
    if asked.correct:
        changed = stage.correct(asked.match, result, cascade=asked.cascade)
    else:
        changed = stage.record(asked.match, result)
    _write(asked.stage, dumps(stage))
    return "\n".join(match_line(stage, stage.match(match)) for match in changed)


def _result(asked: argparse.Namespace, stage: Stage) -> Result:
    if len(stage.match(asked.match).slots) > 2:  # noqa: PLR2004  more are a heat
        return _placement(asked)
    score = None if asked.score is None else _score(asked.score)
    shootout = None if asked.shootout is None else _pair(asked.shootout)
    if asked.walkover:
        return Walkover(asked.winner)
    if asked.winner == "draw" and all(one.id != "draw" for one in stage.entrants):
        return Draw(score=score)
    return Win(asked.winner, score=score, shootout=shootout)


def _placement(asked: argparse.Namespace) -> Placement:
    if asked.shootout is not None or asked.walkover:
        raise IllegalScore("A heat has neither shootout nor walkover: write the names by place.")
    order = tuple(name_list(asked.winner))
    if asked.score is None:
        return Placement(order)
    points = name_list(asked.score)
    if not all(map(POINTS.fullmatch, points)):
        raise IllegalScore(f"{asked.score} are no points: write one number a place, as 10,7,5.")
    return Placement(order, tuple(map(int, points)))


def _score(text: str) -> Score:
    pairs = tuple(map(_pair, name_list(text)))
    return pairs[0] if len(pairs) == 1 else pairs


def _pair(text: str) -> tuple[int, int]:
    found = PAIR.fullmatch(text)
    if found is None:
        raise IllegalScore(f"{text} is no score: write it as 2-1, or as 21-15,18-21,21-19.")
    return int(found[1]), int(found[2])


def _write(path: str, text: str) -> None:
    """Replace a file in one step, so that nobody ever reads half of it."""
    target = Path(path).resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{text}\n")
        Path(name).chmod(target.stat().st_mode)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink()
        raise


def _standings(asked: argparse.Namespace) -> str:
    stage = _load(asked.stage)
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
    stage = _load(asked.stage)
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


if __name__ == "__main__":
    sys.exit(main())
