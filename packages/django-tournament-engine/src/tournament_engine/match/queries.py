"""Reads of matches, and for which sides a user may act."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from tournament_engine import hooks
from tournament_engine.bracket.lifecycle import PLAYABLE
from tournament_engine.bracket.models import Bracket
from tournament_engine.core.models import Tournament
from tournament_engine.match.lifecycle import REPORTABLE, SETTLED
from tournament_engine.registration.models import MemberRole, Registration, RosterMember
from tournament_engine.users import AnyUser, User

if TYPE_CHECKING:
    from tournament_engine.match.models import Match

__all__ = ["MatchQuerySet", "sides_of"]


def _sides() -> "QuerySet[Any]":
    # Asked of the registry, because the table of sides stands beside that of matches.
    return QuerySet(apps.get_model("tournament_engine", "MatchSide")).order_by("side")


def _captained_by(user: User, registration: str) -> Exists:
    captains = RosterMember.objects.filter(
        registration=OuterRef(registration), user=user, role=MemberRole.CAPTAIN, is_active=True
    )
    return Exists(captains)


class MatchQuerySet(QuerySet["Match"]):
    """Chainable reads of matches. `with_*` costs no query a row."""

    def with_sides(self) -> Self:
        """Fetch every side with its entrant, in one query more."""
        return self.prefetch_related(Prefetch("sides", queryset=_sides().select_related("entrant")))

    def with_stage(self) -> Self:
        """Join what the address of a match is made of, and the game that has rules for scores."""
        return self.select_related("tournament__game", "bracket__stage").defer(
            "bracket__snapshot", "bracket__seeding"
        )

    def public(self) -> Self:
        """Keep the matches of published stages."""
        return self.filter(bracket__state__in=PLAYABLE)

    def unsettled(self) -> Self:
        """Keep the matches where something is left to be played.

        A contested result is one still: nothing is left to be played there.
        """
        return self.exclude(state__in=SETTLED).filter(result_kind="")

    def reportable(self) -> Self:
        """Keep the matches that take a score from their sides."""
        return self.filter(state__in=REPORTABLE)

    def for_bracket(self, bracket: Bracket) -> Self:
        """Return every match of a stage with its sides, in playing order."""
        return self.filter(bracket=bracket).with_sides().order_by("position")

    def for_tournament_page(self, tournament: Tournament) -> Self:
        """Return every public match of a tournament with its sides, stage after stage."""
        matches = self.filter(tournament=tournament).public().with_stage().with_sides()
        return matches.order_by("bracket__stage__position", "position")

    def for_match_page(self) -> Self:
        """Join all that the page of one match shows: stage, sides and claims."""
        joined = self.public().with_stage().select_related("lobby").with_sides()
        return joined.select_related("veto", "bracket__stage__veto_plan").prefetch_related(
            "claims", "veto__choices"
        )

    def for_user(self, user: AnyUser) -> Self:
        """Keep the public matches of the entrants that `user` acts for."""
        if not user.is_authenticated:
            return self.none()
        teams = hooks.managed_teams(user)
        mine = _sides().filter(
            Q(entrant__registration__user=user)
            | Q(entrant__registration__team_ref__in=teams) & ~Q(entrant__registration__team_ref="")
            | Q(_captained_by(user, "entrant__registration")),
            match=OuterRef("pk"),
        )
        return self.public().filter(Exists(mine))


def sides_of(user: AnyUser, match: "Match") -> frozenset[int]:
    """Return the sides of a match that `user` may act for: his own, or his team's."""
    if not user.is_authenticated:
        return frozenset()
    sides = (
        match.sides.filter(entrant__isnull=False)
        .select_related("entrant__registration")
        .annotate(is_captain=_captained_by(user, "entrant__registration"))
    )
    return frozenset(side.side for side in sides if _acts_for(user, side))


def _acts_for(user: User, side: Any) -> bool:
    registration: Registration = side.entrant.registration
    if side.is_captain or registration.user_id == user.pk:
        return True
    team = registration.team_ref
    return bool(team) and hooks.or_else(
        fallback=False, ask=lambda: hooks.teams().can_manage(user, team)
    )
