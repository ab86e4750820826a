"""The teams hook: which teams the site knows, who is in them and who speaks for them.

Called in and out of transactions, never to write. Ids are text. A team that is gone is
simply missing from the answers: the engine goes on with what it copied at registration.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tournament_engine.users import User

if TYPE_CHECKING:
    from tournament_engine.core.models import Game

__all__ = ["PayoutAccount", "TeamMember", "TeamRef", "Teams"]


@dataclass(frozen=True)
class TeamRef:
    """A team as lists show one."""

    id: str
    name: str


@dataclass(frozen=True)
class TeamMember:
    """A person in a team: "captain", "player" or "substitute".

    `user_id` is None for somebody without an account.
    """

    user_id: str | None
    name: str
    role: str = "player"


@dataclass(frozen=True)
class PayoutAccount:
    """Where a part of a team's prize goes: a person, and how many parts of the whole."""

    user_id: str
    share: int = 1


class Teams:
    """Base class and default: the site knows no teams, people type in name and members."""

    def teams_for(self, user: User, game: "Game | None" = None) -> Sequence[TeamRef]:  # noqa: ARG002 - for sites' classes
        """Return the teams that this person may register, for one game where it is given."""
        return ()

    def get_many(self, ids: Iterable[str]) -> Mapping[str, TeamRef]:  # noqa: ARG002 - the same
        """Return those of the teams that exist by id, in one query. Lists use this."""
        return {}

    def members(self, team_id: str) -> Sequence[TeamMember]:
        """Return the members of a team with their roles, the captain first; empty if it is gone."""
        return self.roster(team_id)

    def roster(self, team_id: str) -> Sequence[TeamMember]:  # noqa: ARG002 - the same
        """Return what `members` returns: the name that it had first, and that may be kept."""
        return ()

    def can_manage(self, user: User, team_id: str) -> bool:  # noqa: ARG002 - the same
        """Return whether this person speaks for the team."""
        return False

    def snapshot(self, team_id: str) -> Mapping[str, Any]:  # noqa: ARG002 - the same
        """Return what to keep of a team, "name" at least; empty if it is gone."""
        return {}

    def payout_accounts(self, team_id: str) -> Sequence[PayoutAccount]:
        """Return who shares a prize of the team; by default its members with an account, alike."""
        members = self.members(team_id)
        return [PayoutAccount(one.user_id) for one in members if one.user_id is not None]
