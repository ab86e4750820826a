"""Who has done a challenge by its results: found out, and taken back where they change."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from tournament_engine import events
from tournament_engine.audit import services as audit
from tournament_engine.challenge.lifecycle import ChallengeKind, CompletionState
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.challenge.permissions import people_of
from tournament_engine.challenge.services.steps import begin, move

__all__ = ["settle_reached"]

_S = CompletionState

#: What a rule or the staff found, and nothing was given for yet.
_REVOCABLE = frozenset({_S.CLAIMED, _S.VERIFIED})


def settle_reached(
    challenge: Challenge,
    reached: Mapping[tuple[int, int | None], datetime | None],
    *,
    all_of: bool,
) -> None:
    """Make completions of those who are there, and take back those of who is not any more.

    The challenge is locked. With `all_of` whoever is not named is not there either. What was
    rejected stays so, and what is rewarded was final when it was.
    """
    rows = ChallengeCompletion.objects.filter(challenge=challenge)
    if not all_of:
        rows = rows.filter(Q(entrant__in={entrant for entrant, _member in reached}))
    known = {row.key: row for row in rows.select_related("entrant", "member", "challenge")}
    for key, completion in known.items():
        if all_of or key in reached:
            _mend(challenge, completion, reached.get(key))
    for key, moment in reached.items():
        if moment is not None and key not in known:
            _complete(challenge, key, moment)


def _complete(challenge: Challenge, key: tuple[int, int | None], moment: datetime) -> None:
    entrant, member = key
    completion = begin(
        ChallengeCompletion(
            challenge=challenge,
            tournament_id=challenge.tournament_id,
            entrant_id=entrant,
            member_id=member,
            reached_at=moment,
        ),
        by=None,
    )
    if challenge.kind == ChallengeKind.AUTOMATIC:
        completion.decided_at = timezone.now()
        move(completion, _S.VERIFIED, by=None)


def _mend(challenge: Challenge, completion: ChallengeCompletion, moment: datetime | None) -> None:
    if completion.state not in _REVOCABLE:
        return
    if moment is None:
        _take_back(challenge, completion)
    elif completion.reached_at != moment:
        completion.reached_at = moment
        completion.version += 1
        completion.save()


def _take_back(challenge: Challenge, completion: ChallengeCompletion) -> None:
    """Forget a completion that the results do not bear out any more, and say so."""
    before = {"state": completion.state, "subject": completion.subject_name}
    audit.log(by=None, action="challenge.taken_back", subject=challenge, before=before)
    events.notify(
        "challenge_taken_back",
        to=people_of(completion),
        key=f"{completion.pk}:{completion.version}",
        context={
            "tournament": challenge.tournament.name,
            "url": challenge.get_absolute_url(),
            "challenge": challenge.name,
            "name": completion.subject_name,
        },
    )
    completion.delete()
