"""What surrounds a match, as one reader may see it: check-in, lobby, another time. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.match.attendance import lobby_opens_at, opens_at_of
from tournament_engine.match.lifecycle import SETTLED, MatchState, RequestState
from tournament_engine.match.models import (
    Lobby,
    Match,
    MatchSide,
    RescheduleRequest,
    Veto,
    VetoPlan,
)
from tournament_engine.match.vetoing import VetoPage, is_current

__all__ = ["Logistics", "Presence", "Proposal", "lobby_for"]

_TWO = 2

_MOVABLE = frozenset({MatchState.SCHEDULED, MatchState.CHECK_IN, MatchState.READY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Whether a side is there, and whether the reader may say so now."""

    side: int
    name: str
    is_in: bool
    may_check_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Another time that a side proposed. `is_open`: it waits, and the reader may answer it."""

    id: int
    name: str
    proposed_at: datetime
    note: str
    state: str
    state_words: str
    may_answer: bool
    may_withdraw: bool
    agreed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Logistics:
    """Everything around a match for somebody who plays in it or sees to it."""

    checks_in: bool
    opens_at: datetime | None
    closes_at: datetime | None
    presences: tuple[Presence, ...]
    lobby: Lobby | None
    lobby_from: datetime | None
    proposals: tuple[Proposal, ...]
    may_propose: bool
    may_start: bool
    veto: VetoPage | None
    may_begin_veto: bool

    @property
    def may_act(self) -> bool:
        """Whether the reader can check somebody in now."""
        return any(one.may_check_in for one in self.presences)

    @classmethod
    def of(
        cls,
        match: Match,
        tournament: Tournament,
        own: frozenset[int],
        now: datetime,
        *,
        may_manage: bool,
    ) -> Self:
        """Gather it for somebody who acts for the sides `own`, or who may manage the match."""
        opens_at = opens_at_of(match, tournament)
        is_open = match.state == MatchState.CHECK_IN or (
            match.state == MatchState.SCHEDULED
            and tournament.state == TournamentState.LIVE
            and opens_at is not None
            and opens_at <= now
        )
        # What the sides say to each other is theirs.
        proposals = _proposals(match, own) if own else ()
        has_begun = match.scheduled_at is not None and match.scheduled_at <= now
        is_movable = match.state in _MOVABLE and not has_begun
        lobby = lobby_for(match, tournament, now, is_staff=may_manage)
        return cls(
            checks_in=opens_at is not None and match.state in _MOVABLE,
            opens_at=opens_at,
            closes_at=match.check_in_closes_at,
            # Without check-in nobody is asked who is there.
            presences=()
            if opens_at is None
            else _presences(match, own, is_open=is_open, may_manage=may_manage),
            lobby=lobby,
            lobby_from=None if lobby else _hidden_until(match, tournament),
            proposals=proposals,
            may_propose=bool(own)
            and is_movable
            and all(row.state != RequestState.PENDING for row in proposals),
            may_start=bool(own or may_manage) and match.state == MatchState.READY,
            veto=_veto_page(match, own, may_manage=may_manage),
            may_begin_veto=match.state in _MOVABLE
            and _veto_of(match) is None
            and _is_planned(match),
        )


def _veto_page(match: Match, own: frozenset[int], *, may_manage: bool) -> VetoPage | None:
    veto = _veto_of(match)
    if veto is None:
        return None
    names = [_name(side) for side in match.sides.all()]
    return VetoPage.of(veto, names, own, may_manage=may_manage)


def _veto_of(match: Match) -> Veto | None:
    """Return the veto of those who meet now; others may have sat here before."""
    try:
        veto = match.veto
    except Veto.DoesNotExist:
        return None
    return veto if is_current(veto, match) else None


def _is_planned(match: Match) -> bool:
    """Whether something is banned or picked before this match."""
    try:
        return bool(match.bracket.stage.veto_plan.steps) and len(match.sides.all()) == _TWO
    except VetoPlan.DoesNotExist:
        return False


def lobby_for(
    match: Match, tournament: Tournament, now: datetime, *, is_staff: bool
) -> Lobby | None:
    """Return the lobby as a side sees it from its time on, and the staff at once."""
    lobby = _lobby_of(match)
    if lobby is None or is_staff:
        return lobby
    if match.state in SETTLED:
        return None
    opens_at = lobby.opens_at or lobby_opens_at(match, tournament)
    return lobby if opens_at is None or opens_at <= now else None


def _lobby_of(match: Match) -> Lobby | None:
    try:
        return match.lobby
    except Lobby.DoesNotExist:
        return None


def _hidden_until(match: Match, tournament: Tournament) -> datetime | None:
    """Return from when a lobby is shown that is there and not shown yet."""
    lobby = _lobby_of(match)
    if lobby is None or match.state in SETTLED:
        return None
    return lobby.opens_at or lobby_opens_at(match, tournament)


def _presences(
    match: Match, own: frozenset[int], *, is_open: bool, may_manage: bool
) -> tuple[Presence, ...]:
    there = set(match.check_ins.values_list("entrant", flat=True))
    return tuple(
        Presence(
            side=side.side,
            name=_name(side),
            is_in=side.entrant_id in there,
            may_check_in=is_open
            and side.entrant_id not in there
            and (may_manage or side.side in own),
        )
        for side in match.sides.all()
        if side.entrant_id is not None
    )


def _proposals(match: Match, own: frozenset[int]) -> tuple[Proposal, ...]:
    sides = list(match.sides.all())
    present = ["" if side.entrant_id is None else str(side.entrant_id) for side in sides]
    rows = RescheduleRequest.objects.filter(match=match)
    return tuple(
        _proposal(row, [_name(side) for side in sides], own)
        for row in rows
        if row.pairing == present
    )


def _proposal(row: RescheduleRequest, names: Sequence[str], own: frozenset[int]) -> Proposal:
    waits = row.state == RequestState.PENDING
    return Proposal(
        id=row.pk,
        name=names[row.side],
        proposed_at=row.proposed_at,
        note=row.note,
        state=row.state,
        state_words=str(row.get_state_display()),
        may_answer=waits and bool(own - {row.side, *row.agreed}),
        may_withdraw=waits and row.side in own,
        agreed=tuple(names[side] for side in row.agreed) if waits else (),
    )


def _name(side: MatchSide) -> str:
    return "" if side.entrant is None else side.entrant.name
