"""What is put on file in a case: evidence and comments. It is appended to and never rewritten."""

from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.dispute.lifecycle import UNRESOLVED, Step
from tournament_engine.dispute.models import Dispute, DisputeComment, DisputeEvidence
from tournament_engine.dispute.permissions import REVIEW, VIEW
from tournament_engine.dispute.services import steps
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.links import checked_link
from tournament_engine.text import prose
from tournament_engine.users import User

__all__ = ["add_comment", "add_evidence"]


@transaction.atomic
def add_evidence(*, dispute: Dispute, by: User, text: str = "", link: str = "") -> DisputeEvidence:
    """Show something: a text, a link, or both. Parties and staff do, while the case is open."""
    dispute = steps.lock_case(dispute)
    permissions.require(by, VIEW, dispute)
    _require_open(dispute)
    clean = prose(text, field="text", longest=steps.LONGEST_TEXT)
    address = link and checked_link(link, field="link")
    if not clean and not address:
        message = _("Describe what you saw, or give a link to it.")
        raise InvalidInput(message, code="empty", field="text")
    evidence = DisputeEvidence.objects.create(dispute=dispute, by=by, text=clean, link=address)
    audit.log(by=by, action="dispute.evidence", subject=dispute, after={"evidence": evidence.pk})
    _announce(dispute, evidence=evidence.pk)
    return evidence


@transaction.atomic
def add_comment(*, dispute: Dispute, text: str, by: User, internal: bool = False) -> DisputeComment:
    """Say something to everybody in the case, or in a note among the staff."""
    dispute = steps.lock_case(dispute)
    permissions.require(by, REVIEW if internal else VIEW, dispute)
    if not internal:
        _require_open(dispute)
    clean = steps.written(text, field="text", longest=steps.LONGEST_TEXT)
    comment = DisputeComment.objects.create(
        dispute=dispute, by=by, step=Step.COMMENT, is_internal=internal, text=clean
    )
    after = {"comment": comment.pk, "internal": internal}
    audit.log(by=by, action="dispute.comment", subject=dispute, after=after)
    _announce(dispute, comment=comment.pk)
    return comment


def _require_open(dispute: Dispute) -> None:
    if dispute.state not in UNRESOLVED:
        message = _("The case is %s: nothing more is put on file.")
        raise Conflict(message % dispute.get_state_display(), code="closed")


def _announce(dispute: Dispute, **entry: int) -> None:
    [(kind, number)] = entry.items()
    events.announce(
        events.dispute_filed,
        key=f"{dispute.pk}:{kind}:{number}",
        tournament=dispute.tournament_id,
        dispute=dispute.pk,
        kind=kind,
        entry=number,
    )
