"""Commands that let something happen in a stage. Each writes the file and prints what changed."""

import argparse
from collections.abc import Callable
from typing import Any

from bracketcore.command_line.files import add_file, load, stage_of, write
from bracketcore.command_line.results import add_result, result_in
from bracketcore.formats.labels import match_line
from bracketcore.notation import dumps
from bracketcore.stage import Stage
from bracketcore.tiebreaks import lots
from bracketcore.tournament import RunningTournament

__all__ = ["add_commands"]

Commands = Any  # argparse keeps the type of its subparsers to itself

# What happens in the stage that was asked for: the ids of the matches changed.
Act = Callable[[argparse.Namespace, Stage], tuple[str, ...]]


def add_commands(commands: Commands) -> None:
    record = _added(commands, "record", _record, "write the result of a match", "R1.1 Ann 2-1")
    _add_match(record)
    add_result(record)
    correct = _added(commands, "correct", _correct, "replace a result", "R1.1 Dee 1-2 --cascade")
    _add_match(correct)
    add_result(correct)
    _add_cascade(correct)
    reopen = _added(
        commands, "reopen", _reopen, "take back a result: the match is played again", "R1.1"
    )
    _add_match(reopen)
    _add_cascade(reopen)
    _added(commands, "undo", _undo, "take back what happened last, whatever it was", "")
    _add_seats(commands)


def _add_seats(commands: Commands) -> None:
    withdraw = _added(
        commands,
        "withdraw",
        _withdraw,
        "let a name leave: walkovers from now on, results stand",
        "Bob",
    )
    withdraw.add_argument("entrant", metavar="NAME")
    replace = _added(
        commands,
        "replace",
        _replace,
        "let another take the seat of one who has not played",
        "Bob Zoe",
    )
    replace.add_argument("entrant", metavar="NAME")
    replace.add_argument("substitute", metavar="SUBSTITUTE", help="the name of the newcomer")
    swap = _added(commands, "swap", _swap, "let two who have not played change seats", "Ann Bob")
    swap.add_argument("entrant", metavar="NAME")
    swap.add_argument("other", metavar="OTHER")
    drawn = _added(
        commands, "lots", _lots, "part who is level by the lots that were drawn", "Bob Cyd"
    )
    drawn.add_argument("names", nargs="+", metavar="NAME", help="those who drew, the best first")


def _added(
    commands: Commands,
    name: str,
    act: Act,
    help: str,  # noqa: A002  argparse's word
    example: str,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=help,
        description=f"{help[0].upper()}{help[1:]}. FILE.json is written anew, and the matches that "
        "changed are printed.",
        epilog=f"as: bracketcore {name} cup.json {example}".rstrip(),
    )
    add_file(parser)
    parser.set_defaults(run=lambda asked: _played(asked, act))
    return parser


def _add_match(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("match", metavar="MATCH", help="its id, as R1.2")


def _add_cascade(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cascade", action="store_true", help="clear the later results that are in the way"
    )


def _played(asked: argparse.Namespace, act: Act) -> str:
    loaded = load(asked.file)
    stage = stage_of(loaded, asked.stage)
    changed = act(asked, stage)
    write(asked.file, dumps(loaded))
    lines = [match_line(stage, stage.match(match)) for match in changed]
    if isinstance(loaded, RunningTournament):
        lines += [
            f"{name} is outdated: others qualify now, and bracketcore advance makes it anew."
            for name in loaded.outdated
        ]
    return "\n".join(lines or ["No match has changed."])


def _record(asked: argparse.Namespace, stage: Stage) -> tuple[str, ...]:
    return stage.record(asked.match, result_in(asked, stage))


def _correct(asked: argparse.Namespace, stage: Stage) -> tuple[str, ...]:
    return stage.correct(asked.match, result_in(asked, stage), cascade=asked.cascade)


def _reopen(asked: argparse.Namespace, stage: Stage) -> tuple[str, ...]:
    return stage.reopen(asked.match, cascade=asked.cascade)


def _undo(asked: argparse.Namespace, stage: Stage) -> tuple[str, ...]:  # noqa: ARG001  like the others
    return stage.undo()


def _withdraw(asked: argparse.Namespace, stage: Stage) -> tuple[str, ...]:
    return stage.withdraw(asked.entrant)


def _replace(asked: argparse.Namespace, stage: Stage) -> tuple[str, ...]:
    return stage.replace(asked.entrant, asked.substitute)


def _swap(asked: argparse.Namespace, stage: Stage) -> tuple[str, ...]:
    return stage.swap(asked.entrant, asked.other)


def _lots(asked: argparse.Namespace, stage: Stage) -> tuple[str, ...]:
    return stage.give_tiebreak(lots(asked.names))
