"""People who want to hear when registration opens: told once, and never of what is hidden."""

import pytest
from django.db import IntegrityError
from django.test import Client
from tests.desk.browsing import address, log_in, post
from tests.factories import a_staff_member, a_tournament, a_user

from tests.conftest import Committed
from tournament_engine.core import services as tournaments
from tournament_engine.core.calls import call_of
from tournament_engine.core.lifecycle import TournamentState as S
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.errors import Conflict
from tournament_engine.registration import services
from tournament_engine.registration.models import OpeningWatch
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db


def announced() -> Tournament:
    return a_tournament(state=S.PUBLISHED, entrants=0)


def told(sent: FakeNotifications) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.event, one.recipients) for one in sent.sent]


def test_who_asked_hears_of_the_opening_once(
    committed: Committed, fake_notifications: FakeNotifications
):
    cup, ann, bob = announced(), a_user("ann"), a_user("bob")
    for one in (ann, ann, bob):
        services.watch_opening(tournament=cup, by=one)
    services.unwatch_opening(tournament=cup, by=bob)

    with committed():
        tournaments.open_registration(tournament=cup, by=cup.organizer)
    with committed():
        tournaments.close_registration(tournament=cup, by=cup.organizer)
        tournaments.open_registration(tournament=cup, by=cup.organizer)

    opened = [one for one in told(fake_notifications) if one[0] == "registration_opened"]
    assert opened == [("registration_opened", (str(ann.pk),))]
    assert not OpeningWatch.objects.exists()


def test_who_waits_hears_that_it_is_called_off(
    committed: Committed, fake_notifications: FakeNotifications
):
    cup, ann = announced(), a_user("ann")
    services.watch_opening(tournament=cup, by=ann)

    with committed():
        tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")

    assert told(fake_notifications) == [("tournament_cancelled", (str(ann.pk),))]
    assert not OpeningWatch.objects.exists()


def test_who_may_not_see_it_any_more_hears_nothing(
    committed: Committed, fake_notifications: FakeNotifications
):
    cup, ann = announced(), a_user("ann")
    referee = a_staff_member(cup, Role.REFEREE)
    for one in (ann, referee):
        services.watch_opening(tournament=cup, by=one)
    Tournament.objects.filter(pk=cup.pk).update(visibility="private")

    with committed():
        tournaments.open_registration(tournament=cup, by=cup.organizer)

    assert told(fake_notifications) == [("registration_opened", (str(referee.pk),))]


@pytest.mark.parametrize("state", [S.REGISTRATION_OPEN, S.REGISTRATION_CLOSED, S.CANCELLED])
def test_nobody_waits_for_what_is_open_or_over(state: S):
    cup = a_tournament(state=state)

    with pytest.raises(Conflict) as refused:
        services.watch_opening(tournament=cup, by=a_user())

    assert refused.value.code == "not_awaited"


def test_the_database_holds_one_wish_of_a_person():
    cup, ann = announced(), a_user("ann")
    services.watch_opening(tournament=cup, by=ann)

    with pytest.raises(IntegrityError):
        OpeningWatch.objects.create(tournament=cup, user=ann)


def test_the_page_offers_it_and_takes_it_back_without_script():
    cup, ann = announced(), a_user("ann")
    browser, page = log_in(ann), address("tournament", cup.slug)
    acts = []

    for action in ("watch", "unwatch"):
        asked = call_of(cup, ann)
        assert asked is not None
        acts.append((asked.act, asked.label))
        assert f'name="action" value="{action}"' in browser.get(page).text
        assert post(browser, "watch_opening", cup.slug, action=action).url == page

    assert acts == [("watch", "Notify me"), ("unwatch", "Do not notify me")]
    assert not OpeningWatch.objects.exists()


def test_a_visitor_is_led_to_the_login_and_back_to_the_button():
    cup = announced()
    asks = address("watch_opening", cup.slug)

    assert f'href="{asks}"' in Client().get(address("tournament", cup.slug)).text
    assert Client().get(asks)["Location"] == f"/login/?next={asks}"
    assert log_in(a_user()).get(asks)["Location"] == address("tournament", cup.slug)


def test_an_act_that_the_page_does_not_offer_is_refused():
    cup = announced()

    assert post(log_in(a_user()), "watch_opening", cup.slug, action="all").status_code == 422
