"""The site's hooks keep the contracts of the engine."""

import logging

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from hooks import Notifications, Teams, Users
from tournament_engine.core.models import Tournament
from tournament_engine.hooks.users import ALLOWED
from tournament_engine.testing import (
    assert_notifications_contract,
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
    ann.groups.add(Group.objects.create(name="Riverside"))

    assert_teams_contract(Teams(), user=ann, stranger=bob)


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
