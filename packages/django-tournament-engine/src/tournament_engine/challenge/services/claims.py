"""Claims: that one has done a challenge, with evidence; verified or rejected by the staff.

Each act locks the tournament, the challenge and the completion, and looks again under the
locks. Whoever decides the same twice gets the same answer twice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.challenge.lifecycle import (
    PLAYED_FOR,
    ChallengeKind,
    CompletionState,
    Subject,
)
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.challenge.models.challenges import MAX_TEXT
from tournament_engine.challenge.permissions import CLAIM, REVIEW_CLAIMS, is_own, may_speak_for
from tournament_engine.challenge.services.awarding import award_due
from tournament_engine.challenge.services.steps import begin, lock_completion, move
from tournament_engine.errors import (
    Conflict,
    InvalidInput,
    NotAllowed,
    StaleVersion,
    TournamentError,
)
from tournament_engine.links import checked_link
from tournament_engine.locks import lock
from tournament_engine.registration.models import Entrant, RosterMember
from tournament_engine.text import prose, sentence
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.services import store_upload
from tournament_engine.users import User

__all__ = [
    "MAX_LINKS",
    "ClaimOutcome",
    "bulk_reject_completions",
    "bulk_verify_completions",
    "claim_challenge",
    "reject_completion",
    "submit_evidence",
    "verify_completion",
]

_S = CompletionState

MAX_LINKS = 5
_LONGEST_REASON = 500


@dataclass(frozen=True)
class ClaimOutcome:
    """What became of one claim; without an error the act is done."""

    completion: ChallengeCompletion
    error: TournamentError | None = None


@dataclass(frozen=True, kw_only=True)
class _Evidence:
    """What was sent, as it is stored."""

    text: str
    links: list[str]
    picture: StoredFile | None


def claim_challenge(
    *,
    challenge: Challenge,
    entrant: Entrant,
    by: User,
    member: RosterMember | None = None,
    text: str = "",
    links: Sequence[str] = (),
    picture: "File[bytes] | None" = None,
) -> ChallengeCompletion:
    """Say that one has done a challenge: once, with a text, links, or a picture."""
    permissions.require(by, CLAIM, challenge)
    _require_claimable(challenge, entrant, member, by)
    evidence = _evidence(challenge, text, links, picture, by)
    return _claim(challenge, entrant, member, evidence, by)


def submit_evidence(
    *,
    completion: ChallengeCompletion,
    by: User,
    text: str = "",
    links: Sequence[str] = (),
    picture: "File[bytes] | None" = None,
) -> ChallengeCompletion:
    """Send evidence, or other evidence, for what is still to be checked."""
    _require_speaker(by, completion.entrant, completion.member)
    _require_waiting(completion)
    evidence = _evidence(completion.challenge, text, links, picture, by)
    return _submit(completion, evidence, by)


@transaction.atomic
def verify_completion(
    *, completion: ChallengeCompletion, by: User, version: int | None = None
) -> ChallengeCompletion:
    """Say that a challenge was done: whoever is among the first is rewarded.

    `version` is that of the evidence which was looked at.
    """
    _take(completion, by)
    if completion.state in {_S.VERIFIED, _S.AWARDED}:
        return completion
    _require_waiting(completion, version)
    completion.decided_by, completion.decided_at = by, timezone.now()
    move(completion, _S.VERIFIED, by=by)
    award_due(completion.challenge, by=by)
    completion.refresh_from_db(fields=("state", "awarded_at", "version"))
    return completion


@transaction.atomic
def reject_completion(
    *, completion: ChallengeCompletion, by: User, reason: str, version: int | None = None
) -> ChallengeCompletion:
    """Say that a challenge was not done, and why; it cannot be claimed again."""
    _take(completion, by)
    if completion.state == _S.REJECTED:
        return completion
    _require_waiting(completion, version)
    completion.reason = sentence(reason, field="reason", longest=_LONGEST_REASON)
    completion.decided_by, completion.decided_at = by, timezone.now()
    move(completion, _S.REJECTED, by=by)
    # Whoever comes after moves up.
    award_due(completion.challenge, by=by)
    return completion


def bulk_verify_completions(
    *, completions: Iterable[ChallengeCompletion], by: User
) -> list[ClaimOutcome]:
    """Verify each, in a transaction of its own; return what became of each."""
    return _each(
        completions, lambda row: verify_completion(completion=row, by=by, version=row.version)
    )


def bulk_reject_completions(
    *, completions: Iterable[ChallengeCompletion], by: User, reason: str
) -> list[ClaimOutcome]:
    """Reject each for the same reason, in a transaction of its own; say what became of each."""
    return _each(
        completions,
        lambda row: reject_completion(completion=row, by=by, reason=reason, version=row.version),
    )


def _each(
    completions: Iterable[ChallengeCompletion], act: Callable[[ChallengeCompletion], Any]
) -> list[ClaimOutcome]:
    return [_attempt(row, act) for row in completions]


def _attempt(
    completion: ChallengeCompletion, act: Callable[[ChallengeCompletion], Any]
) -> ClaimOutcome:
    try:
        act(completion)
    except TournamentError as error:
        # A refused act may have written to the instance.
        completion.refresh_from_db()
        return ClaimOutcome(completion, error)
    return ClaimOutcome(completion)


@transaction.atomic
def _claim(
    challenge: Challenge,
    entrant: Entrant,
    member: RosterMember | None,
    evidence: _Evidence,
    by: User,
) -> ChallengeCompletion:
    lock(challenge, after=("tournament",))
    permissions.require(by, CLAIM, challenge)
    _require_claimable(challenge, entrant, member, by)
    completion = ChallengeCompletion(
        challenge=challenge,
        tournament=challenge.tournament,
        entrant=entrant,
        member=member,
        reached_at=timezone.now(),
        claimed_by=by,
        text=evidence.text,
        links=evidence.links,
        picture=evidence.picture,
    )
    try:
        with transaction.atomic():
            return begin(completion, by=by)
    except IntegrityError as error:
        message = _("This was claimed already: it is counted once for each.")
        raise Conflict(message, code="claimed_already") from error


@transaction.atomic
def _submit(completion: ChallengeCompletion, evidence: _Evidence, by: User) -> ChallengeCompletion:
    lock_completion(completion)
    _require_speaker(by, completion.entrant, completion.member)
    _require_waiting(completion)
    completion.text, completion.links = evidence.text, evidence.links
    completion.picture = evidence.picture or completion.picture
    completion.claimed_by = by
    completion.version += 1
    completion.save()
    audit.log(by=by, action="completion.evidence", subject=completion)
    return completion


def _require_claimable(
    challenge: Challenge, entrant: Entrant, member: RosterMember | None, by: User
) -> None:
    """Refuse a claim that nobody asks for, out of time, or for somebody else."""
    if challenge.kind != ChallengeKind.MANUAL:
        raise Conflict(_("This is counted from the results: nobody claims it."), code="counted")
    is_running = challenge.is_standing and challenge.tournament.state in PLAYED_FOR
    if not is_running or not challenge.is_open_at(timezone.now()):
        raise Conflict(_("This challenge is not open now."), code="closed")
    _require_subject(challenge, entrant, member)
    _require_speaker(by, entrant, member)
    if challenge.winners is not None and _awarded(challenge) >= challenge.winners:
        raise Conflict(_("All rewards of this challenge are given already."), code="all_given")


def _require_subject(challenge: Challenge, entrant: Entrant, member: RosterMember | None) -> None:
    is_here = entrant.tournament_id == challenge.tournament_id
    if challenge.subject == Subject.ENTRANT:
        fits = is_here and member is None
    else:
        of_it = member is not None and member.registration_id == entrant.registration_id
        fits = is_here and of_it
    if not fits:
        message = _("Say for whom this is: somebody who takes part in this tournament.")
        raise InvalidInput(message, code="subject", field="subject")


def _require_speaker(by: User, entrant: Entrant, member: RosterMember | None) -> None:
    if not may_speak_for(by, entrant, member):
        raise NotAllowed(_("You can claim this only for yourself, or for who you speak for."))


def _awarded(challenge: Challenge) -> int:
    return challenge.completions.filter(state=_S.AWARDED).count()


def _evidence(
    challenge: Challenge,
    text: str,
    links: Sequence[str],
    picture: "File[bytes] | None",
    by: User,
) -> _Evidence:
    """Return what was sent, checked and stored: nobody waits for a storage under the lock."""
    clean = prose(text, field="text", longest=MAX_TEXT)
    if len(links) > MAX_LINKS:
        message = _("Give at most %(most)d links.") % {"most": MAX_LINKS}
        raise InvalidInput(message, code="too_many", field="links")
    addresses = [checked_link(link, field="links") for link in links]
    if not (clean or addresses or picture):
        message = _("Show that you did it: describe it, give a link, or send a picture.")
        raise InvalidInput(message, code="empty", field="text")
    stored = picture and store_upload(
        file=picture,
        purpose="claim",
        by=by,
        tournament_id=challenge.tournament_id,
        field="picture",
    )
    return _Evidence(text=clean, links=addresses, picture=stored or None)


def _take(completion: ChallengeCompletion, by: User) -> None:
    """Lock a completion for somebody who may decide on it: staff, and never a party."""
    lock_completion(completion)
    permissions.require(by, REVIEW_CLAIMS, completion.tournament)
    if is_own(by, completion):
        raise NotAllowed(
            _("This is your own claim: somebody else has to check it."), code="own_case"
        )


def _require_waiting(completion: ChallengeCompletion, version: int | None = None) -> None:
    if completion.state != _S.CLAIMED:
        message = _("This claim is %(state)s: there is nothing to decide any more.")
        words = {"state": completion.get_state_display()}
        raise Conflict(message % words, code="not_waiting")
    if version is not None and version != completion.version:
        raise StaleVersion(_("Other evidence was sent meanwhile: look at that one."))
