"""Challenges as organisers set, change, end and copy them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.awards.prizes import concluded
from tests.challenges import (
    a_challenge,
    a_dare,
    standings,
)
from tests.factories import a_user
from tests.playing import a_live_tournament_of_people, play, playable

from tournament_engine.challenge import services
from tournament_engine.challenge.models import Challenge
from tournament_engine.challenge.specs import spec_of
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, StaleVersion
from tournament_engine.match.models import Match

pytestmark = pytest.mark.django_db

MONEY = {"reward": "payout", "amount": 501, "currency": "EUR"}


def test_a_closed_challenge_keeps_what_was_done_and_takes_no_more(committed):
    cup = a_live_tournament_of_people(4)
    challenge = a_challenge(cup)
    first, second = playable(cup)
    with committed():
        play(first)

    services.close_challenge(challenge=challenge, by=cup.organizer)
    with committed():
        play(second)

    assert len(standings(challenge)) == 1
    with pytest.raises(Conflict):
        services.close_challenge(challenge=challenge, by=cup.organizer)


def changed(challenge: Challenge, **facts):
    now = Challenge.objects.get(pk=challenge.pk)
    spec = spec_of(now)
    told = {name: getattr(spec, name) for name in spec.__dataclass_fields__} | facts
    return services.edit_challenge(
        challenge=now,
        spec=type(spec)(**told),
        version=challenge.version,
        by=now.tournament.organizer,
    )


def test_a_changed_challenge_is_counted_anew(committed):
    cup = a_live_tournament_of_people(4)
    challenge = a_challenge(cup, target=9)
    with committed():
        play(playable(cup)[0])

    changed(challenge, target=1)

    assert [state for _name, state in standings(challenge)] == ["verified"]


def test_once_somebody_has_done_it_the_terms_stay(committed):
    cup = a_live_tournament_of_people(4)
    challenge = a_challenge(cup)
    with committed():
        play(playable(cup)[0])

    with pytest.raises(Conflict) as refused:
        changed(challenge, target=2)
    with pytest.raises(InvalidInput):
        changed(challenge, closes_at=timezone.now() - timedelta(days=1))
    later = changed(challenge, name="Better", closes_at=timezone.now() + timedelta(days=1))

    assert refused.value.code == "has_winners"
    assert later.name == "Better"


def test_of_two_editors_the_second_is_told():
    challenge = a_challenge(a_live_tournament_of_people(2))
    stale = Challenge.objects.get(pk=challenge.pk)
    changed(challenge, name="One")

    with pytest.raises(StaleVersion):
        changed(stale, name="Two")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "magic"}, "kind"),
        ({"subject": "member"}, "subject"),
        ({"target": 0}, "target"),
        ({"winners": 0}, "winners"),
        ({"rule": ""}, "rule"),
        ({"reward": "payout", "currency": "EUR"}, "amount"),
        ({"reward": "payout", "amount": 5, "currency": "euro cents"}, "currency"),
        ({"opens_at": timezone.now(), "closes_at": timezone.now() - timedelta(1)}, "closes_at"),
    ],
)
def test_what_is_wrong_in_a_challenge_is_named(facts, field):
    with pytest.raises(InvalidInput) as refused:
        a_challenge(a_live_tournament_of_people(2), **facts)

    assert refused.value.field == field
    assert not Challenge.objects.exists()


def test_two_challenges_of_a_tournament_have_two_names():
    cup = a_live_tournament_of_people(2)
    a_challenge(cup)

    with pytest.raises(InvalidInput) as refused:
        a_challenge(cup)

    assert refused.value.code == "taken"


def test_strangers_set_and_end_nothing():
    challenge = a_challenge(a_live_tournament_of_people(2))
    stranger = a_user()

    for act in (
        lambda: services.create_challenge(
            tournament=challenge.tournament, spec=spec_of(challenge), by=stranger
        ),
        lambda: services.close_challenge(challenge=challenge, by=stranger),
        lambda: services.cancel_challenge(challenge=challenge, reason="No", by=stranger),
        lambda: services.edit_challenge(
            challenge=challenge, spec=spec_of(challenge), version=1, by=stranger
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_tournament_that_is_over_keeps_its_challenges_as_they_are():
    cup = concluded(a_live_tournament_of_people(2))

    with pytest.raises(Conflict) as refused:
        a_challenge(cup)

    assert refused.value.code == "over"
    assert Tournament.objects.get().state == TournamentState.CONCLUDED
    assert Match.objects.exists()


def test_a_copy_takes_the_challenges_and_moves_their_dates():
    start = timezone.now().replace(microsecond=0) + timedelta(days=2)
    cup = a_live_tournament_of_people(2)
    Tournament.objects.update(starts_at=start)
    cup.refresh_from_db()
    a_dare(cup, opens_at=start, closes_at=start + timedelta(hours=5), **MONEY)
    a_challenge(cup, rule="wins_by_difference", params={"difference": 3})
    later = start + timedelta(days=7)

    moved = tournaments.duplicate_tournament(
        tournament=cup, name="Next", by=cup.organizer, starts_at=later
    )
    bare = tournaments.duplicate_tournament(tournament=cup, name="Some day", by=cup.organizer)

    dare, counted = Challenge.objects.filter(tournament=moved).order_by("pk")
    assert (dare.opens_at, dare.closes_at) == (later, later + timedelta(hours=5))
    assert (dare.amount, counted.params) == (501, {"difference": 3})
    undated = Challenge.objects.get(tournament=bare, kind="manual")
    assert (undated.opens_at, undated.closes_at) == (None, None)


def test_a_version_of_before_is_restored_though_challenges_were_set_since():
    cup = a_live_tournament_of_people(2)
    version = tournaments.create_version(tournament=cup, by=cup.organizer)
    a_dare(cup)

    tournaments.restore_version(version=version, by=cup.organizer)

    assert Challenge.objects.filter(tournament=cup).count() == 1
