"""For the tests of a site: hooks that do as they are told, and contracts for its own hooks.

A contract is a function that raises AssertionError when a hook breaks what the engine relies
on. Call it from a test with an instance of your class:

    def test_our_users_keep_the_contract(db):
        assert_users_contract(Users(), user=a_user())

or derive a class of tests from its mixin (see `testing/mixins.py`).

`ledger_checked` lets every test of the site fail that leaves the built-in wallet unsound.
"""

from tournament_engine.testing.contracts import (
    assert_economy_contract,
    assert_notifications_contract,
    assert_profiles_contract,
    assert_rankings_contract,
    assert_site_ui_contract,
    assert_teams_contract,
    assert_users_contract,
)
from tournament_engine.testing.economy import FakeEconomy
from tournament_engine.testing.fakes import (
    FakeNotifications,
    FakeProfiles,
    FakeRankings,
    FakeSiteUI,
    FakeTeam,
    FakeTeams,
    FakeUsers,
    Sent,
)
from tournament_engine.testing.faults import Faulty
from tournament_engine.testing.ledger import assert_ledger_sound, ledger_checked
from tournament_engine.testing.mixins import (
    EconomyContract,
    HookContract,
    NotificationsContract,
    ProfilesContract,
    RankingsContract,
    SiteUIContract,
    TeamsContract,
    UsersContract,
)

__all__ = [
    "EconomyContract",
    "FakeEconomy",
    "FakeNotifications",
    "FakeProfiles",
    "FakeRankings",
    "FakeSiteUI",
    "FakeTeam",
    "FakeTeams",
    "FakeUsers",
    "Faulty",
    "HookContract",
    "NotificationsContract",
    "ProfilesContract",
    "RankingsContract",
    "Sent",
    "SiteUIContract",
    "TeamsContract",
    "UsersContract",
    "assert_economy_contract",
    "assert_ledger_sound",
    "assert_notifications_contract",
    "assert_profiles_contract",
    "assert_rankings_contract",
    "assert_site_ui_contract",
    "assert_teams_contract",
    "assert_users_contract",
    "ledger_checked",
]
