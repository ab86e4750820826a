"""Everything that happens to challenges. Nothing else writes to their tables."""

from tournament_engine.challenge.services.awarding import award_challenges, settle_challenges
from tournament_engine.challenge.services.challenges import (
    cancel_challenge,
    close_challenge,
    create_challenge,
    edit_challenge,
)
from tournament_engine.challenge.services.claims import (
    ClaimOutcome,
    bulk_reject_completions,
    bulk_verify_completions,
    claim_challenge,
    reject_completion,
    submit_evidence,
    verify_completion,
)
from tournament_engine.challenge.services.counting import (
    count_match,
    recount_challenge,
    recount_tournament,
)

__all__ = [
    "ClaimOutcome",
    "award_challenges",
    "bulk_reject_completions",
    "bulk_verify_completions",
    "cancel_challenge",
    "claim_challenge",
    "close_challenge",
    "count_match",
    "create_challenge",
    "edit_challenge",
    "recount_challenge",
    "recount_tournament",
    "reject_completion",
    "settle_challenges",
    "submit_evidence",
    "verify_completion",
]
