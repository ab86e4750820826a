"""The files that commands read and write: a stage, or a tournament with its stages."""

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

from bracketcore.errors import InvalidStage
from bracketcore.notation import loads
from bracketcore.stage import Stage
from bracketcore.tournament import RunningTournament, Tournament

__all__ = ["add_file", "load", "read", "stage_of", "write"]


def add_file(parser: argparse.ArgumentParser) -> None:
    """The file of a stage, or of a tournament with the name of one of its stages."""
    parser.add_argument("file", metavar="FILE.json", help="a stage, or a tournament")
    parser.add_argument("--stage", metavar="NAME", help="which stage of a tournament")


def read(path: str) -> str:
    """The text of a file, also of one that a spreadsheet wrote, with its mark in front."""
    return Path(path).read_text(encoding="utf-8-sig")


def load(path: str) -> Any:
    """The stage, the tournament or the plan that a file has."""
    return loads(read(path))


def stage_of(loaded: Stage | Tournament | RunningTournament, name: str | None) -> Stage:
    """The one stage of a file, or the one that is named where it is a tournament.

    >>> from bracketcore import Stepladder
    >>> stage = Stepladder().create(["ann", "bob"])
    >>> stage_of(stage, None) is stage
    True
    """
    if isinstance(loaded, Tournament):
        raise InvalidStage("This file is a plan, of which no stage is there yet: start it.")
    if isinstance(loaded, Stage):
        if name is not None:
            raise InvalidStage("This file is one stage and no tournament: leave --stage out.")
        return loaded
    there = ", ".join(loaded.stages)
    if name is None:
        raise InvalidStage(f"This file is a tournament: name a stage with --stage ({there}).")
    if name not in loaded.stages:
        raise InvalidStage(f"There is no stage {name!r}: choose from those there are ({there}).")
    return loaded.stages[name]


def write(path: str, text: str) -> None:
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
