"""How rare an achievement is: the share of those who could have it and do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from tournament_engine.awards.careers import FINISHED
from tournament_engine.awards.models import Achievement, Badge
from tournament_engine.core.models import EntrantKind
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import Registration, RosterMember

__all__ = ["Rarity", "rarities"]

#: From which share on it is called what.
_NAMES: tuple[tuple[float, Promise], ...] = (
    (0.5, gettext_lazy("common")),
    (0.2, gettext_lazy("uncommon")),
    (0.05, pgettext_lazy("rarity", "rare")),
    (0.0, gettext_lazy("very rare")),
)


@dataclass(frozen=True)
class Rarity:
    """How many people have it, of how many who have played to the end of a tournament."""

    holders: int
    players: int

    @property
    def share(self) -> float:
        """The part of the players who have it; given by hand, more may have it than played."""
        return self.holders / max(self.players, self.holders, 1)

    @property
    def percent(self) -> float:
        """The same in hundredths, as a page writes it."""
        return 100 * self.share

    @property
    def name(self) -> str:
        """What that is called."""
        return str(next(words for least, words in _NAMES if self.share >= least))


def rarities(achievements: Collection[Achievement]) -> Mapping[int, Rarity]:
    """Return the rarity of each by key, in as many queries for many as for one."""
    standing = Badge.objects.filter(achievement__in=achievements, revoked_at=None)
    counted = standing.order_by().values_list("achievement")
    holders = dict(counted.annotate(people=Count("user", distinct=True)))
    players = _players({row.game_id for row in achievements} | {None})
    return {
        row.pk: Rarity(holders.get(row.pk, 0), players[_word(row.game_id)]) for row in achievements
    }


def _players(games: Collection[int | None]) -> Mapping[str, int]:
    """Return how many people have played in each game, and in any (None)."""
    solo = Registration.objects.filter(
        state=RegistrationState.CONFIRMED,
        tournament__state__in=FINISHED,
        tournament__entrant_kind=EntrantKind.SOLO,
    )
    members = RosterMember.objects.filter(
        is_active=True,
        registration__state=RegistrationState.CONFIRMED,
        tournament__state__in=FINISHED,
        tournament__entrant_kind=EntrantKind.TEAM,
    )
    alone, together = _counted(solo, games), _counted(members, games, but=solo)
    return {word: alone[word] + together[word] for word in alone}


def _counted(
    rows: QuerySet[Any], games: Collection[int | None], but: QuerySet[Registration] | None = None
) -> Mapping[str, int]:
    """Count the people of `rows` for each game in one query, without those who are in `but`."""
    counts = {}
    for game in games:
        here = Q() if game is None else Q(tournament__game=game)
        if but is not None:
            same = Q(user=OuterRef("user")) & here
            here &= Q(~Exists(but.filter(same)))
        counts[_word(game)] = Count("user", distinct=True, filter=here or None)
    counted: Mapping[str, int] = rows.aggregate(**counts)
    return counted


def _word(game: int | None) -> str:
    return "all" if game is None else f"game_{game}"
