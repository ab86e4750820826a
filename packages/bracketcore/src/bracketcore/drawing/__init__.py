"""A stage as a picture: a standalone SVG that needs neither colour nor sight to be read."""

from typing import Final

from bracketcore.drawing.knockout import knockout
from bracketcore.drawing.markup import Piece, element, escaped
from bracketcore.drawing.style import STYLE
from bracketcore.drawing.tables import tables
from bracketcore.drawing.words import format_name, summary
from bracketcore.stage import Stage
from bracketcore.structure import Match, Seed

__all__ = ["svg"]

MARGIN: Final = 16


def svg(stage: Stage) -> str:
    """The stage as an SVG document.

    Round robins and pools are cross tables in the order of the standings; whatever leads
    from match to match is drawn as brackets. Names that are too long are cut, and stand
    whole in the title of their match.

    >>> from bracketcore import RoundRobin
    >>> svg(RoundRobin().create(["ann", "bob"])).splitlines()[1]
    '<title>Round robin of 2 entrants</title>'
    """
    league = all(_is_of_league(match) for match in stage.matches)
    return _document(stage, tables(stage) if league else knockout(stage))


def _is_of_league(match: Match) -> bool:
    """Whether nobody comes from another match, and nobody has to win."""
    return not match.decisive and all(isinstance(slot, Seed) for slot in match.slots)


def _document(stage: Stage, piece: Piece) -> str:
    width, height = piece.width + 2 * MARGIN, piece.height + 2 * MARGIN
    title = f"{format_name(stage)} of {len(stage.entrants)} entrants"
    parts = [
        element("title", escaped(title)),
        element("desc", escaped(summary(stage))),
        element("style", STYLE),
        element("rect", class_="paper", width=width, height=height),
        element(
            "g", *(f"\n{one}" for one in piece.elements), transform=f"translate({MARGIN} {MARGIN})"
        ),
    ]
    return element(
        "svg",
        *(f"\n{part}" for part in parts),
        "\n",
        xmlns="http://www.w3.org/2000/svg",
        class_="bracketcore",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        role="group",
    )
