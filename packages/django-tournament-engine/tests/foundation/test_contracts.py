from datetime import timedelta

import pytest
from django.test import RequestFactory
from pytest_django import Settings
from tests.factories import a_tournament, a_user

from tournament_engine.errors import HookError
from tournament_engine.hooks.economy import Money
from tournament_engine.hooks.elo import EloRankings
from tournament_engine.hooks.inbox import InboxAndMail
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.hooks.profiles import Profiles
from tournament_engine.hooks.rankings import Rankings
from tournament_engine.hooks.site_ui import SiteUI
from tournament_engine.hooks.teams import TeamMember, Teams
from tournament_engine.hooks.users import Users
from tournament_engine.testing import (
    FakeEconomy,
    FakeNotifications,
    FakeProfiles,
    FakeRankings,
    FakeSiteUI,
    FakeTeam,
    FakeTeams,
    FakeUsers,
    assert_economy_contract,
    assert_notifications_contract,
    assert_profiles_contract,
    assert_rankings_contract,
    assert_site_ui_contract,
    assert_teams_contract,
    assert_users_contract,
)

pytestmark = pytest.mark.django_db


class Shouting(Users):
    """Names one person differently in a list: a site's easy mistake."""

    def display_name(self, user):
        return super().display_name(user).upper()

    def get_many(self, ids):
        return Users().get_many(ids)


class Forgetful(FakeNotifications):
    """Sends again what it has sent."""

    def send(self, event, recipients, context, idempotency_key, **more):
        super().send(event, recipients, context, f"{idempotency_key}{len(self.sent)}", **more)


@pytest.mark.parametrize("hook", [Users, FakeUsers])
def test_our_users_hooks_keep_the_contract(hook: type[Users]):
    assert_users_contract(hook(), user=a_user())


def test_a_users_hook_that_breaks_the_contract_is_told_which_promise():
    with pytest.raises(AssertionError, match="get_many"):
        assert_users_contract(Shouting(), user=a_user())


def a_teams_hook(manager: str) -> FakeTeams:
    hook = FakeTeams()
    hook.teams["7"] = FakeTeam(
        "Rockets", frozenset({manager}), (TeamMember(manager, "Ann", "captain"),)
    )
    return hook


def test_the_fake_teams_keep_the_contract():
    ann = a_user()

    assert_teams_contract(a_teams_hook(str(ann.pk)), user=ann, stranger=a_user())


def test_a_teams_hook_without_teams_is_told_that_it_needs_one():
    with pytest.raises(AssertionError, match="teams_for"):
        assert_teams_contract(Teams(), user=a_user(), stranger=a_user())


def test_the_fake_notifications_keep_the_contract():
    hook = FakeNotifications()

    assert_notifications_contract(hook, recipients=["1"], count_sent=lambda: len(hook.sent))


def test_inbox_and_mail_keep_the_contract(settings: Settings, mailoutbox: list[object]):
    settings.TOURNAMENT_ENGINE = {"BASE_URL": "https://example.org"}
    ann = str(a_user().pk)

    for count_sent in (InboxMessage.objects.count, lambda: len(mailoutbox)):
        assert_notifications_contract(InboxAndMail(), recipients=[ann], count_sent=count_sent)
        InboxMessage.objects.all().delete()


def test_a_notifications_hook_that_sends_twice_is_told_so():
    hook = Forgetful()

    with pytest.raises(AssertionError, match="nothing again under the same key"):
        assert_notifications_contract(hook, recipients=["1"], count_sent=lambda: len(hook.sent))


def test_a_site_without_profiles_keeps_the_contract():
    assert_profiles_contract(
        Profiles(), user=a_user(), tournament=a_tournament(entrants=0), count_heard=lambda: 0
    )


def test_the_fake_profiles_keep_the_contract():
    hook, ann, tournament = FakeProfiles(), a_user(), a_tournament(entrants=0)
    hook.identities[str(ann.pk), str(tournament.game_id)] = "ann#7"

    assert_profiles_contract(
        hook, user=ann, tournament=tournament, count_heard=lambda: len(hook.achievements)
    )
    assert hook.autofill(ann, tournament) == {"game_identity": "ann#7"}


@pytest.mark.parametrize("hook", [Rankings, EloRankings, FakeRankings])
def test_our_rankings_hooks_keep_the_contract(hook: type[Rankings]):
    assert_rankings_contract(hook())


class Gullible(EloRankings):
    """Counts a result every time that it hears of it."""

    def apply(self, outcomes, idempotency_key):
        super().apply(outcomes, f"{idempotency_key}:{self.heard}")
        self.heard += 1

    heard = 0


def test_a_rankings_hook_that_counts_twice_is_told_so():
    with pytest.raises(AssertionError, match="taken back never counts"):
        assert_rankings_contract(Gullible())


@pytest.mark.parametrize("hook", [SiteUI, FakeSiteUI])
def test_our_site_ui_hooks_keep_the_contract(hook: type[SiteUI], rf: RequestFactory):
    assert_site_ui_contract(hook(), request=rf.get("/"), tournament=a_tournament(entrants=0))


def test_the_fake_economy_keeps_the_contract():
    assert_economy_contract(FakeEconomy(), user=a_user())


class Generous(FakeEconomy):
    """Lets people pay with what they do not have."""

    def charge(self, user, price, idempotency_key):
        self.purses[str(user.pk), price.currency] += 10_000
        return super().charge(user, price, idempotency_key)


class Careless(FakeEconomy):
    """Names every refusal alike."""

    def refund(self, charge_key, amount, idempotency_key):
        if idempotency_key == "contract:6":
            raise HookError("no", "No.")
        return super().refund(charge_key, amount, idempotency_key)


@pytest.mark.parametrize(
    ("hook", "promise"), [(Generous, "insufficient_funds"), (Careless, "refund_too_high")]
)
def test_an_economy_that_breaks_the_contract_is_told_which_promise(
    hook: type[FakeEconomy], promise: str
):
    with pytest.raises(AssertionError, match=promise):
        assert_economy_contract(hook(), user=a_user())


def test_a_fake_fails_and_loses_answers_as_often_as_it_is_told():
    hook, ann, fee = FakeEconomy(delay=timedelta(seconds=2)), a_user(), Money(1, "EUR")
    hook.refuse, hook.lose = 1, 1

    for _twice in range(2):
        with pytest.raises(HookError) as failed:
            hook.payout(ann, fee, "k")
        assert failed.value.retryable
    receipt = hook.payout(ann, fee, "k")

    assert hook.lookup("k") == receipt
    assert hook.balance(ann, "EUR") == fee
    assert (hook.calls, hook.waited) == (5, timedelta(seconds=10))
