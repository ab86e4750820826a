"""The contracts as tests: derive one of your own, and say how your hook and its data are made.

    class TestOurUsers(UsersContract):
        hook = Users

        def make_user(self):
            return Member.objects.create_user("ann")

They work with pytest and, beside TestCase, with Django's own runner. Each test of a mixin begins
with a hook of its own.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest

from tournament_engine.core.models import Tournament
from tournament_engine.testing import contracts
from tournament_engine.users import User

__all__ = [
    "EconomyContract",
    "HookContract",
    "NotificationsContract",
    "ProfilesContract",
    "RankingsContract",
    "SiteUIContract",
    "TeamsContract",
    "UsersContract",
]


class HookContract:
    """What the mixins share: the class of the hook, and how one is made for a test."""

    hook: ClassVar[Callable[..., Any]]

    def make_hook(self) -> Any:
        """Return a new hook; override it where yours needs arguments or data."""
        return type(self).hook()

    def make_user(self) -> User:
        """Return a person whom the hook knows."""
        raise NotImplementedError

    def make_tournament(self) -> Tournament:
        """Return a tournament."""
        raise NotImplementedError


class UsersContract(HookContract):
    """A users hook."""

    def test_the_hook_keeps_the_contract(self) -> None:
        contracts.assert_users_contract(self.make_hook(), user=self.make_user())


class TeamsContract(HookContract):
    """A teams hook; `make_user` returns somebody who manages a team of it."""

    def make_stranger(self) -> User:
        """Return somebody who manages no team."""
        raise NotImplementedError

    def test_the_hook_keeps_the_contract(self) -> None:
        # First those whom the hook may have to know when it is made.
        user, stranger = self.make_user(), self.make_stranger()
        contracts.assert_teams_contract(self.make_hook(), user=user, stranger=stranger)


class EconomyContract(HookContract):
    """An economy hook; `currency` is one that it knows."""

    currency = "EUR"

    def test_the_hook_keeps_the_contract(self) -> None:
        contracts.assert_economy_contract(
            self.make_hook(), user=self.make_user(), currency=self.currency
        )


class NotificationsContract(HookContract):
    """A notifications hook."""

    def make_recipients(self) -> Sequence[str]:
        """Return the ids of people; those of one person unless it is overridden."""
        return [str(self.make_user().pk)]

    def count_sent(self, hook: Any) -> int:
        """Return how many notices have gone out so far."""
        raise NotImplementedError

    def test_the_hook_keeps_the_contract(self) -> None:
        hook = self.make_hook()
        contracts.assert_notifications_contract(
            hook, recipients=self.make_recipients(), count_sent=lambda: self.count_sent(hook)
        )


class ProfilesContract(HookContract):
    """A profiles hook."""

    def count_heard(self, hook: Any) -> int:  # noqa: ARG002 - for the site's own
        """Return how many achievements the site has noted; a site without them notes none."""
        return 0

    def test_the_hook_keeps_the_contract(self) -> None:
        hook = self.make_hook()
        contracts.assert_profiles_contract(
            hook,
            user=self.make_user(),
            tournament=self.make_tournament(),
            count_heard=lambda: self.count_heard(hook),
        )


class RankingsContract(HookContract):
    """A rankings hook."""

    def test_the_hook_keeps_the_contract(self) -> None:
        contracts.assert_rankings_contract(self.make_hook())


class SiteUIContract(HookContract):
    """A site_ui hook."""

    def make_request(self) -> HttpRequest:
        """Return a request as a page of the site gets it."""
        raise NotImplementedError

    def test_the_hook_keeps_the_contract(self) -> None:
        contracts.assert_site_ui_contract(
            self.make_hook(), request=self.make_request(), tournament=self.make_tournament()
        )
