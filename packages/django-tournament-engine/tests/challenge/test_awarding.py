"""Rewards: to the first, once, and when it is final that they did it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.awards.prizes import concluded, has, played
from tests.challenges import (
    a_challenge,
    a_checker,
    a_claim,
    a_cup_of_teams,
    a_dare,
    fresh,
    standings,
)
from tests.playing import a_live_tournament_of_people, match_of, play, playable, sides

from bracketcore import Win
from tournament_engine import events
from tournament_engine.challenge import badges, services
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout, PayoutKind
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.match import services as matches
from tournament_engine.registration.models import Entrant, RosterMember

pytestmark = pytest.mark.django_db

MONEY = {"reward": "payout", "amount": 501, "currency": "EUR"}


def players(cup):
    rows = Entrant.objects.filter(tournament=cup).select_related("registration__user")
    return [row.registration.user for row in rows.order_by("pk")]


def lines():
    return list(Payout.objects.order_by("pk").values_list("kind", "amount", "state"))


def correct_the_final(cup, side):
    final = match_of(cup, "R2.1")
    matches.override_result(
        match=final, result=Win(sides(final)[side]), by=cup.organizer, reason="Typed wrongly"
    )


def test_a_counted_reward_waits_for_the_end_and_is_paid_then(committed):
    cup = a_live_tournament_of_people(4)
    challenge = a_challenge(cup, target=2, **MONEY)
    with committed():
        played(cup)
    before = (standings(challenge), lines())

    with committed():
        concluded(cup)

    [(name, _state)] = before[0]
    assert before == ([(name, "verified")], [])
    assert standings(challenge) == [(name, "awarded")]
    assert lines() == [(PayoutKind.REWARD, 501, PayoutState.PAID)]
    assert sum(map(has, players(cup))) == 501


def test_a_correction_before_the_end_takes_the_reward_elsewhere(committed):
    cup = a_live_tournament_of_people(4)
    challenge = a_challenge(cup, target=2, **MONEY)
    with committed():
        played(cup)
    first = standings(challenge)

    with committed():
        correct_the_final(cup, 1)
    with committed():
        concluded(cup)

    [(name, state)] = standings(challenge)
    assert (name != first[0][0], state) == (True, "awarded")
    loser = Entrant.objects.get(tournament=cup, name=first[0][0]).registration.user
    assert InboxMessage.objects.filter(user=loser, event="challenge_taken_back").exists()
    assert has(loser) == 0


def test_a_claimed_reward_is_given_at_once_and_paid_at_the_end(committed):
    cup = a_live_tournament_of_people(2)
    ann = players(cup)[0]
    claim = a_claim(a_dare(cup, **MONEY), ann)
    with committed():
        services.verify_completion(completion=claim, by=a_checker(cup))
    before = (fresh(claim).state, lines())

    with committed():
        concluded(cup)

    assert before == ("awarded", [(PayoutKind.REWARD, 501, PayoutState.PENDING)])
    assert lines() == [(PayoutKind.REWARD, 501, PayoutState.PAID)]
    assert has(ann) == 501


def test_to_award_again_pays_nothing_twice(committed):
    cup = a_live_tournament_of_people(4)
    a_challenge(cup, target=1, **MONEY)
    with committed():
        concluded(cup)
    before = sum(map(has, players(cup)))

    with committed():
        services.award_challenges(tournament=cup)

    assert (before, sum(map(has, players(cup)))) == (1002, 1002)


def test_only_the_first_are_rewarded(committed):
    cup = a_live_tournament_of_people(4)
    challenge = a_challenge(cup, winners=1, **MONEY)

    with committed():
        concluded(cup)

    assert [state for _name, state in standings(challenge)] == ["awarded", "verified"]
    assert len(lines()) == 1


def test_whoever_claimed_first_keeps_the_place_until_it_is_checked():
    cup = a_live_tournament_of_people(4)
    dare, checker = a_dare(cup, winners=1), a_checker(cup)
    first, second = (a_claim(dare, person) for person in players(cup)[:2])

    services.verify_completion(completion=second, by=checker)
    waits = fresh(second).state
    services.reject_completion(completion=first, by=checker, reason="No")

    assert (waits, fresh(second).state) == ("verified", "awarded")


def test_nobody_claims_when_all_rewards_are_given():
    cup = a_live_tournament_of_people(4)
    dare = a_dare(cup, winners=1)
    ann, bob, *_others = players(cup)
    services.verify_completion(completion=a_claim(dare, ann), by=a_checker(cup))

    with pytest.raises(Conflict) as refused:
        a_claim(dare, bob)

    assert refused.value.code == "all_given"


def test_the_people_of_a_team_share_to_the_cent(committed):
    cup = a_cup_of_teams(members=3)
    captain = players(cup)[0]
    dare = a_dare(cup, **MONEY | {"amount": 100})

    services.verify_completion(completion=a_claim(dare, captain), by=cup.organizer)

    assert [amount for _kind, amount, _state in lines()] == [34, 33, 33]


def test_a_member_gets_the_whole(committed):
    cup = a_cup_of_teams()
    challenge = a_challenge(cup, subject="member", **MONEY)
    RosterMember.objects.update(joined_at=timezone.now() - timedelta(days=7))

    with committed():
        concluded(cup)

    assert [state for _name, state in standings(challenge)] == ["awarded"] * 2
    assert lines() == [(PayoutKind.REWARD, 501, PayoutState.PAID)] * 2


def test_a_large_reward_waits_for_a_second_person(settings):
    settings.TOURNAMENT_ENGINE = {"APPROVE_PAYOUTS_ABOVE": {"EUR": 500}}
    cup = a_live_tournament_of_people(2)
    claim = a_claim(a_dare(cup, **MONEY), players(cup)[0])

    services.verify_completion(completion=claim, by=a_checker(cup))

    assert Payout.objects.get().needs_approval


def test_a_tournament_is_not_concluded_while_claims_wait(committed):
    cup = a_live_tournament_of_people(2)
    claim = a_claim(a_dare(cup, **MONEY), players(cup)[0])

    with pytest.raises(Conflict) as refused:
        concluded(cup)
    services.verify_completion(completion=claim, by=a_checker(cup))
    with committed():
        concluded(cup)

    assert refused.value.code == "steps_open"
    assert cup.state == TournamentState.CONCLUDED
    assert has(players(cup)[0]) == 501


def test_a_claim_that_was_left_open_is_still_rewarded_afterwards(committed):
    cup = a_live_tournament_of_people(2)
    claim = a_claim(a_dare(cup, **MONEY), players(cup)[0])
    with pytest.raises(Conflict):
        concluded(cup)
    tournaments.waive_step(
        tournament=cup, step="challenges", by=cup.organizer, reason="Nobody is there"
    )
    tournaments.conclude_tournament(tournament=cup, by=cup.organizer)

    with committed():
        services.verify_completion(completion=fresh(claim), by=cup.organizer)

    assert has(players(cup)[0]) == 501


def test_results_that_were_not_heard_of_count_at_the_end(committed):
    cup = a_live_tournament_of_people(4)
    challenge = a_challenge(cup, target=2, **MONEY)
    played(cup)

    with committed():
        concluded(cup)

    assert [state for _name, state in standings(challenge)] == ["awarded"]


@pytest.fixture
def shelf(monkeypatch):
    monkeypatch.setattr(badges, "_offers", [lambda _cup: [("knight", "Knight of the board")]])


def test_a_badge_goes_up_as_news_with_those_who_get_it(committed, shelf, monkeypatch):
    given = []
    monkeypatch.setattr(events.challenge_awarded, "followers", [])
    events.then(events.challenge_awarded, lambda **news: given.append(news))
    cup = a_cup_of_teams(members=2)
    dare = a_dare(cup, reward="badge", badge="knight")
    claim = a_claim(dare, players(cup)[0])

    with committed():
        services.verify_completion(completion=claim, by=cup.organizer)

    [news] = given
    winners = badges.winners_of(ChallengeCompletion.objects.get(pk=news["completion"]))
    assert news["badge"] == "knight"
    assert len(winners) == 2


def test_a_badge_that_nobody_keeps_is_no_reward():
    with pytest.raises(InvalidInput) as refused:
        a_dare(a_live_tournament_of_people(2), reward="badge", badge="knight")

    assert refused.value.field == "badge"


def test_a_cancelled_challenge_rejects_what_waits_and_rewards_nobody(committed):
    cup = a_live_tournament_of_people(4)
    dare, counted = a_dare(cup, **MONEY), a_challenge(cup, **MONEY)
    claim = a_claim(dare, players(cup)[0])
    with committed():
        play(playable(cup)[0])

    with committed():
        for challenge in (dare, counted):
            services.cancel_challenge(
                challenge=Challenge.objects.get(pk=challenge.pk), reason="Rain", by=cup.organizer
            )
        concluded(cup)

    assert (fresh(claim).state, fresh(claim).reason) == ("rejected", "Rain")
    assert [state for _name, state in standings(counted)] == ["verified"]
    assert lines() == []


def test_a_cancelled_tournament_cancels_its_challenges():
    cup = a_live_tournament_of_people(2)
    dare = a_dare(cup)
    claim = a_claim(dare, players(cup)[0])

    tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")

    dare.refresh_from_db()
    assert (dare.state, fresh(claim).state) == ("cancelled", "rejected")
