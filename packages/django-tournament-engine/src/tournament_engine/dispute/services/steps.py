"""What every act on a case does: lock it, move it, put it on file, tell everybody."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.dispute.lifecycle import TRANSITIONS, DisputeState, Step
from tournament_engine.dispute.models import Dispute, DisputeComment
from tournament_engine.dispute.permissions import DECIDE, REVIEW, is_party
from tournament_engine.errors import InvalidInput, NotAllowed, StaleVersion
from tournament_engine.locks import lock
from tournament_engine.match import services as matches
from tournament_engine.text import prose
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "LONGEST_DECISION",
    "LONGEST_TEXT",
    "announce",
    "check_version",
    "lock_case",
    "move",
    "put_on_file",
    "require_judge",
    "written",
]

LONGEST_TEXT = 2000

#: As long as the reason that the log and the sides read.
LONGEST_DECISION = 500


def lock_case(dispute: Dispute) -> Dispute:
    """Lock tournament, bracket, match and case, in this order, and bring all up to date."""
    match = matches.lock_match(dispute.match)
    lock(dispute)
    dispute.match, dispute.tournament = match, match.tournament
    return dispute


def require_judge(by: User, dispute: Dispute) -> None:
    """Raise NotAllowed unless somebody may act on the case, who is no party to it."""
    if is_party(by, dispute):
        message = _("You are a party to this dispute: somebody else has to decide it.")
        raise NotAllowed(message, code="own_case")
    escalated = dispute.state == DisputeState.ESCALATED
    permissions.require(by, DECIDE if escalated else REVIEW, dispute)


def check_version(dispute: Dispute, version: int | None) -> None:
    """Raise StaleVersion where the case moved on since somebody read it."""
    if version is not None and version != dispute.version:
        message = _("Something happened in this case meanwhile: look at it again.")
        raise StaleVersion(message, version=dispute.version)


def written(text: str, *, field: str, longest: int) -> str:
    """Return a text as it is stored; raise InvalidInput when there is none."""
    clean = prose(text, field=field, longest=longest)
    if not clean:
        message = _("Write at least a sentence: the others have to understand you.")
        raise InvalidInput(message, code="empty", field=field)
    return clean


def move(
    dispute: Dispute,
    target: DisputeState,
    step: Step,
    *,
    by: User | None,
    text: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Follow one edge of the life of a case: written, put on file, logged and announced."""
    before = dispute.state
    check_transition(TRANSITIONS, before, target)
    dispute.state = target
    dispute.version += 1
    dispute.save()
    put_on_file(dispute, step, by=by, text=text, facts=facts)
    audit.log(
        by=by,
        action=f"dispute.{step}",
        subject=dispute,
        before={"state": before},
        after={"state": str(target), **(facts or {})},
        reason=text[:LONGEST_DECISION],
    )
    announce(dispute, step)


def put_on_file(
    dispute: Dispute,
    step: Step,
    *,
    by: User | None,
    text: str = "",
    facts: Mapping[str, Any] | None = None,
) -> DisputeComment:
    """Append an entry to the file that everybody in the case reads."""
    return DisputeComment.objects.create(
        dispute=dispute, step=step, by=by, text=text, facts=dict(facts or {})
    )


def announce(dispute: Dispute, step: Step) -> None:
    """Say what became of a case, once this transaction has committed."""
    events.announce(
        events.dispute_changed,
        key=f"{dispute.pk}:{dispute.version}",
        tournament=dispute.tournament_id,
        match=dispute.match_id,
        dispute=dispute.pk,
        state=str(dispute.state),
        step=str(step),
    )
