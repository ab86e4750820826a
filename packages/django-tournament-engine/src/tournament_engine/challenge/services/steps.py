"""What every act on a completion does: lock it, move it, log it, tell of it."""

from typing import Any

from tournament_engine import events
from tournament_engine.audit import services as audit
from tournament_engine.challenge.lifecycle import TRANSITIONS, CompletionState
from tournament_engine.challenge.models import ChallengeCompletion
from tournament_engine.locks import lock
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = ["begin", "lock_completion", "move"]


def lock_completion(completion: ChallengeCompletion) -> ChallengeCompletion:
    """Lock tournament, challenge and completion, in this order, and bring all up to date."""
    challenge = lock(completion.challenge, after=("tournament",))
    lock(completion)
    completion.challenge, completion.tournament = challenge, challenge.tournament
    return completion


def begin(completion: ChallengeCompletion, *, by: User | None) -> ChallengeCompletion:
    """Write down that somebody has done a challenge, or says so."""
    completion.save()
    _tell(completion, by=by, before={})
    return completion


def move(completion: ChallengeCompletion, target: CompletionState, *, by: User | None) -> None:
    """Follow one edge of the life of a completion: written, logged and announced."""
    before = completion.state
    check_transition(TRANSITIONS, before, target)
    completion.state = target
    completion.version += 1
    completion.save()
    _tell(completion, by=by, before={"state": before})


def _tell(completion: ChallengeCompletion, *, by: User | None, before: dict[str, Any]) -> None:
    state = str(completion.state)
    audit.log(
        by=by,
        action=f"completion.{state}",
        subject=completion,
        before=before,
        after={"state": state},
        reason=completion.reason,
    )
    events.announce(
        events.completion_changed,
        key=f"{completion.pk}:{completion.version}",
        tournament=completion.tournament_id,
        challenge=completion.challenge_id,
        completion=completion.pk,
        state=state,
    )
