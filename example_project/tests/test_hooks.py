"""The site's hooks keep the contracts of the engine."""

import logging

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.urls import reverse

from clubs.models import Award, Club
from hooks import Economy, Notifications, Profiles, Rankings, SiteUI, Teams, Users
from tournament_engine.core.models import Game, Tournament
from tournament_engine.errors import HookError
from tournament_engine.hooks.economy import CLEARED, Money
from tournament_engine.hooks.users import ALLOWED
from tournament_engine.testing import (
    assert_economy_contract,
    assert_notifications_contract,
    assert_profiles_contract,
    assert_rankings_contract,
    assert_site_ui_contract,
    assert_teams_contract,
    assert_users_contract,
)
from tournament_engine.users import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return get_user_model().objects.get_by_natural_key("ann")


@pytest.fixture
def bob() -> User:
    return get_user_model().objects.get_by_natural_key("bob")


def test_the_users_keep_the_contract(ann: User):
    assert_users_contract(Users(), user=ann)


def test_the_teams_keep_the_contract(ann: User, bob: User):
    assert_teams_contract(Teams(), user=ann, stranger=bob)


def test_a_club_of_one_game_is_offered_for_that_game_alone(ann: User):
    chess, football = Game.objects.get(name="Chess"), Game.objects.get(name="Football")
    Club.objects.filter(name="Riverside Rovers").update(game="Football")

    offered = [len(Teams().teams_for(ann, game)) for game in (None, football, chess)]

    assert offered == [1, 1, 0]


def test_the_profiles_keep_the_contract(ann: User):
    rally = Tournament.objects.filter(game__name="Comet Rally")[0]

    assert_profiles_contract(
        Profiles(), user=ann, tournament=rally, count_heard=Award.objects.count
    )
    assert Profiles().game_identity(ann, rally.game) == "annalog"
    shown = {badge.name for badge in Profiles().badges(ann)}
    assert shown == {"first tournament", "first win", "podium"}


def test_the_rankings_keep_the_contract():
    assert_rankings_contract(Rankings())


def test_the_frame_keeps_the_contract(rf: RequestFactory):
    assert_site_ui_contract(SiteUI(), request=rf.get("/"), tournament=Tournament.objects.all()[0])


def test_the_purses_keep_the_contract(ann: User):
    assert_economy_contract(Economy(), user=ann)


def test_who_wins_much_shows_who_they_are_before_the_money_moves(ann: User):
    purse, prize = Economy(), Money(1_000_00, "EUR")

    assert purse.check_payout(ann, Money(999_99, "EUR"), "prize") == CLEARED
    assert purse.check_payout(ann, prize, "refund") == CLEARED
    assert purse.check_payout(ann, prize, "prize").verdict == "pending"

    ann.groups.add(Group.objects.create(name="identity checked"))
    assert purse.check_payout(ann, prize, "prize") == CLEARED


def test_nothing_is_given_back_that_was_not_charged(ann: User):
    with pytest.raises(HookError, match="Nothing was charged"):
        Economy().refund("no such key", Money(1, "EUR"), "k")


def test_clubs_and_people_have_pages_that_the_engines_pages_lead_to(client: Client, ann: User):
    page = client.get(reverse("clubs")).content.decode()
    person = client.get(Profiles().url(ann))

    assert "Riverside Rovers" in page
    assert f'href="{Profiles().url(ann)}"' in page
    assert "annalog" in person.content.decode()
    assert 'href="/clubs/"' in client.get(reverse("tournament_engine:list")).content.decode()


def test_an_id_that_no_database_can_hold_is_no_team(ann: User):
    assert Teams().can_manage(ann, "9" * 40) is False


def test_the_notifications_keep_the_contract(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, logger="hooks")

    assert_notifications_contract(
        Notifications(), recipients=["1", "2"], count_sent=lambda: len(caplog.records)
    )


def test_staff_run_tournaments_and_do_not_play(ann: User):
    ann.is_staff = True
    others = Tournament.objects.get(slug="parks-football-day")

    assert Users().can_register(ann, others).allowed is False
    assert Users().can_register(ann, Tournament(organizer=ann)) == ALLOWED
