"""Lists of names: one a line, the best seed first, and with a rating if it says so."""

import argparse
import re
import sys
from typing import Final

from bracketcore.command_line.files import read
from bracketcore.errors import InvalidStage
from bracketcore.seeding import Entrant

__all__ = ["add_names", "entrants_in"]

RATING: Final = re.compile(r"[0-9]{1,6}")


def add_names(parser: argparse.ArgumentParser) -> None:
    """The list of names, and whether its lines have ratings."""
    parser.add_argument("names", metavar="NAMES.txt|-", help="a file of names, - for the input")
    parser.add_argument(
        "--ratings",
        action="store_true",
        help="the lines are NAME,RATING as Ann,1900, for simulate; the rating can be left out",
    )


def entrants_in(asked: argparse.Namespace) -> list[Entrant]:
    """The entrants of the list. Empty lines are none."""
    text = sys.stdin.read() if asked.names == "-" else read(asked.names)
    lines = [line.strip() for line in text.splitlines()]
    return [_rated(line) if asked.ratings else Entrant(line) for line in lines if line]


def _rated(line: str) -> Entrant:
    # A name can have commas of its own: the rating stands after the last one.
    name, comma, rating = (part.strip() for part in line.rpartition(","))
    if not comma:
        return Entrant(rating)
    if rating and RATING.fullmatch(rating) is None:
        raise InvalidStage(f"{line} has no rating after its last comma: write it as {name},1900.")
    return Entrant(name, rating=int(rating) if rating else None)
