"""Tables of challenges."""

from tournament_engine.challenge.models.challenges import Challenge
from tournament_engine.challenge.models.subjects import (
    ChallengeCompletion,
    ChallengeProgress,
    ChallengeScore,
)

__all__ = ["Challenge", "ChallengeCompletion", "ChallengeProgress", "ChallengeScore"]
