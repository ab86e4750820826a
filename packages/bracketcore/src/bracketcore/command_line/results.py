"""A result as it is typed: the winner, and the score side by side."""

import argparse
import re
from typing import Final

from bracketcore.command_line.formats import name_list
from bracketcore.errors import IllegalScore
from bracketcore.results import Draw, Placement, Result, Score, Walkover, Win
from bracketcore.stage import Stage

__all__ = ["add_result", "result_in"]

POINTS: Final = re.compile(r"-?[0-9]{1,9}")
PAIR: Final = re.compile(r"([0-9]{1,9})[-:]([0-9]{1,9})")


def add_result(parser: argparse.ArgumentParser) -> None:
    """The winner, the score, and what there is instead of one."""
    parser.add_argument(
        "winner",
        metavar="WINNER",
        help="the name of the winner, or draw; of a heat all names by place, as Ann,Bob,Cyd",
    )
    parser.add_argument(
        "score",
        metavar="SCORE",
        nargs="?",
        help="side by side as they stand in the match, whoever won: 2-1, or a pair a game: "
        "21-15,18-21,21-19; of a heat the points by place: 10,7,5",
    )
    parser.add_argument("--shootout", metavar="SCORE", help="what decided a level score, as 4-3")
    parser.add_argument("--walkover", action="store_true", help="the other side did not come")


def result_in(asked: argparse.Namespace, stage: Stage) -> Result:
    """The result that was typed for a match of the stage."""
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
