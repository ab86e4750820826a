"""Giving what was promised, once: to the first who did it, and when it is final that they did.

What somebody claimed and the staff verified is final at once. What results say is final when
the tournament is concluded, for until then they may be corrected. Money is a line of its own,
named by the completion, so that a second try finds the first one's.
"""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from tournament_engine import conf, events
from tournament_engine.challenge.lifecycle import FINAL, ChallengeKind, CompletionState, Reward
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.challenge.services.counting import recount_tournament
from tournament_engine.challenge.services.steps import move
from tournament_engine.core.models import Tournament
from tournament_engine.economy import services as economy
from tournament_engine.economy.lifecycle import PAYABLE
from tournament_engine.economy.models import Payout, PayoutKind
from tournament_engine.errors import Conflict
from tournament_engine.locks import lock
from tournament_engine.registration.recipients import Part, name_of, parts_of
from tournament_engine.users import User

__all__ = ["award_challenges", "award_due", "settle_challenges"]

_S = CompletionState


def settle_challenges(*, tournament: Tournament) -> None:
    """Count everything once more before a tournament ends; Conflict while claims wait."""
    recount_tournament(tournament=tournament)
    waiting = ChallengeCompletion.objects.waiting().filter(tournament=tournament).count()
    if waiting:
        message = ngettext(
            "%(number)d claim of a challenge waits to be checked.",
            "%(number)d claims of challenges wait to be checked.",
            waiting,
        )
        raise Conflict(message % {"number": waiting}, code="claims_wait")


def award_challenges(*, tournament: Tournament) -> None:
    """Give every reward that is due in a tournament; again, it gives nothing twice."""
    recount_tournament(tournament=tournament)
    for challenge in Challenge.objects.standing().filter(tournament=tournament):
        with transaction.atomic():
            lock(challenge, after=("tournament",))
            award_due(challenge, by=None)
    lines = Payout.objects.filter(tournament=tournament, kind=PayoutKind.REWARD)
    for payout in lines.filter(state__in=PAYABLE, attempts=0):
        economy.process_payout(payout=payout)


def award_due(challenge: Challenge, *, by: User | None) -> None:
    """Reward the first who did a challenge, as far as it is final that they did.

    Challenge and tournament are locked. Who claimed it earlier and is still to be checked
    keeps a place: whoever comes after waits for that.
    """
    if not challenge.is_standing or not _is_final(challenge):
        return
    rows = ChallengeCompletion.objects.filter(challenge=challenge).standing()
    people = ("entrant__registration__user", "entrant__tournament", "member__user")
    for completion in rows.select_related(*people)[: challenge.winners]:
        if completion.state == _S.VERIFIED:
            completion.challenge, completion.tournament = challenge, challenge.tournament
            _award(completion, by)


def _is_final(challenge: Challenge) -> bool:
    return challenge.kind == ChallengeKind.MANUAL or challenge.tournament.state in FINAL


def _award(completion: ChallengeCompletion, by: User | None) -> None:
    challenge = completion.challenge
    completion.awarded_at = timezone.now()
    move(completion, _S.AWARDED, by=by)
    if challenge.reward == Reward.PAYOUT:
        for part in _parts(completion):
            _plan(completion, part, by)
    events.announce(
        events.challenge_awarded,
        key=str(completion.pk),
        tournament=challenge.tournament_id,
        challenge=challenge.pk,
        completion=completion.pk,
        badge=challenge.badge,
    )


def _parts(completion: ChallengeCompletion) -> Iterator[Part]:
    """Yield who gets how much of it: the member, or the entrant's people by their own split."""
    amount, member = completion.challenge.amount, completion.member
    if member is None:
        yield from parts_of(completion.entrant, amount)
        return
    name = member.name if member.user is None else name_of(member.user, member.name)
    yield Part(user=member.user, name=name, amount=amount)


def _plan(completion: ChallengeCompletion, part: Part, by: User | None) -> None:
    challenge = completion.challenge
    limit: int | None = conf.settings.APPROVE_PAYOUTS_ABOVE.get(challenge.currency)
    economy.plan_payout(
        tournament_id=challenge.tournament_id,
        kind=PayoutKind.REWARD,
        slot=f"{challenge.pk}:{completion.pk}:{part.key}",
        recipient=part.user,
        recipient_name=part.name,
        amount=part.amount,
        currency=challenge.currency,
        needs_approval=limit is not None and part.amount > limit,
        by=by,
    )
