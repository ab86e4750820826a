"""The contracts as tests of a site's own, held against our own hooks and the fakes."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from tests.factories import a_tournament, a_user

from tournament_engine.economy.hook import Ledger
from tournament_engine.hooks.elo import EloRankings
from tournament_engine.hooks.inbox import InboxAndMail
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.hooks.profiles import Profiles
from tournament_engine.hooks.site_ui import SiteUI
from tournament_engine.hooks.users import Users
from tournament_engine.testing import (
    EconomyContract,
    FakeEconomy,
    FakeNotifications,
    FakeProfiles,
    FakeSiteUI,
    FakeTeam,
    FakeTeams,
    FakeUsers,
    HookContract,
    NotificationsContract,
    ProfilesContract,
    RankingsContract,
    SiteUIContract,
    TeamsContract,
    UsersContract,
)

pytestmark = pytest.mark.django_db


class Ours(HookContract):
    """What the site of these tests has."""

    def make_user(self):
        return a_user()

    def make_tournament(self):
        return a_tournament(entrants=0)


class TestUsers(Ours, UsersContract):
    hook = Users


class TestFakeUsers(Ours, UsersContract):
    hook = FakeUsers


class TestFakeTeams(Ours, TeamsContract):
    hook = FakeTeams

    def make_user(self):
        self.user = a_user()
        return self.user

    def make_stranger(self):
        return a_user()

    def make_hook(self):
        return FakeTeams(teams={"7": FakeTeam("Rockets", frozenset({str(self.user.pk)}))})


class TestLedger(Ours, EconomyContract):
    hook = Ledger


class TestFakeEconomy(Ours, EconomyContract):
    hook = FakeEconomy


class TestInbox(Ours, NotificationsContract):
    hook = InboxAndMail

    def count_sent(self, hook):
        return InboxMessage.objects.count()


class TestFakeNotifications(Ours, NotificationsContract):
    hook = FakeNotifications

    def count_sent(self, hook):
        return len(hook.sent)


class TestProfiles(Ours, ProfilesContract):
    hook = Profiles


class TestFakeProfiles(Ours, ProfilesContract):
    hook = FakeProfiles

    def count_heard(self, hook):
        return len(hook.achievements)


class TestElo(Ours, RankingsContract):
    hook = EloRankings


class TestSiteUI(Ours, SiteUIContract):
    hook = SiteUI

    def make_request(self):
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        return request


class TestFakeSiteUI(TestSiteUI):
    hook = FakeSiteUI

    def make_tournament(self):
        self.tournament = a_tournament(entrants=0)
        return self.tournament


class Rude(Users):
    """Names nobody."""

    def display_name(self, user):
        return ""


def test_a_hook_that_breaks_the_contract_fails_the_test_of_its_mixin():
    class Tests(Ours, UsersContract):
        hook = Rude

    with pytest.raises(AssertionError, match="display_name"):
        Tests().test_the_hook_keeps_the_contract()


def test_a_mixin_says_what_it_needs():
    with pytest.raises(NotImplementedError):
        UsersContract().make_user()
