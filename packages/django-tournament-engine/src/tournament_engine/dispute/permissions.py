"""Who raises a dispute, who reads it, and who decides it: never a party to it."""

from typing import Any

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import define_by_role, holds
from tournament_engine.core.roles import DECIDE_ESCALATED, REVIEW_DISPUTE
from tournament_engine.dispute.models import Dispute, EvidenceFile
from tournament_engine.match.models import Match
from tournament_engine.match.permissions import may_report
from tournament_engine.registration.permissions import is_party as is_party_to
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.permissions import let_read
from tournament_engine.users import AnyUser

__all__ = ["APPEAL", "DECIDE", "OPEN", "OWN", "REVIEW", "VIEW", "declare", "is_party"]

OPEN = "tournament_engine.open_dispute"
OWN = "tournament_engine.view_own_disputes"
VIEW = "tournament_engine.view_dispute"
APPEAL = "tournament_engine.appeal_dispute"
REVIEW = REVIEW_DISPUTE
DECIDE = DECIDE_ESCALATED


def declare() -> None:
    """Put the capabilities of disputes into the registry."""
    permissions.define(OPEN, may_open)
    permissions.define(OWN, may_have_own, has_object=False)
    permissions.define(VIEW, may_view)
    permissions.define(APPEAL, may_appeal)
    define_by_role(REVIEW, may_review)
    define_by_role(DECIDE, may_decide)
    let_read("evidence", may_read_evidence)
    let_read("video", may_read_evidence)


def may_open(user: AnyUser, match: Match) -> bool:
    """Whether someone acts for a side of the match; what else must hold, the service says."""
    return may_report(user, match)


def may_have_own(user: AnyUser, _: object) -> bool:
    """Whether someone can have cases of their own: everybody who is logged in."""
    return user.is_authenticated and user.is_active


def may_view(user: AnyUser, dispute: Dispute) -> bool:
    """Whether someone reads a case: its parties, and the staff for disputes."""
    return is_party(user, dispute) or holds(user, dispute.tournament, REVIEW)


def may_read_evidence(user: AnyUser, stored: StoredFile) -> bool:
    """Whether someone sees a picture or a film: who reads the case that it is evidence in."""
    files = EvidenceFile.objects.filter(stored=stored)
    file = files.select_related("evidence__dispute__tournament", "evidence__dispute__match").first()
    return file is not None and permissions.can(user, VIEW, file.evidence.dispute)


def may_appeal(user: AnyUser, dispute: Dispute) -> bool:
    """Whether someone acts for a side of the match that was decided."""
    return may_report(user, dispute.match)


def may_review(user: AnyUser, subject: Dispute | Tournament) -> bool:
    """Whether someone reviews a case, or cases at all: the staff, and never a party."""
    return _may(user, subject, REVIEW)


def may_decide(user: AnyUser, subject: Dispute | Tournament) -> bool:
    """Whether someone decides what was passed to the head referee; never a party."""
    return _may(user, subject, DECIDE)


def is_party(user: AnyUser, dispute: Dispute) -> bool:
    """Whether someone plays for, speaks for or spoke for a side of a case."""
    if not user.is_authenticated:
        return False
    if dispute.opened_by_id == user.pk or _claimed(user, dispute):
        return True
    return is_party_to(user, [int(key) for key in dispute.pairing if key])


def _claimed(user: Any, dispute: Dispute) -> bool:
    return dispute.match.claims.filter(by=user, pairing=dispute.pairing).exists()


def _may(user: AnyUser, subject: Dispute | Tournament, capability: str) -> bool:
    if isinstance(subject, Tournament):
        return holds(user, subject, capability)
    return holds(user, subject.tournament, capability) and not is_party(user, subject)
