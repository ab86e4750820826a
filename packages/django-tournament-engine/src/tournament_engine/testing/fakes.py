"""A fake of each hook: it keeps what it is given, and fails when a test wants it to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from tournament_engine.core.models import Game, Tournament
from tournament_engine.hooks.notifications import INBOX, MAIL, Notifications, Urgency
from tournament_engine.hooks.profiles import ProfileBadge, Profiles
from tournament_engine.hooks.rankings import Outcome, Rankings
from tournament_engine.hooks.site_ui import BASE_TEMPLATE, NavigationLink, SiteUI
from tournament_engine.hooks.teams import TeamMember, TeamRef, Teams
from tournament_engine.hooks.users import Decision, Facts, UserRef, Users
from tournament_engine.testing.faults import Faulty, faulty
from tournament_engine.users import User

__all__ = [
    "FakeNotifications",
    "FakeProfiles",
    "FakeRankings",
    "FakeSiteUI",
    "FakeTeam",
    "FakeTeams",
    "FakeUsers",
    "Sent",
]


@dataclass
class FakeUsers(Faulty, Users):
    """The default hook, with people banned, under age and refused as a test wants it, by id."""

    banned: set[str] = field(default_factory=set)
    minors: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    known: dict[str, Facts] = field(default_factory=dict)

    @faulty
    def search(self, query: str, *, limit: int = 10) -> Sequence[UserRef]:
        return super().search(query, limit=limit)

    @faulty
    def display_name(self, user: User) -> str:
        return super().display_name(user)

    @faulty
    def is_banned(self, user: User) -> bool:
        return str(user.pk) in self.banned

    @faulty
    def facts(self, user: User, tournament: Tournament) -> Facts:
        return self.known.get(str(user.pk)) or super().facts(user, tournament)

    @faulty
    def is_minor(self, user: User) -> bool:
        return str(user.pk) in self.minors

    @faulty
    def can_register(self, user: User, tournament: Tournament) -> Decision:
        reason = self.refused.get(str(user.pk))
        return (
            super().can_register(user, tournament)
            if reason is None
            else Decision(allowed=False, reason=reason)
        )


@dataclass(frozen=True)
class FakeTeam:
    """A team that a test made up; `managers` are ids of users, `game` its only game by id."""

    name: str
    managers: frozenset[str] = frozenset()
    members: tuple[TeamMember, ...] = ()
    game: str = ""


@dataclass
class FakeTeams(Faulty, Teams):
    """Knows the teams that a test puts into `teams`, by id."""

    teams: dict[str, FakeTeam] = field(default_factory=dict)

    @faulty
    def teams_for(self, user: User, game: Game | None = None) -> Sequence[TeamRef]:
        return [
            TeamRef(id, team.name)
            for id, team in self.teams.items()
            if str(user.pk) in team.managers and (game is None or team.game in {"", str(game.pk)})
        ]

    @faulty
    def get_many(self, ids: Iterable[str]) -> Mapping[str, TeamRef]:
        return {id: TeamRef(id, self.teams[id].name) for id in ids if id in self.teams}

    @faulty
    def members(self, team_id: str) -> Sequence[TeamMember]:
        team = self.teams.get(team_id)
        return team.members if team else ()

    def roster(self, team_id: str) -> Sequence[TeamMember]:
        return self.members(team_id)

    @faulty
    def can_manage(self, user: User, team_id: str) -> bool:
        team = self.teams.get(team_id)
        return team is not None and str(user.pk) in team.managers

    @faulty
    def snapshot(self, team_id: str) -> Mapping[str, Any]:
        team = self.teams.get(team_id)
        return {"name": team.name} if team else {}


@dataclass(frozen=True)
class Sent:
    """What a FakeNotifications was asked to send."""

    event: str
    recipients: tuple[str, ...]
    context: Mapping[str, Any]
    key: str
    channels: tuple[str, ...] = (INBOX, MAIL)
    urgency: str = Urgency.NORMAL
    action_url: str = ""


@dataclass
class FakeNotifications(Faulty, Notifications):
    """Keeps what it sends."""

    sent: list[Sent] = field(default_factory=list)

    @faulty
    def send(
        self,
        event: str,
        recipients: Sequence[str],
        context: Mapping[str, Any],
        idempotency_key: str,
        *,
        channels: Sequence[str] = (INBOX, MAIL),
        urgency: str = Urgency.NORMAL,
        action_url: str = "",
    ) -> None:
        if idempotency_key not in {notice.key for notice in self.sent}:
            how = (tuple(channels), urgency, action_url)
            self.sent.append(Sent(event, tuple(recipients), dict(context), idempotency_key, *how))


@dataclass
class FakeProfiles(Faulty, Profiles):
    """Knows what a test says of people, by id, and keeps their achievements."""

    contacts: dict[str, str] = field(default_factory=dict)
    identities: dict[tuple[str, str], str] = field(default_factory=dict)
    worn: dict[str, list[ProfileBadge]] = field(default_factory=dict)
    achievements: dict[str, tuple[str, str]] = field(default_factory=dict)
    revoked: dict[str, tuple[str, str]] = field(default_factory=dict)

    @faulty
    def url(self, user: User) -> str:
        return f"/people/{user.pk}/"

    @faulty
    def avatar_url(self, user: User) -> str:
        return f"/people/{user.pk}.png"

    @faulty
    def badges(self, user: User) -> Sequence[ProfileBadge]:
        return self.worn.get(str(user.pk), ())

    @faulty
    def game_identity(self, user: User, game: Game) -> str:
        return self.identities.get((str(user.pk), str(game.pk)), "")

    @faulty
    def contact(self, user: User) -> str:
        return self.contacts.get(str(user.pk), "")

    @faulty
    def on_achievement(self, user: User, code: str, idempotency_key: str) -> None:
        self.achievements.setdefault(idempotency_key, (str(user.pk), code))

    @faulty
    def on_achievement_revoked(self, user: User, code: str, idempotency_key: str) -> None:
        self.revoked.setdefault(idempotency_key, (str(user.pk), code))


@dataclass
class FakeRankings(Faulty, Rankings):
    """Has the ratings that a test gives, by scope and entrant, and keeps what counts by key."""

    given: dict[tuple[str, str], float] = field(default_factory=dict)
    counted: dict[str, tuple[Outcome, ...]] = field(default_factory=dict)
    reverted: set[str] = field(default_factory=set)

    @faulty
    def ratings(self, entrants: Iterable[str], scope: str) -> Mapping[str, float]:
        return {one: self.given[scope, one] for one in entrants if (scope, one) in self.given}

    @faulty
    def apply(self, outcomes: Sequence[Outcome], idempotency_key: str) -> None:
        if idempotency_key not in self.reverted:
            self.counted.setdefault(idempotency_key, tuple(outcomes))

    @faulty
    def revert(self, idempotency_key: str) -> None:
        self.reverted.add(idempotency_key)
        self.counted.pop(idempotency_key, None)


@dataclass
class FakeSiteUI(Faulty, SiteUI):
    """Shows the links that a test names.

    By the tournament's id: `threads` are addresses, `talks` the texts of threads that stand on
    the engine's page, and `counts` how many comments there are.
    """

    template: str = BASE_TEMPLATE
    links: list[NavigationLink] = field(default_factory=list)
    threads: dict[str, str] = field(default_factory=dict)
    talks: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    @faulty
    def base_template(self, request: HttpRequest) -> str:  # noqa: ARG002 - the same for all
        return self.template

    @faulty
    def navigation(self, request: HttpRequest) -> Sequence[NavigationLink]:  # noqa: ARG002 - the same
        return self.links

    @faulty
    def thread_url(self, tournament: Tournament) -> str:
        return self.threads.get(str(tournament.pk), "")

    @faulty
    def thread_for(self, tournament: Tournament) -> str:
        return str(tournament.pk) if str(tournament.pk) in self.talks else ""

    @faulty
    def render_thread(self, request: HttpRequest, tournament: Tournament) -> str:  # noqa: ARG002 - the same
        return self.talks.get(str(tournament.pk), "")

    @faulty
    def comment_count(self, tournaments: Iterable[Tournament]) -> Mapping[str, int]:
        ids = [str(tournament.pk) for tournament in tournaments]
        return {id: self.counts[id] for id in ids if id in self.counts}
