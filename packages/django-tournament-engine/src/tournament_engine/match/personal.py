"""What matches hold of people: what they claimed, asked for and were told."""

from tournament_engine.match.models import (
    HeatForfeit,
    Lobby,
    Match,
    MatchCheckIn,
    MatchReminder,
    MatchSide,
    RescheduleRequest,
    RoundWindow,
    ScoreClaim,
)
from tournament_engine.match.models.vetoes import Veto, VetoChoice, VetoPlan
from tournament_engine.match.ranked import RankedResult
from tournament_engine.privacy.holdings import Holding, declare

__all__ = ["declare_personal"]


def declare_personal() -> None:
    """Say what these tables hold."""
    declare(
        Holding(
            model=ScoreClaim,
            owner=("by",),
            tournament="match__tournament",
            blank=("note", "evidence_url"),
            swept=("note",),
            impersonal=("pairing", "result"),
        ),
        Holding(model=MatchCheckIn, tournament="match__tournament"),
        Holding(
            model=HeatForfeit,
            owner=("entrant__registration__user",),
            tournament="match__tournament",
            blank=("reason",),
            swept=("reason",),
        ),
        Holding(
            model=RescheduleRequest,
            owner=("by",),
            tournament="match__tournament",
            blank=("note",),
            swept=("note",),
            impersonal=("pairing", "agreed"),
        ),
        Holding(
            model=MatchReminder,
            owner=("recipient",),
            tournament="match__tournament",
            deleted=True,
        ),
        Holding(model=RankedResult, tournament="match__tournament", swept=("outcomes",)),
        Holding(model=Lobby, impersonal=("server", "code", "password", "map_name", "chat_url")),
        Holding(model=VetoChoice, tournament="veto__match__tournament", impersonal=("option",)),
        Holding(model=Veto, impersonal=("options", "pairing", "steps")),
        Holding(model=VetoPlan, impersonal=("options", "steps")),
        Holding(model=MatchSide, impersonal=("feeder_match",)),
        Holding(model=RoundWindow, impersonal=("part",)),
        Holding(
            model=Match,
            impersonal=("code", "part", "games", "shootout", "station"),
        ),
    )
