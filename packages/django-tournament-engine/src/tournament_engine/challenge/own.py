"""For whom somebody takes part in a challenge, and how far they are. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet

from tournament_engine import hooks
from tournament_engine.challenge.lifecycle import Subject
from tournament_engine.challenge.models import Challenge, ChallengeCompletion, ChallengeScore
from tournament_engine.challenge.permissions import may_speak_for
from tournament_engine.registration.models import Entrant, RosterMember
from tournament_engine.users import AnyUser, User

__all__ = ["Own", "claimable", "own_in"]

_Subject: TypeAlias = tuple[tuple[int, int | None], Entrant, RosterMember | None]


@dataclass(frozen=True, kw_only=True)
class Own:
    """One subject of somebody's own: how far it is, and whether it has done it."""

    entrant: Entrant
    member: RosterMember | None
    total: int
    completion: ChallengeCompletion | None

    @property
    def name(self) -> str:
        """Return what it is called."""
        return self.entrant.name if self.member is None else self.member.name

    @property
    def code(self) -> str:
        """Return what a form calls it."""
        return str(self.entrant.pk if self.member is None else self.member.pk)


def own_in(challenge: Challenge, user: AnyUser) -> list[Own]:
    """Return the subjects that are somebody's own: oneself, one's entrant, one's team."""
    if not user.is_authenticated:
        return []
    subjects = _subjects(challenge, user)
    entrants = [entrant.pk for _key, entrant, _member in subjects]
    scores = ChallengeScore.objects.filter(challenge=challenge, entrant__in=entrants)
    totals = {score.key: score.total for score in scores}
    rows = ChallengeCompletion.objects.filter(challenge=challenge, entrant__in=entrants)
    completions = {row.key: row for row in rows}
    return [
        Own(
            entrant=entrant,
            member=member,
            total=totals.get(key, 0),
            completion=completions.get(key),
        )
        for key, entrant, member in subjects
    ]


def claimable(own: Sequence[Own], user: AnyUser) -> list[Own]:
    """Return those that somebody may claim for, and nobody did."""
    return [
        one
        for one in own
        if one.completion is None and may_speak_for(user, one.entrant, one.member)
    ]


def _subjects(challenge: Challenge, user: User) -> list[_Subject]:
    if challenge.subject == Subject.MEMBER:
        return list(_members(challenge, user))
    rows = _entrants(challenge, user).select_related("registration").order_by("pk")
    return [((row.pk, None), row, None) for row in rows]


def _members(challenge: Challenge, user: User) -> Iterator[_Subject]:
    rows = RosterMember.objects.filter(
        tournament=challenge.tournament_id,
        user=user,
        is_active=True,
        registration__entrant__isnull=False,
    )
    for row in rows.select_related("registration__entrant__registration"):
        entrant = row.registration.entrant
        yield (entrant.pk, row.pk), entrant, row


def _entrants(challenge: Challenge, user: User) -> QuerySet[Entrant]:
    """Return the entrants that somebody registered, plays in, or whose team they manage."""
    is_member = RosterMember.objects.filter(
        registration=OuterRef("registration"), user=user, is_active=True
    )
    teams = Q(registration__team_ref__in=hooks.managed_teams(user))
    managed = teams & ~Q(registration__team_ref="")
    mine = Q(registration__user=user) | managed | Q(Exists(is_member))
    return Entrant.objects.filter(mine, tournament=challenge.tournament_id)
