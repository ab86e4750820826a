from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User as DjangoUser
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries, Settings
from tests.factories import a_tournament, a_user

from tournament_engine import hooks
from tournament_engine.economy.hook import Ledger
from tournament_engine.errors import HookError
from tournament_engine.hooks.economy import Economy, Money
from tournament_engine.hooks.notifications import Notifications
from tournament_engine.hooks.teams import PayoutAccount, TeamMember, Teams
from tournament_engine.hooks.users import ALLOWED, UserRef, Users, matching

pytestmark = pytest.mark.django_db


def test_a_person_without_a_name_is_called_by_the_login_never_by_the_address():
    assert Users().display_name(a_user("ann.lee")) == "ann.lee"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"username": "ann", "first_name": "Ann", "last_name": "Lee"}, "Ann Lee"),
        ({"username": "ann"}, "ann"),
        ({"username": "ann@example.org"}, "ann"),
    ],
)
def test_a_user_model_with_names_is_called_by_them(fields: dict[str, str], shown: str):
    somebody: Any = DjangoUser(**fields)

    assert Users().display_name(somebody) == shown


def test_people_are_found_by_the_whole_address_alone():
    ann = a_user("ann")
    a_user("gone", is_active=False)
    search = Users().search

    assert list(search(" ANN@example.org ")) == [UserRef(str(ann.pk), "ann")]
    assert [list(search(part)) for part in ("ann", "@example.org", "", "gone@example.org")] == [
        [],
        [],
        [],
        [],
    ]


def test_people_with_names_are_found_by_a_part_of_them():
    somebody: Any = DjangoUser

    condition = matching("ann", somebody)

    assert condition == (
        Q(username__icontains="ann")
        | Q(first_name__icontains="ann")
        | Q(last_name__icontains="ann")
    )


def test_many_people_are_named_in_one_query(django_assert_num_queries: DjangoAssertNumQueries):
    ann, bob = a_user("ann"), a_user("bob")
    ids = [str(ann.pk), str(bob.pk), "no-uuid", "00000000-0000-0000-0000-000000000000"]

    with django_assert_num_queries(1):
        found = Users().get_many(ids)

    assert found == {ids[0]: UserRef(ids[0], "ann"), ids[1]: UserRef(ids[1], "bob")}


def test_nobody_asked_for_is_no_query(django_assert_num_queries: DjangoAssertNumQueries):
    with django_assert_num_queries(0):
        assert Users().get_many(["no-uuid"]) == {}


def test_mail_language_and_zone_come_from_the_site(settings: Settings):
    settings.TIME_ZONE, settings.LANGUAGE_CODE = "Europe/Prague", "cs"
    ann = a_user("ann")
    hook = Users()

    facts = (hook.email(ann), hook.language(ann), hook.timezone(ann))

    assert facts == ("ann@example.org", "cs", ZoneInfo("Europe/Prague"))


def test_everybody_who_may_log_in_may_register():
    hook, tournament = Users(), a_tournament(entrants=0)

    assert hook.can_register(a_user(), tournament) == ALLOWED
    assert [hook.is_banned(a_user()), hook.is_banned(a_user(is_active=False))] == [False, True]


def test_a_site_without_teams_knows_none():
    hook, ann = Teams(), a_user()

    answers = (
        hook.teams_for(ann),
        hook.get_many(["1"]),
        hook.roster("1"),
        hook.can_manage(ann, "1"),
        hook.snapshot("1"),
    )

    assert answers == ((), {}, (), False, {})


def test_a_notifications_hook_must_say_how_it_sends():
    hook = Notifications()

    assert hook.supports("match_ready")
    with pytest.raises(NotImplementedError):
        hook.send("match_ready", [], {}, "k")


class OldTeams(Teams):
    """A class of a site that was written when `members` was called `roster`."""

    def roster(self, team_id):
        return [TeamMember("7", "Ann", "captain"), TeamMember(None, "Bob", "substitute")]


def test_a_teams_hook_with_the_old_name_of_members_still_works():
    hook = OldTeams()

    assert list(hook.members("1")) == hook.roster("1")
    assert hook.payout_accounts("1") == [PayoutAccount("7", share=1)]


def test_nobody_is_known_to_be_under_age():
    assert Users().is_minor(a_user()) is False


@pytest.mark.parametrize(
    "ask",
    [
        lambda hook, ann: hook.quote(ann, Money(1, "EUR")),
        lambda hook, ann: hook.balance(ann, "EUR"),
        lambda hook, ann: hook.charge(ann, Money(1, "EUR"), "k"),
        lambda hook, ann: hook.refund("k", Money(1, "EUR"), "k2"),
        lambda hook, ann: hook.payout(ann, Money(1, "EUR"), "k"),
        lambda hook, ann: hook.lookup("k"),
    ],
    ids=["quote", "balance", "charge", "refund", "payout", "lookup"],
)
def test_a_site_without_a_wallet_says_so_whatever_it_is_asked(ask: Any):
    with pytest.raises(HookError, match="HOOKS\\['economy'\\]") as refused:
        ask(Economy(), a_user())

    assert (refused.value.code, refused.value.retryable) == ("no_wallet", False)


def test_a_site_that_names_no_economy_has_the_built_in_ledger():
    assert type(hooks.economy()) is Ledger
