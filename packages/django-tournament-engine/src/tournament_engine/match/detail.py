"""The page of one match: what everybody sees, and what only those concerned see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.match.cards import Card, address_of_matches, card, dashed
from tournament_engine.match.lifecycle import REPORTABLE, MatchState
from tournament_engine.match.listing import place_of
from tournament_engine.match.models import Feeder, Match, MatchSide, ScoreClaim
from tournament_engine.match.permissions import CORRECT, MANAGE
from tournament_engine.match.queries import sides_of
from tournament_engine.match.results import columns, from_plain, occupants
from tournament_engine.match.rounds import number_in_round
from tournament_engine.users import AnyUser

__all__ = ["Claim", "MatchPage", "Onward"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one side says the result is, in words."""

    id: int
    side: int
    name: str
    score: str
    state: str
    state_words: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """A match that this one feeds."""

    code: str
    url: str
    takes_winner: bool


@dataclass(frozen=True, kw_only=True)
class MatchPage:
    """Everything the template of a match shows."""

    subject: Match
    place: str
    number: int
    card: Card
    games: tuple[tuple[int, int], ...]
    onward: tuple[Onward, ...]
    claims: tuple[Claim, ...]
    may_manage: bool
    may_report: bool
    names_asked: tuple[str, ...]

    @classmethod
    def of(cls, match: Match, tournament: Tournament, user: AnyUser, *, rounds: int) -> Self:
        """Gather the page of a match for one user; its part has so many rounds."""
        place = place_of(match, {(match.bracket_id, match.part): rounds})
        address = address_of_matches(tournament.slug, match.bracket.stage.code)
        own = sides_of(user, match)
        is_over = match.state == MatchState.COMPLETED
        may_manage = permissions.can(user, CORRECT if is_over else MANAGE, match)
        sides = tuple(match.sides.all())
        claims = _claims(match, sides) if own or may_manage else ()
        return cls(
            subject=match,
            place=place,
            number=number_in_round(match.code),
            card=card(match, title=place, address=address, seeds={}),
            games=tuple((first, second) for first, second in match.games),
            onward=_onward(match, address),
            claims=claims,
            may_manage=may_manage,
            may_report=bool(own) and match.state in REPORTABLE,
            names_asked=_asked(match, sides, own),
        )

    @property
    def has_games(self) -> bool:
        """Say whether the games tell more than the score does."""
        return len(self.games) > 1


def _claims(match: Match, sides: Sequence[MatchSide]) -> tuple[Claim, ...]:
    """Return what was said of these sides: a correction may have brought others here since."""
    present = [str(side.entrant_id) for side in sides]
    return tuple(_claim(row, sides) for row in match.claims.all() if row.pairing == present)


def _claim(row: ScoreClaim, sides: Sequence[MatchSide]) -> Claim:
    return Claim(
        id=row.pk,
        side=row.side,
        name=_name(sides[row.side]),
        score=_score(row),
        state=row.state,
        state_words=str(row.get_state_display()),
        note=row.note,
        at=row.created_at,
    )


def _score(row: ScoreClaim) -> str:
    told = columns(from_plain(row.result), occupants(row.match))
    first, second = told.scores
    if first is None or second is None:
        return str(told.kind.label)
    shootout = f" ({dashed(told.shootout)})" if told.shootout else ""
    return dashed((first, second)) + shootout


def _onward(match: Match, address: str) -> tuple[Onward, ...]:
    fed = MatchSide.objects.filter(match__bracket=match.bracket_id, feeder_match=match.code)
    rows = fed.order_by("match__position").values_list("match__code", "feeder")
    return tuple(
        Onward(code=code, url=f"{address}{code}/", takes_winner=feeder == Feeder.WINNER)
        for code, feeder in rows
    )


def _asked(match: Match, sides: Sequence[MatchSide], own: frozenset[int]) -> tuple[str, ...]:
    """Return the names of the user's sides that a waiting score asks for an answer."""
    if match.state != MatchState.PENDING_RESULT:
        return ()
    claimed = {row.side for row in match.claims.all() if row.state == "pending"}
    return tuple(_name(side) for side in sides if side.side in own - claimed)


def _name(side: MatchSide) -> str:
    return "" if side.entrant is None else side.entrant.name
