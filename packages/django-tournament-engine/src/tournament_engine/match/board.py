"""The bracket page's picture of a stage, laid out from the rows of its matches.

A stage falls into parts. A part whose matches must be won is drawn: rounds side by side,
every round with a fixed number of places, so that a match stands between its feeders.
Any other part is a table of everybody against everybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.ranks import Rank
from tournament_engine.core.models import StageConfig
from tournament_engine.match.cards import Card, address_of_matches, card, seeds_of
from tournament_engine.match.crosstable import CrossTable, cross_table
from tournament_engine.match.listing import has_heats
from tournament_engine.match.models import Match
from tournament_engine.match.rounds import match_title, number_in_round, part_title, round_title

__all__ = ["Board", "Draw", "Pool", "Round", "board", "is_drawn"]


@dataclass(frozen=True, kw_only=True)
class Round:
    """A column of the drawing, or a round of a pool. A place without a match is None."""

    anchor: str
    title: str
    cards: tuple[Card | None, ...]
    joins: str = ""
    is_now: bool = False


@dataclass(frozen=True, kw_only=True)
class Draw:
    """A knockout part: its rounds from the first to the last."""

    title: str
    rounds: tuple[Round, ...]


@dataclass(frozen=True, kw_only=True)
class Pool:
    """A part in which everybody meets everybody; the table only while it fits a page."""

    part: str
    title: str
    table: CrossTable | None
    rounds: tuple[Round, ...]


@dataclass(frozen=True, kw_only=True)
class Board:
    """One stage. `asides` are single matches beside the draw, such as the third place."""

    code: str
    name: str
    state: str
    state_words: str
    draws: tuple[Draw, ...]
    asides: tuple[Round, ...]
    pools: tuple[Pool, ...]


def board(
    slug: str,
    bracket: Bracket,
    matches: Sequence[Match],
    through: frozenset[int],
    ranks: Mapping[int, Rank],
) -> Board:
    """Lay out a stage; `through` are the entrants that play on in a later one.

    `ranks` order the tables of everybody against everybody; a draw needs none.
    """
    stage, parts = bracket.stage, _by_part(matches)
    artist = _Artist(slug, stage, matches)
    drawn = {part: rows for part, rows in parts.items() if is_drawn(rows)}
    singles = {part for part, rows in drawn.items() if len(rows) == 1 and len(drawn) > 1}
    return Board(
        code=stage.code,
        name=stage.name,
        state=bracket.state,
        state_words=str(bracket.get_state_display()),
        draws=tuple(artist.draw(part, drawn[part]) for part in drawn if part not in singles),
        asides=tuple(artist.rounds(part, drawn[part])[0] for part in drawn if part in singles),
        pools=tuple(
            artist.pool(part, rows, through, ranks, is_alone=len(parts) == 1)
            for part, rows in parts.items()
            if part not in drawn
        ),
    )


class _Artist:
    """Holds what every card of one stage needs."""

    def __init__(self, slug: str, stage: StageConfig, matches: Sequence[Match]) -> None:
        self.stage = stage
        self.address = address_of_matches(slug, stage.code)
        self.seeds: Mapping[int, int] = seeds_of(matches)

    def draw(self, part: str, matches: Sequence[Match]) -> Draw:
        rounds = self.rounds(part, matches)
        # From a heat several go on, to several others: no line says who meets whom.
        joined = rounds if has_heats(self.stage) else _joined(rounds)
        return Draw(title=part_title(part), rounds=_with_now(joined))

    def pool(
        self,
        part: str,
        matches: Sequence[Match],
        through: frozenset[int],
        ranks: Mapping[int, Rank],
        *,
        is_alone: bool,
    ) -> Pool:
        rounds = self.rounds(part, matches, is_drawn=False)
        cards = {shown.code: shown for item in rounds for shown in item.cards if shown}
        title = self.stage.name if is_alone else part_title(part)
        table = cross_table(matches, cards, ranks, through)
        return Pool(part=part, title=title, table=table, rounds=rounds)

    def rounds(
        self, part: str, matches: Sequence[Match], *, is_drawn: bool = True
    ) -> tuple[Round, ...]:
        """Return the rounds of a part with every match at its place."""
        by_number = _by_round(matches)
        last = max(by_number)
        return tuple(
            Round(
                anchor=f"{self.stage.code}-{part}-{number}",
                title=(title := self._title(part, number, last, is_drawn=is_drawn)),
                cards=self._cards(rows, title),
            )
            for number, rows in by_number.items()
        )

    def _title(self, part: str, number: int, last: int, *, is_drawn: bool) -> str:
        heats = has_heats(self.stage)
        return round_title(part, number, last, is_drawn=is_drawn, has_heats=heats)

    def _cards(self, matches: Sequence[Match], title: str) -> tuple[Card | None, ...]:
        places: dict[int, Card] = {
            number_in_round(match.code): card(
                match,
                title=match_title(match, title, matches),
                address=self.address,
                seeds=self.seeds,
            )
            for match in matches
        }
        return tuple(places.get(number) for number in range(1, max(places) + 1))


def is_drawn(matches: Iterable[Match]) -> bool:
    """Tell whether these matches make a knockout rather than a table."""
    return all(match.decisive for match in matches)


def _by_part(matches: Iterable[Match]) -> dict[str, list[Match]]:
    parts: defaultdict[str, list[Match]] = defaultdict(list)
    for match in matches:
        parts[match.part].append(match)
    return dict(parts)


def _by_round(matches: Iterable[Match]) -> dict[int, list[Match]]:
    rounds: defaultdict[int, list[Match]] = defaultdict(list)
    for match in matches:
        rounds[match.round].append(match)
    return dict(sorted(rounds.items()))


def _joined(rounds: Sequence[Round]) -> tuple[Round, ...]:
    """Give every round as many places as feed the next: as many, or twice as many."""
    joined: list[Round] = []
    places = 0
    for item in reversed(rounds):
        is_last = not joined
        joins = "" if is_last else "te-merging" if len(item.cards) > places else "te-straight"
        places = len(item.cards) if is_last else places * (2 if joins == "te-merging" else 1)
        gaps = (None,) * (places - len(item.cards))
        joined.append(replace(item, cards=item.cards + gaps, joins=joins))
    return tuple(reversed(joined))


def _with_now(rounds: Sequence[Round]) -> tuple[Round, ...]:
    """Mark the round that a phone shows first: the earliest where something is open."""
    now = next((item for item in rounds if _is_open(item)), rounds[-1])
    return tuple(replace(item, is_now=item is now) for item in rounds)


def _is_open(item: Round) -> bool:
    return any(shown is not None and not shown.is_settled for shown in item.cards)
