"""Everybody against everybody: the results of a pool as a square table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tournament_engine.bracket.ranks import Rank
from tournament_engine.match.cards import Card, dashed
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match, MatchSide, ResultKind
from tournament_engine.registration.models import Entrant

__all__ = ["Cell", "CrossTable", "Row", "cross_table"]

#: A wider table does not fit a page; its matches are listed round by round.
WIDEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One meeting, seen from the row: the score with the row's side first."""

    text: str
    mark: str
    url: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """An entrant and the meetings with each column's entrant; None on the diagonal."""

    number: int
    name: str
    points: str
    is_through: bool
    cells: tuple[tuple[Cell, ...] | None, ...]


@dataclass(frozen=True, kw_only=True)
class CrossTable:
    """The rows as the entrants stand now; the columns are the same entrants by number."""

    rows: tuple[Row, ...]


def cross_table(
    matches: Sequence[Match],
    cards: Mapping[str, Card],
    ranks: Mapping[int, Rank],
    through: frozenset[int],
) -> CrossTable | None:
    """Return the table of a pool, or None where it would be too wide."""
    entrants = sorted(_entrants(matches).values(), key=lambda entrant: ranks[entrant.pk].order)
    if len(entrants) > WIDEST:
        return None
    meetings = _meetings(matches, cards)
    rows = tuple(
        Row(
            number=number,
            name=entrant.name,
            points=ranks[entrant.pk].points,
            is_through=entrant.pk in through,
            cells=tuple(
                None if other is entrant else tuple(meetings[entrant.pk, other.pk])
                for other in entrants
            ),
        )
        for number, entrant in enumerate(entrants, start=1)
    )
    return CrossTable(rows=rows)


def _entrants(matches: Sequence[Match]) -> dict[int, Entrant]:
    return {
        side.entrant.pk: side.entrant
        for match in matches
        for side in match.sides.all()
        if side.entrant is not None
    }


def _meetings(
    matches: Sequence[Match], cards: Mapping[str, Card]
) -> dict[tuple[int | None, int | None], list[Cell]]:
    meetings: defaultdict[tuple[int | None, int | None], list[Cell]] = defaultdict(list)
    for match in matches:
        first, second = match.sides.all()
        shown = cards[match.code]
        meetings[first.entrant_id, second.entrant_id].append(_cell(match, first, second, shown))
        meetings[second.entrant_id, first.entrant_id].append(_cell(match, second, first, shown))
    return meetings


def _cell(match: Match, own: MatchSide, other: MatchSide, shown: Card) -> Cell:
    mark = _mark(own, other) if shown.is_settled else "te-ahead"
    return Cell(text=_text(match, own, other), mark=mark, url=shown.url, label=shown.label)


def _text(match: Match, own: MatchSide, other: MatchSide) -> str:
    if own.score is not None and other.score is not None:
        return dashed((own.score, other.score))
    if match.state != MatchState.COMPLETED:
        return _("R%(round)s") % {"round": match.round}
    return {ResultKind.DRAW: "="}.get(ResultKind(match.result_kind), _mark_text(own))


def _mark_text(own: MatchSide) -> str:
    return "+" if own.is_winner else "\N{MINUS SIGN}"


def _mark(own: MatchSide, other: MatchSide) -> str:
    if own.is_winner:
        return "te-won"
    return "te-lost" if other.is_winner else ""
