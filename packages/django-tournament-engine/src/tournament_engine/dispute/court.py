"""What the floors below ask of disputes: `match` of contested results, `bracket` of new draws."""

from collections.abc import Collection

from bracketcore import Stage
from bracketcore.results import Result
from tournament_engine.bracket.models import Bracket
from tournament_engine.dispute import services
from tournament_engine.dispute.held import hold_again
from tournament_engine.dispute.models import Dispute
from tournament_engine.match.models import Match
from tournament_engine.users import User

__all__ = ["changed", "contradicted", "discarded", "generated", "published", "settled"]


def contradicted(match: Match, *, side: int, by: User) -> None:
    """Two claims contradict each other: that is a case."""
    services.contradict(match=match, side=side, by=by)


def settled(match: Match, *, result: Result, by: User | None, reason: str) -> None:
    """An official result decides the case; the system gives none to a contested match."""
    if by is not None:
        services.settle(match=match, result=result, by=by, reason=reason)


def generated(bracket: Bracket, stage: Stage) -> None:
    """Nothing to do: nobody plays a draw that nobody has seen."""


def published(bracket: Bracket, stage: Stage) -> None:  # noqa: ARG001 - the mirror's own names
    """Hold a stage that was drawn while its entrants are still contested."""
    if Dispute.objects.unresolved().filter(tournament=bracket.tournament).exists():
        hold_again(bracket.tournament)


def changed(bracket: Bracket, stage: Stage, match_ids: Collection[str], reason: str) -> None:
    """Nothing to do: the rows of the matches say themselves that they are held."""


def discarded(bracket: Bracket) -> None:
    """Nothing to do: a match with a case cannot be removed."""
