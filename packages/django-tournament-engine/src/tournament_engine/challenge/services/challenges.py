"""The organiser's acts: a challenge is made, changed, ended early, or called off."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.challenge.lifecycle import (
    CHALLENGE_TRANSITIONS,
    ChallengeState,
    CompletionState,
)
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.challenge.permissions import MANAGE_CHALLENGES, people_of
from tournament_engine.challenge.services.counting import count_again
from tournament_engine.challenge.services.steps import move
from tournament_engine.challenge.specs import ALWAYS, ChallengeSpec, checked, facts_of, spec_of
from tournament_engine.core.lifecycle import OVER
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, StaleVersion
from tournament_engine.locks import lock
from tournament_engine.text import sentence
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "cancel_all",
    "cancel_challenge",
    "close_challenge",
    "create_challenge",
    "edit_challenge",
]

_LONGEST_REASON = 500


@transaction.atomic
def create_challenge(*, tournament: Tournament, spec: ChallengeSpec, by: User) -> Challenge:
    """Set a challenge. Results of its window count, those that are there already too."""
    lock(tournament)
    permissions.require(by, MANAGE_CHALLENGES, tournament)
    _require_going_on(tournament)
    challenge = Challenge(tournament=tournament, **facts_of(checked(tournament, spec)))
    _save(challenge)
    _log(challenge, by, "created", after=_told(challenge))
    count_again(challenge)
    return challenge


@transaction.atomic
def edit_challenge(
    *, challenge: Challenge, spec: ChallengeSpec, version: int, by: User
) -> Challenge:
    """Change a challenge that was read at `version`, and count it anew.

    Once somebody has done it, or says so, only its name, its description and its end change.
    """
    _take(challenge, by)
    if challenge.version != version:
        message = _("Somebody else changed the challenge meanwhile; look at it again.")
        raise StaleVersion(message, version=challenge.version)
    before, now = spec_of(challenge), checked(challenge.tournament, spec)
    _require_same_terms(challenge, before, now)
    told = _told(challenge)
    for name, value in facts_of(now).items():
        setattr(challenge, name, value)
    challenge.version += 1
    _save(challenge)
    _log(challenge, by, "edited", before=told, after=_told(challenge))
    count_again(challenge)
    return challenge


@transaction.atomic
def close_challenge(*, challenge: Challenge, by: User) -> Challenge:
    """End a challenge now; what was done by then counts, and claims are still checked."""
    _take(challenge, by)
    now = timezone.now()
    if not challenge.is_open_at(now):
        raise Conflict(_("This challenge is not open now."), code="closed")
    challenge.closes_at = now
    challenge.version += 1
    challenge.save()
    _log(challenge, by, "closed", after={"closes_at": now.isoformat()})
    return challenge


@transaction.atomic
def cancel_challenge(*, challenge: Challenge, reason: str, by: User) -> Challenge:
    """Call a challenge off: nobody is rewarded any more; who has a reward keeps it."""
    _take(challenge, by)
    _cancel(challenge, sentence(reason, field="reason", longest=_LONGEST_REASON), by)
    return challenge


def cancel_all(tournament: Tournament, _by: User | None) -> None:
    """Call off what a cancelled tournament still had; its row is locked."""
    for challenge in Challenge.objects.standing().filter(tournament=tournament).order_by("pk"):
        lock(challenge, after=("tournament",))
        _cancel(challenge, _("The tournament was cancelled."), None)


def _cancel(challenge: Challenge, reason: str, by: User | None) -> None:
    check_transition(CHALLENGE_TRANSITIONS, challenge.state, ChallengeState.CANCELLED)
    challenge.state, challenge.reason = ChallengeState.CANCELLED, reason
    challenge.version += 1
    challenge.save()
    _log(challenge, by, "cancelled", reason=reason)
    rows = ChallengeCompletion.objects.filter(challenge=challenge).select_related(
        "challenge", "entrant", "member"
    )
    for completion in rows.filter(state=CompletionState.VERIFIED):
        _tell_cancelled(challenge, completion)
    for completion in rows.filter(state=CompletionState.CLAIMED):
        completion.reason, completion.decided_by = reason, by
        completion.decided_at = timezone.now()
        move(completion, CompletionState.REJECTED, by=by)


def _tell_cancelled(challenge: Challenge, completion: ChallengeCompletion) -> None:
    events.notify(
        "challenge_cancelled",
        to=people_of(completion),
        key=f"{completion.pk}:{challenge.version}",
        context={
            "tournament": challenge.tournament.name,
            "url": challenge.get_absolute_url(),
            "challenge": challenge.name,
            "reason": challenge.reason,
        },
    )


def _take(challenge: Challenge, by: User) -> None:
    lock(challenge, after=("tournament",))
    permissions.require(by, MANAGE_CHALLENGES, challenge.tournament)
    _require_going_on(challenge.tournament)
    if not challenge.is_standing:
        raise Conflict(_("This challenge is called off."), code="cancelled")


def _require_going_on(tournament: Tournament) -> None:
    if tournament.state in OVER:
        raise Conflict(_("The tournament is over: its challenges stay as they are."), code="over")


def _require_same_terms(challenge: Challenge, before: ChallengeSpec, now: ChallengeSpec) -> None:
    if not challenge.completions.exists():
        return
    old, new = facts_of(before), facts_of(now)
    changed = [name for name in old if old[name] != new[name]]
    for name in changed:
        if name not in ALWAYS:
            message = _("Somebody has done this already: its terms cannot change any more.")
            raise Conflict(message, code="has_winners")
    if "closes_at" in changed and now.closes_at is not None and now.closes_at < timezone.now():
        message = _("Somebody has done this already: it cannot end in the past.")
        raise InvalidInput(message, code="in_the_past", field="closes_at")


def _save(challenge: Challenge) -> None:
    try:
        with transaction.atomic():
            challenge.save()
    except IntegrityError as error:
        message = _("There is a challenge of this name already; choose another.")
        raise InvalidInput(message, code="taken", field="name") from error


def _told(challenge: Challenge) -> dict[str, Any]:
    facts = facts_of(spec_of(challenge))
    moments = {name: facts[name] and facts[name].isoformat() for name in ("opens_at", "closes_at")}
    return facts | moments


def _log(
    challenge: Challenge,
    by: User | None,
    what: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    audit.log(
        by=by,
        action=f"challenge.{what}",
        subject=challenge,
        before=before,
        after=after,
        reason=reason,
    )
