"""Everything that can happen in a dispute. Nothing else writes to its tables."""

from tournament_engine.dispute.services.cases import (
    appeal_dispute,
    contradict,
    open_dispute,
    require_appealable,
    require_contestable,
    withdraw_all,
    withdraw_dispute,
)
from tournament_engine.dispute.services.decisions import (
    claimed_result,
    dismiss_dispute,
    escalate_dispute,
    resolve_dispute,
    review_dispute,
    settle,
)
from tournament_engine.dispute.services.file import add_comment, add_evidence
from tournament_engine.dispute.services.steps import require_judge

__all__ = [
    "add_comment",
    "add_evidence",
    "appeal_dispute",
    "claimed_result",
    "contradict",
    "dismiss_dispute",
    "escalate_dispute",
    "open_dispute",
    "require_appealable",
    "require_contestable",
    "require_judge",
    "resolve_dispute",
    "review_dispute",
    "settle",
    "withdraw_all",
    "withdraw_dispute",
]
