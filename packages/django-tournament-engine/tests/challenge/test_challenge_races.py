"""Many at once in one challenge, on PostgreSQL; each race has a twin without its guard.

The twin must lose something: it shows that the race is run at all.
"""

from collections import Counter
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from tests.challenges import a_challenge, a_checker, a_claim, a_dare, fresh, scores
from tests.factories import LEAGUE, somebody
from tests.playing import a_live_tournament_of_people, match_of, playable, sides
from tests.threads import at_once

from bracketcore import Win
from tournament_engine import locks
from tournament_engine.audit.models import AuditEntry
from tournament_engine.challenge import services
from tournament_engine.challenge.models import (
    ChallengeCompletion,
    ChallengeProgress,
    ChallengeScore,
)
from tournament_engine.challenge.services import awarding, claims, counting
from tournament_engine.economy import services as economy
from tournament_engine.economy.models import Payout, PayoutKind
from tournament_engine.errors import TournamentError
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Entrant

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
]

TIMES = 20
MONEY = {"reward": "payout", "amount": 500, "currency": "EUR"}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a slow machine take its time: who waits too long has a test of their own."""
    monkeypatch.setattr(locks, "PATIENCE", "60s")


@pytest.fixture
def any_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no two lines of money have the same name, so that the name stops nothing."""

    def plan(completion, part, by):
        economy.plan_payout(
            tournament_id=completion.tournament_id,
            kind=PayoutKind.REWARD,
            slot=str(uuid4()),
            recipient=part.user,
            recipient_name=part.name,
            amount=part.amount,
            currency="EUR",
            by=by,
        )

    monkeypatch.setattr(awarding, "_plan", plan)


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two read a claim at one moment, and neither wait for the other."""
    met = Barrier(2, timeout=20)

    def read(completion):
        completion.refresh_from_db()
        met.wait()
        return completion

    monkeypatch.setattr(claims, "lock_completion", read)


def told(act):
    try:
        act()
    except TournamentError as error:
        return error.code
    return "done"


def a_waiting_claim():
    cup = a_live_tournament_of_people(2)
    ann = somebody(Entrant.objects.filter(tournament=cup)[0].registration.user)
    return a_claim(a_dare(cup, **MONEY), ann), a_checker(cup)


def verified_at_once(claim, checker, times):
    copies = [fresh(claim) for _number in range(times)]
    acts = [
        partial(services.verify_completion, completion=copy, by=checker, version=copy.version)
        for copy in copies
    ]
    return at_once([partial(told, act) for act in acts])


def awards():
    return AuditEntry.objects.filter(action="completion.awarded").count()


def test_a_claim_that_is_verified_by_many_at_once_is_rewarded_once():
    claim, checker = a_waiting_claim()

    answers = verified_at_once(claim, checker, TIMES) + verified_at_once(claim, checker, 5)

    assert Counter(answers) == {"done": TIMES + 5}
    assert (awards(), Payout.objects.count()) == (1, 1)


def test_the_lock_alone_lets_one_line_be_planned(any_slot: None):
    claim, checker = a_waiting_claim()

    verified_at_once(claim, checker, TIMES)

    assert (awards(), Payout.objects.count()) == (1, 1)


def test_the_name_of_the_line_alone_lets_one_be_planned(no_lock: None):
    claim, checker = a_waiting_claim()

    verified_at_once(claim, checker, 2)

    assert (awards(), Payout.objects.count()) == (2, 1)


def test_without_lock_and_name_a_claim_is_paid_twice(no_lock: None, any_slot: None):
    claim, checker = a_waiting_claim()

    verified_at_once(claim, checker, 2)

    assert (awards(), Payout.objects.count()) == (2, 2)


def test_rewards_that_many_give_at_once_are_given_once():
    cup = a_live_tournament_of_people(2)
    a_challenge(cup, **MONEY)
    [match] = playable(cup)
    result = Win(sides(match)[0])
    matches.confirm_result(match=match, result=result, by=cup.organizer)
    type(cup).objects.filter(pk=cup.pk).update(state="concluded")
    cup.refresh_from_db()

    at_once([partial(services.award_challenges, tournament=cup)] * TIMES)

    assert [row.state for row in Payout.objects.all()] == ["paid"]


def test_a_claim_that_is_made_many_times_at_once_is_one():
    cup = a_live_tournament_of_people(2)
    dare = a_dare(cup)
    ann = somebody(Entrant.objects.filter(tournament=cup)[0].registration.user)

    def claim():
        a_claim(type(dare).objects.get(pk=dare.pk), ann)

    answers = at_once([partial(told, claim)] * TIMES)

    assert Counter(answers) == {"done": 1, "claimed_already": TIMES - 1}
    assert ChallengeCompletion.objects.count() == 1


def a_league_with_results_of_one_entrant():
    """Return a challenge, and the matches of one entrant that were played and not counted."""
    cup = a_live_tournament_of_people(6, stages=(LEAGUE,))
    challenge = a_challenge(cup, target=99)
    entrant = Entrant.objects.filter(tournament=cup)[0]
    own = Match.objects.filter(tournament=cup, sides__entrant=entrant).order_by("pk")
    for row in own:
        match = match_of(cup, row.code)
        matches.confirm_result(match=match, result=Win(str(entrant.pk)), by=cup.organizer)
    return challenge, entrant, list(own)


def test_results_of_one_entrant_that_come_in_at_once_count_all():
    challenge, entrant, own = a_league_with_results_of_one_entrant()
    ChallengeProgress.objects.all().delete()
    ChallengeScore.objects.all().delete()

    at_once([partial(services.count_match, match=match) for match in own * 4])

    assert scores(challenge) == {entrant.name: 5}


def test_without_the_lock_one_of_two_results_is_lost(monkeypatch: pytest.MonkeyPatch):
    challenge, entrant, own = a_league_with_results_of_one_entrant()
    last_two = own[-2:]
    ChallengeProgress.objects.filter(match__in=last_two).delete()
    ChallengeScore.objects.filter(entrant=entrant).update(total=3)
    met = Barrier(2, timeout=20)
    summed = vars(counting)["_summed"]

    def sum_together(*args):
        met.wait()
        return summed(*args)

    monkeypatch.setattr(counting, "lock", lambda row, **_options: row)
    monkeypatch.setattr(counting, "_summed", sum_together)

    at_once([partial(services.count_match, match=match) for match in last_two])

    assert scores(challenge) == {entrant.name: 4}
