"""What challenges hold of people: what they show with a claim, and who decided on it."""

from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.privacy.holdings import Holding, declare

__all__ = ["declare_personal"]


def declare_personal() -> None:
    """Say what these tables hold; whose progress it is, the rosters and entrants say."""
    declare(
        Holding(
            model=ChallengeCompletion,
            owner=("claimed_by",),
            tournament="tournament",
            blank=("text", "links"),
            swept=("text", "links", "reason"),
            files=("picture",),
        ),
        Holding(
            model=Challenge,
            tournament="tournament",
            swept=("name", "description", "reason"),
            impersonal=("rule", "params", "currency", "badge"),
        ),
    )
