"""What a correction would do, to its match and to others, said before it is done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bracketcore.results import Result
from tournament_engine.bracket.services import preview_correction, preview_reopening
from tournament_engine.match.cards import Card, address_of_matches, card, dashed
from tournament_engine.match.listing import place_of, round_counts
from tournament_engine.match.models import Match, ResultKind
from tournament_engine.match.results import Columns, columns, occupants

__all__ = [
    "Change",
    "Correction",
    "changes_of_reopening",
    "columns_of",
    "correction_of",
    "words_of",
]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A match that changes. `is_cleared`: its result is taken away and it is played again."""

    place: str
    card: Card
    is_cleared: bool


@dataclass(frozen=True, kw_only=True)
class Correction:
    """The result in words as it is and as it will be, and the other matches that change."""

    before: str
    after: str
    changes: tuple[Change, ...]


def correction_of(match: Match, result: Result | None) -> Correction:
    """Return all that a correction would do, and do nothing; without a result, a replay."""
    if result is None:
        preview = preview_reopening(bracket=match.bracket, match_id=match.code)
    else:
        preview = preview_correction(bracket=match.bracket, match_id=match.code, result=result)
    others = [code for code in preview.changed if code != match.code]
    rows = Match.objects.for_bracket(match.bracket).filter(code__in=others).with_stage()
    return Correction(
        before=words_of(match, columns_of(match)),
        after=words_of(match, columns(result, occupants(match))),
        changes=tuple(_changes(match, rows, frozenset(preview.cleared))),
    )


def changes_of_reopening(match: Match) -> tuple[Change, ...]:
    """Return the other matches that change when a result is taken back, and do nothing."""
    preview = preview_reopening(bracket=match.bracket, match_id=match.code)
    others = [code for code in preview.changed if code != match.code]
    rows = Match.objects.for_bracket(match.bracket).filter(code__in=others).with_stage()
    return tuple(_changes(match, rows, frozenset(preview.cleared)))


def _changes(match: Match, rows: Iterable[Match], cleared: frozenset[str]) -> Iterator[Change]:
    counts = round_counts(match.tournament)
    address = address_of_matches(match.tournament.slug, match.bracket.stage.code)
    for row in rows:
        place = place_of(row, counts)
        shown = card(row, title=place, address=address, seeds={})
        yield Change(place=place, card=shown, is_cleared=row.code in cleared)


def columns_of(match: Match) -> Columns:
    """Return the result that the rows of a match hold."""
    sides = match.sides.all()
    return Columns(
        kind=ResultKind(match.result_kind),
        games=match.games,
        shootout=match.shootout,
        scores=tuple(side.score for side in sides),
        winner=next((side.side for side in sides if side.is_winner), None),
        places=tuple(side.place for side in sides),
        points=tuple(side.points for side in sides),
    )


def words_of(match: Match, told: Columns) -> str:
    """Return a result in words: its score, or how it ended and for whom."""
    sides = match.sides.all()
    if told.kind == ResultKind.PLACEMENT:
        placed = sorted((place, side) for side, place in enumerate(told.places) if place)
        words = ", ".join(f"{place}. {sides[side].entrant}" for place, side in placed)
        return words or _("all out")
    match told.scores:
        case (int() as first, int() as second):
            shootout = f" ({dashed(told.shootout)})" if told.shootout else ""
            return dashed((first, second)) + shootout
        case _ if told.winner is None:
            return str(told.kind.label)
        case _:
            return f"{told.kind.label} ({sides[told.winner].entrant})"
