import pytest
from pytest_django import Settings
from tests.factories import a_user

from tournament_engine.hooks.inbox import InboxAndMail
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.hooks.teams import TeamMember, Teams
from tournament_engine.hooks.users import Users
from tournament_engine.testing import (
    FakeNotifications,
    FakeTeam,
    FakeTeams,
    FakeUsers,
    assert_notifications_contract,
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

    def send(self, event, recipients, context, idempotency_key):
        super().send(event, recipients, context, f"{idempotency_key}{len(self.sent)}")


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
