"""Commands that make stages: create one, start a tournament, go on to its next stage."""

import argparse
from typing import Any

from bracketcore.command_line.files import load, write
from bracketcore.command_line.formats import add_formats
from bracketcore.command_line.names import add_names, entrants_in
from bracketcore.errors import InvalidStage
from bracketcore.notation import dumps, format_from_dict
from bracketcore.tournament import RunningTournament, Tournament

__all__ = ["add_commands"]

Commands = Any  # argparse keeps the type of its subparsers to itself


def add_commands(commands: Commands) -> None:
    _add_create(commands)
    _add_start(commands)
    _add_advance(commands)


def _add_create(commands: Commands) -> None:
    create = commands.add_parser(
        "create",
        help="make a stage from a list of names and print it as JSON",
        description="Make a stage and print it as JSON. Names stand one a line, best seed first.",
        epilog="as: bracketcore create double-elimination --best-of 3 names.txt > cup.json",
    )
    for parser in add_formats(create):
        add_names(parser)
        parser.set_defaults(run=_create)


def _add_start(commands: Commands) -> None:
    start = commands.add_parser(
        "start",
        help="make a tournament of several stages from its plan and a list of names",
        description="Create the first stage of a plan, as notation.dumps writes one, and print "
        "the tournament as JSON. The other commands take it with --stage.",
        epilog="as: bracketcore start plan.json names.txt > championship.json",
    )
    start.add_argument("plan", metavar="PLAN.json")
    add_names(start)
    start.set_defaults(run=_start)


def _add_advance(commands: Commands) -> None:
    advance = commands.add_parser(
        "advance",
        help="create a later stage of a tournament, of those who qualified for it",
        description="Create a later stage in the file of a tournament, or make it anew while "
        "nothing has happened in it, and draw it.",
        epilog="as: bracketcore advance championship.json playoff",
    )
    advance.add_argument("file", metavar="TOURNAMENT.json")
    advance.add_argument("stage", metavar="NAME", help="the stage, as the plan calls it")
    advance.set_defaults(run=_advance)


def _create(asked: argparse.Namespace) -> str:
    left_out = {"run", "names", "ratings"}
    options = {key: value for key, value in vars(asked).items() if key not in left_out}
    return dumps(format_from_dict(options).create(entrants_in(asked)))


def _start(asked: argparse.Namespace) -> str:
    plan = load(asked.plan)
    if not isinstance(plan, Tournament):
        raise InvalidStage("This file is no plan: a stage or a tournament is under way already.")
    return dumps(plan.start(entrants_in(asked)))


def _advance(asked: argparse.Namespace) -> str:
    tournament = load(asked.file)
    if not isinstance(tournament, RunningTournament):
        raise InvalidStage("This file is no tournament under way: start its plan first.")
    stage = tournament.create_next(asked.stage)
    write(asked.file, dumps(tournament))
    return str(stage)
