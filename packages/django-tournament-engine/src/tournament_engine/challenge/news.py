"""What challenges hear of results and of the end, and what people are told of their claims."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tournament_engine import events
from tournament_engine.challenge import services
from tournament_engine.challenge.lifecycle import ChallengeKind, CompletionState, Reward
from tournament_engine.challenge.models import ChallengeCompletion
from tournament_engine.challenge.permissions import REVIEW_CLAIMS, people_of
from tournament_engine.challenge.services.challenges import cancel_all
from tournament_engine.challenge.waiting import why_a_reward_waits
from tournament_engine.core import conclusion, guards
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import holders
from tournament_engine.economy import holds
from tournament_engine.match.models import Match
from tournament_engine.money import shown
from tournament_engine.workflow import Step

__all__ = ["declare"]

_S = CompletionState


def declare() -> None:
    """Let results be counted, and the end be waited for. Harmless when it is done again."""
    for news in (events.result_confirmed, events.result_corrected, events.result_reopened):
        events.then(news, _count_match)
    events.then(events.tournament_finished, _count_tournament)
    events.then(events.tournament_concluded, _award)
    events.then(events.completion_changed, _tell)
    guards.then("cancel", cancel_all)
    holds.register(why_a_reward_waits)
    conclusion.register(Step(code="challenges", label=_("Challenges"), order=25, run=_settle))


def _count_match(*, match: int, **_: Any) -> None:
    for row in Match.objects.filter(pk=match).only("pk", "tournament_id"):
        services.count_match(match=row)


def _count_tournament(*, tournament: int, **_: Any) -> None:
    """A stage may have ended by a walkover that comes without news of its own."""
    for row in Tournament.objects.filter(pk=tournament):
        services.recount_tournament(tournament=row)


def _award(*, tournament: int, **_: Any) -> None:
    for row in Tournament.objects.filter(pk=tournament):
        services.award_challenges(tournament=row)


def _settle(tournament: Tournament) -> None:
    services.settle_challenges(tournament=tournament)


@transaction.atomic
def _tell(*, key: str, completion: int, state: str, **_: Any) -> None:
    """Tell the people of a completion where it stands, and the staff that one waits."""
    rows = ChallengeCompletion.objects.filter(pk=completion, state=state).for_list()
    # Moved on or taken back meanwhile: there is other news of that.
    for row in rows:
        if state == _S.CLAIMED:
            _tell_staff(key, row)
            if row.challenge.kind != ChallengeKind.HYBRID:
                continue
        notice = f"challenge_{state}"
        events.notify(notice, to=people_of(row), key=key, context=_context(row))


def _tell_staff(key: str, row: ChallengeCompletion) -> None:
    address = reverse("tournament_engine:claim", args=(row.tournament.slug, row.pk))
    context = _context(row) | {"url": address}
    staff = holders(row.tournament, REVIEW_CLAIMS)
    events.notify("challenge_to_check", to=staff, key=key, context=context)


def _context(row: ChallengeCompletion) -> dict[str, str]:
    challenge = row.challenge
    is_money = challenge.reward == Reward.PAYOUT
    return {
        "tournament": row.tournament.name,
        "url": challenge.get_absolute_url(),
        "challenge": challenge.name,
        "name": row.subject_name,
        "reason": row.reason,
        "amount": shown(challenge.amount, challenge.currency) if is_money else "",
    }
