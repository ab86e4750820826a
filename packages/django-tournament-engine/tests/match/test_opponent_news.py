"""Those who stay hear that their opponents have left, or whom they meet instead."""

import pytest
from tests.match.test_news import ids, notices
from tests.playing import a_live_tournament_of_people, entrant_at, match_of, people, play

from tests.conftest import Committed
from tournament_engine.bracket import services as brackets
from tournament_engine.registration.models import Entrant
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db


def test_the_opponent_of_one_who_leaves_hears_of_the_walkover(
    fake_notifications: FakeNotifications, committed: Committed
):
    cup = a_live_tournament_of_people(4)
    match = match_of(cup, "R1.1")
    leaving, staying = people(match)

    with committed():
        brackets.withdraw_entrant(entrant=entrant_at(match), by=leaving)

    [told] = notices(fake_notifications, "match_opponent_left")
    assert told.recipients == ids(staying)
    assert told.context["url"] == match.get_absolute_url()


def test_who_gets_into_a_match_against_one_who_left_hears_of_it(
    fake_notifications: FakeNotifications, committed: Committed
):
    cup = a_live_tournament_of_people(4)
    first = match_of(cup, "R1.1")
    play(first)
    finalist = Entrant.objects.select_related("registration__tournament").get(
        sides__match=first, sides__is_winner=True
    )
    brackets.withdraw_entrant(entrant=finalist, by=cup.organizer, reason="Ill")

    with committed():
        play(match_of(cup, "R1.2"))

    [told] = notices(fake_notifications, "match_opponent_left")
    assert told.recipients == ids(people(match_of(cup, "R1.2"))[0])


def test_whoever_meets_a_substitute_hears_of_it(
    fake_notifications: FakeNotifications, committed: Committed
):
    cup = a_live_tournament_of_people(4)
    match = match_of(cup, "R1.1")
    _leaving, staying = people(match)

    with committed():
        brackets.substitute_entrant(
            entrant=entrant_at(match), name="Zoe", by=cup.organizer, reason="Ill"
        )

    [told] = notices(fake_notifications, "match_opponent_changed")
    assert told.recipients == ids(staying)
    assert (told.context["first"], told.context["reason"]) == ("Zoe", "Ill")
