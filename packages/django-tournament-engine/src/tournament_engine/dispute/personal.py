"""What disputes hold of people: their words and files, and who decided."""

from tournament_engine.dispute.models import Dispute, DisputeComment, DisputeEvidence, EvidenceFile
from tournament_engine.dispute.services.erasing import leave_decisions
from tournament_engine.privacy.holdings import Holding, declare

__all__ = ["declare_personal"]


def declare_personal() -> None:
    """Say what these tables hold."""
    declare(
        Holding(
            model=EvidenceFile,
            owner=("evidence__by",),
            tournament="evidence__dispute__tournament",
            files=("stored",),
        ),
        Holding(
            model=DisputeEvidence,
            owner=("by",),
            tournament="dispute__tournament",
            said=("text",),
            swept=("text",),
            blank=("link",),
        ),
        Holding(
            model=DisputeComment,
            owner=("by",),
            tournament="dispute__tournament",
            said=("text",),
            swept=("text", "facts"),
        ),
        Holding(
            model=Dispute,
            tournament="tournament",
            swept=("decision",),
            impersonal=("pairing",),
            handled=("decided_by",),
            also=leave_decisions,
        ),
    )
