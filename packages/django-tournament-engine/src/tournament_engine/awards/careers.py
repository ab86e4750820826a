"""What people have played: read from results that are final, never from a counter."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import F, Q, QuerySet

from tournament_engine.awards.models import FinalPlace
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import MatchSide, ResultKind
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import Entrant

__all__ = ["FINISHED", "Played", "Player", "Run", "careers", "players_of"]

_T = TournamentState

#: What is played to its end counts.
FINISHED = frozenset({_T.COMPLETED, _T.CONCLUDED, _T.ARCHIVED})

_WON = frozenset({ResultKind.WIN, ResultKind.PLACEMENT})

#: People whose careers are read in one go.
_BATCH = 100


@dataclass(frozen=True)
class Player:
    """Who earns something: a person by key, or the key of an entrant without any account."""

    user: Any = None
    entrant: int | None = None


@dataclass(frozen=True, kw_only=True)
class Played:
    """One match with a result, as one of its sides had it.

    `part` is bracketcore's label of the part of the stage ("U", "L", "GF", "R" …).
    """

    part: str
    kind: str
    is_winner: bool

    @property
    def is_won(self) -> bool:
        """Whether it was won by playing; a walkover is not."""
        return self.is_winner and self.kind in _WON

    @property
    def is_lost(self) -> bool:
        """Whether somebody else won it, whatever the reason."""
        return not self.is_winner and self.kind != ResultKind.DRAW


@dataclass(frozen=True, kw_only=True)
class Run:
    """What an entrant did in one tournament, its matches in the order of their results.

    `place` is None where it has no final place: it left, or the places are not written yet.
    """

    tournament: int
    game: int
    place: int | None
    matches: tuple[Played, ...]


def players_of(tournament: Tournament) -> list[Player]:
    """Return who has played in a tournament: its people, and entrants without an account."""
    rows = Entrant.objects.competing(tournament).select_related("registration")
    found: dict[Player, None] = {}
    for entrant in rows.prefetch_related("registration__members"):
        users = _people(entrant, tournament)
        found |= dict.fromkeys(
            [Player(user=user) for user in users] or [Player(entrant=entrant.pk)]
        )
    return list(found)


def careers(players: Iterable[Player]) -> Iterator[tuple[Player, list[Run]]]:
    """Yield what each has played in tournaments that are over, the earliest first."""
    left = iter(players)
    while batch := list(islice(left, _BATCH)):
        runs = _runs_of(batch)
        yield from ((player, runs.get(player, [])) for player in batch)


def _people(entrant: Entrant, tournament: Tournament) -> list[Any]:
    if tournament.entrant_kind == EntrantKind.SOLO:
        user = entrant.registration.user_id
        return [] if user is None else [user]
    members = entrant.registration.members.all()
    return [one.user_id for one in members if one.is_active and one.user_id is not None]


def _runs_of(players: Sequence[Player]) -> Mapping[Player, list[Run]]:
    owners = _owners(players)
    rows = Entrant.objects.filter(pk__in=owners)
    order = rows.order_by("tournament__completed_at", "pk")
    facts = order.values_list("pk", "tournament", "tournament__game")
    places = dict(FinalPlace.objects.filter(entrant__in=rows).values_list("entrant", "place"))
    matches = _matches_of(rows)
    runs: defaultdict[Player, list[Run]] = defaultdict(list)
    for entrant, tournament, game in facts:
        run = Run(
            tournament=tournament,
            game=game,
            place=places.get(entrant),
            matches=tuple(matches[entrant]),
        )
        for player in owners[entrant]:
            runs[player].append(run)
    return runs


def _owners(players: Sequence[Player]) -> Mapping[int, list[Player]]:
    """Return for each entrant that counts who has played as it."""
    users = [player.user for player in players if player.user is not None]
    alone = [player.entrant for player in players if player.entrant is not None]
    counting = Entrant.objects.filter(
        tournament__state__in=FINISHED, registration__state=RegistrationState.CONFIRMED
    )
    solo = counting.filter(tournament__entrant_kind=EntrantKind.SOLO, registration__user__in=users)
    is_member = Q(registration__members__is_active=True, registration__members__user__in=users)
    teams = counting.filter(is_member, tournament__entrant_kind=EntrantKind.TEAM)
    owners: defaultdict[int, list[Player]] = defaultdict(list)
    for key, user in solo.values_list("pk", "registration__user"):
        owners[key].append(Player(user=user))
    for key, user in teams.values_list("pk", "registration__members__user"):
        owners[key].append(Player(user=user))
    for key in counting.filter(pk__in=alone).values_list("pk", flat=True):
        owners[key].append(Player(entrant=key))
    return owners


def _matches_of(entrants: QuerySet[Entrant]) -> Mapping[int, list[Played]]:
    sides = MatchSide.objects.filter(entrant__in=entrants, match__state=MatchState.COMPLETED)
    order = (F("match__completed_at").asc(nulls_first=True), "match__bracket", "match__position")
    facts = sides.order_by(*order).values_list(
        "entrant", "match__part", "match__result_kind", "is_winner"
    )
    matches: defaultdict[int, list[Played]] = defaultdict(list)
    for entrant, part, kind, is_winner in facts:
        if entrant is not None:
            matches[entrant].append(Played(part=part, kind=kind, is_winner=is_winner))
    return matches
