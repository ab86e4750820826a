"""What a correction would do to other matches, said before it is done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tournament_engine.bracket.services import Preview
from tournament_engine.match.cards import Card, address_of_matches, card
from tournament_engine.match.listing import place_of, round_counts
from tournament_engine.match.models import Match

__all__ = ["Change", "changes_of"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A match that changes. `is_cleared`: its result is taken away and it is played again."""

    place: str
    card: Card
    is_cleared: bool


def changes_of(match: Match, preview: Preview) -> list[Change]:
    """Return the other matches that a correction of `match` changes, in playing order."""
    codes = [code for code in preview.changed if code != match.code]
    rows = Match.objects.for_bracket(match.bracket).filter(code__in=codes).with_stage()
    return list(_changes(match, rows, frozenset(preview.cleared)))


def _changes(match: Match, rows: Iterable[Match], cleared: frozenset[str]) -> Iterator[Change]:
    counts = round_counts(match.tournament)
    address = address_of_matches(match.tournament.slug, match.bracket.stage.code)
    for row in rows:
        place = place_of(row, counts)
        shown = card(row, title=place, address=address, seeds={})
        yield Change(place=place, card=shown, is_cleared=row.code in cleared)
