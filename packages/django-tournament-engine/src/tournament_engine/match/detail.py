"""The page of one match: what everybody sees, and what only those concerned see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.match.cards import Card, address_of_matches, card, slot_words
from tournament_engine.match.changes import words_of
from tournament_engine.match.heats import forfeited
from tournament_engine.match.lifecycle import REPORTABLE, MatchState
from tournament_engine.match.listing import place_of
from tournament_engine.match.logistics import Logistics
from tournament_engine.match.logistics_forms import TimeForm
from tournament_engine.match.models import Feeder, Match, MatchSide, ScoreClaim, Veto
from tournament_engine.match.permissions import CORRECT, MANAGE
from tournament_engine.match.queries import sides_of
from tournament_engine.match.results import columns, from_plain, is_heat, occupants
from tournament_engine.match.rounds import number_in_round
from tournament_engine.match.vetoing import Played, is_current, played_on
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
    evidence_url: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """A match that this one feeds, and with whom."""

    code: str
    url: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One of a heat: where it came in, and what that was worth."""

    name: str
    place: int | None
    points: int | None
    is_winner: bool
    is_out: bool


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
    logistics: Logistics | None

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
            # Nobody else pays for asking, and nobody else is told.
            logistics=Logistics.of(match, tournament, own, timezone.now(), may_manage=may_manage)
            if own or may_manage
            else None,
        )

    @property
    def is_heat(self) -> bool:
        """Say whether more than two meet here."""
        return is_heat(self.subject)

    @property
    def placed(self) -> list[Placed]:
        """The entrants of a heat, as they came in; those without a place last."""
        seated = [side for side in self.subject.sides.all() if not side.is_bye]
        out = frozenset() if self.subject.result_kind else forfeited(self.subject)
        by_place = sorted(seated, key=lambda side: (side.place is None, side.place or 0))
        return [
            Placed(
                name=slot_words(side) if side.entrant is None else side.entrant.name,
                place=side.place,
                points=side.points,
                is_winner=side.is_winner,
                is_out=side.side in out,
            )
            for side in by_place
        ]

    @property
    def played_on(self) -> tuple[Played, ...]:
        """What the games are played on, once the sides have banned and picked."""
        try:
            veto = self.subject.veto
        except Veto.DoesNotExist:
            return ()
        names = [_name(side) for side in self.subject.sides.all()]
        return played_on(veto, names) if is_current(veto, self.subject) else ()

    @property
    def time_form(self) -> TimeForm:
        """The form for a proposal of another time."""
        return TimeForm()

    @property
    def has_points(self) -> bool:
        """Say whether the places of this heat were worth points."""
        return any(side.points is not None for side in self.subject.sides.all())

    @property
    def has_games(self) -> bool:
        """Say whether the games tell more than the score does."""
        return len(self.games) > 1


def _claims(match: Match, sides: Sequence[MatchSide]) -> tuple[Claim, ...]:
    """Return what was said of these sides: a correction may have brought others here since."""
    present = ["" if side.entrant_id is None else str(side.entrant_id) for side in sides]
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
        evidence_url=row.evidence_url,
        at=row.created_at,
    )


def _score(row: ScoreClaim) -> str:
    told = columns(from_plain(row.result), occupants(row.match))
    return words_of(row.match, told)


def _onward(match: Match, address: str) -> tuple[Onward, ...]:
    fed = MatchSide.objects.filter(match__bracket=match.bracket_id, feeder_match=match.code)
    rows = fed.order_by("match__position", "feeder_place")
    return tuple(
        Onward(code=code, url=f"{address}{code}/", label=_who_goes_on(feeder, place))
        for code, feeder, place in rows.values_list("match__code", "feeder", "feeder_place")
    )


def _who_goes_on(feeder: str, place: int | None) -> str:
    if feeder == Feeder.PLACE:
        return _("Place %(place)s goes to") % {"place": place}
    return _("Winner goes to") if feeder == Feeder.WINNER else _("Loser goes to")


def _asked(match: Match, sides: Sequence[MatchSide], own: frozenset[int]) -> tuple[str, ...]:
    """Return the names of the user's sides that a waiting score asks for an answer."""
    if match.state != MatchState.PENDING_RESULT:
        return ()
    claimed = {row.side for row in match.claims.all() if row.state == "pending"}
    return tuple(_name(side) for side in sides if side.side in own - claimed)


def _name(side: MatchSide) -> str:
    return "" if side.entrant is None else side.entrant.name
