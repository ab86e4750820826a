"""The profiles hook: what the site shows of a person beyond the name.

Called in and out of transactions, never to write, except `on_achievement` and its
counterpart: they are called after commit, and again with the same key when it is not sure
that the first call came through.
Everything that it returns is public: an e-mail address belongs to the users hook.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tournament_engine.users import User

if TYPE_CHECKING:
    from tournament_engine.core.models import Game, Tournament

__all__ = ["Profile", "ProfileBadge", "Profiles"]


@dataclass(frozen=True)
class Profile:
    """What a list shows of a person; an address is empty where there is none."""

    url: str = ""
    avatar_url: str = ""


@dataclass(frozen=True)
class ProfileBadge:
    """Something that a person wears on the profile."""

    code: str
    name: str
    image_url: str = ""


class Profiles:
    """Base class and default: nobody has a profile."""

    def url(self, user: User) -> str:  # noqa: ARG002 - for the site's own classes
        """Return the address of a person's page, empty where there is none."""
        return ""

    def avatar_url(self, user: User) -> str:  # noqa: ARG002 - the same
        """Return the address of a person's picture, empty where there is none."""
        return ""

    def get_many(self, users: Iterable[User]) -> Mapping[str, Profile]:
        """Return the profiles of people by id. Lists use this: answer it in one query."""
        return {str(user.pk): Profile(self.url(user), self.avatar_url(user)) for user in users}

    def badges(self, user: User) -> Sequence[ProfileBadge]:  # noqa: ARG002 - the same
        """Return what a person wears."""
        return ()

    def game_identity(self, user: User, game: "Game") -> str:  # noqa: ARG002 - the same
        """Return what a person is called in a game: a handle, a licence; empty if unknown."""
        return ""

    def autofill(self, user: User, tournament: "Tournament") -> Mapping[str, str]:
        """Return what a registration form may say already, by the code of its field."""
        identity = self.game_identity(user, tournament.game)
        return {"game_identity": identity} if identity else {}

    def contact(self, user: User) -> str:  # noqa: ARG002 - the same
        """Return how opponents and referees reach a person; shown to them alone."""
        return ""

    def on_achievement(self, user: User, code: str, idempotency_key: str) -> None:
        """Hear that a person has earned an achievement."""

    def on_achievement_revoked(self, user: User, code: str, idempotency_key: str) -> None:
        """Hear that an achievement was taken back: the one that was told under this key."""
