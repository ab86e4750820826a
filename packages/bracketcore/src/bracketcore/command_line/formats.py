"""The formats and their options, as the command line takes them."""

import argparse
from collections.abc import Iterable
from typing import Any, Final

__all__ = ["add_formats", "name_list"]

Formats = Any  # argparse keeps the type of its subparsers to itself
LEFT_OUT: Final = argparse.SUPPRESS
POINTS_OF_A_MATCH: Final = 3

# Options as somebody could ask for them, for the help of each format.
EXAMPLES: Final = {
    "single-elimination": " --third-place --best-of 3",
    "double-elimination": " --grand-final single",
    "round-robin": " --legs 2 --tiebreaks football_goal_difference",
    "pools": " --pools 4 --points 1,1/2,0",
    "free-for-all": " --heat-size 8 --advance 4",
}


def add_formats(create: argparse.ArgumentParser) -> Iterable[argparse.ArgumentParser]:
    """A subcommand for each format; what is left out of its options is no option of it."""
    formats = create.add_subparsers(title="formats", required=True, metavar="FORMAT")
    _add_single_elimination(formats)
    _add_double_elimination(formats)
    _add_round_robin(formats)
    _add_pools(formats)
    _add_small_formats(formats)
    _add_free_for_all(formats)
    for name, parser in formats.choices.items():
        parser.set_defaults(name=name)
        parser.epilog = (
            f"as: bracketcore create {name}{EXAMPLES.get(name, '')} names.txt > cup.json"
        )
    parsers: Iterable[argparse.ArgumentParser] = formats.choices.values()
    return parsers


def _add_single_elimination(formats: Formats) -> None:
    single = formats.add_parser("single-elimination", help="lose once and you are out")
    single.add_argument(
        "--third-place",
        action="store_true",
        default=LEFT_OUT,
        help="the losing semi-finalists play for the third place",
    )
    _choice(single, "--classification", "none", "all", help="all: losers play all places out")
    _add_best_of(single)


def _add_double_elimination(formats: Formats) -> None:
    double = formats.add_parser("double-elimination", help="lose twice and you are out")
    _choice(
        double, "--grand-final", "reset", "single", "none", help="what follows the two brackets"
    )
    _choice(
        double,
        "--drops",
        "latest_rematch",
        "natural",
        "reverse",
        help="where losers of the upper bracket go on",
    )
    _number(double, "--upper-entrants", "the names after the first N start in the lower bracket")
    _add_best_of(double)


def _add_round_robin(formats: Formats) -> None:
    robin = formats.add_parser("round-robin", help="everybody meets everybody")
    _add_round_robin_options(robin)


def _add_pools(formats: Formats) -> None:
    pools = formats.add_parser("pools", help="several round robins side by side")
    pools.add_argument("--pools", type=int, required=True, metavar="N", help="how many pools")
    _choice(pools, "--distribution", "snake", "effort", "bracket", help="how to deal the names")
    _add_round_robin_options(pools)


def _add_round_robin_options(parser: argparse.ArgumentParser) -> None:
    _number(parser, "--legs", "how often everybody meets (1)")
    _choice(parser, "--order", "berger", "circle", help="the tables that order the matches")
    parser.add_argument(
        "--points",
        type=_match_points,
        default=LEFT_OUT,
        metavar="WIN,DRAW,LOSS",
        help="what a match is worth (3,1,0; fractions as 1/2)",
    )
    parser.add_argument(
        "--tiebreaks",
        type=name_list,
        default=LEFT_OUT,
        metavar="CODES",
        help="what separates equal points, as DE,SD,SF or football_goal_difference",
    )
    _add_best_of(parser)


def _add_small_formats(formats: Formats) -> None:
    for name, what in (
        ("stepladder", "the last two begin, and each winner meets the next better"),
        ("page-playoff", "four names; the first two may lose once"),
        ("dual-tournament", "four names; two of them go on after two wins"),
    ):
        _add_best_of(formats.add_parser(name, help=what))


def _add_free_for_all(formats: Formats) -> None:
    heats = formats.add_parser("free-for-all", help="heats of more than two, to a final")
    _number(heats, "--heat-size", "how many meet in a heat at most (4)")
    _number(heats, "--advance", "how many of a heat go on (2)")
    heats.add_argument(
        "--points",
        type=name_list,
        default=LEFT_OUT,
        metavar="FIRST,SECOND,…",
        help="what the places of a heat are worth (nothing; fractions as 1/2)",
    )


def _add_best_of(parser: argparse.ArgumentParser) -> None:
    _number(parser, "--best-of", "how many games a match has at most (1)")


def _number(parser: argparse.ArgumentParser, name: str, what: str) -> None:
    parser.add_argument(name, type=int, default=LEFT_OUT, metavar="N", help=what)


def _choice(parser: argparse.ArgumentParser, name: str, *choices: str, help: str) -> None:  # noqa: A002  argparse's word
    parser.add_argument(name, choices=choices, default=LEFT_OUT, help=help)


def name_list(text: str) -> list[str]:
    """The parts between commas.

    >>> name_list("DE, SD")
    ['DE', 'SD']
    """
    return [part.strip() for part in text.split(",")]


def _match_points(text: str) -> dict[str, str]:
    parts = name_list(text)
    if len(parts) != POINTS_OF_A_MATCH:
        raise argparse.ArgumentTypeError("write three numbers, as 3,1,0")
    return dict(zip(("win", "draw", "loss"), parts, strict=True))
