"""Who goes on where the results leave it open: the candidates as the organiser sees them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bracketcore.standings import Row
from tournament_engine.bracket.qualification import choice_of, outlook
from tournament_engine.bracket.stages import QualifiersUndecided
from tournament_engine.core.models import StageConfig
from tournament_engine.registration.lifecycle import DEPARTED
from tournament_engine.registration.models import Entrant

__all__ = ["Candidate", "Candidates", "candidates_of"]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One who may go on, with the place that was reached; `seed` is None while it is open."""

    entrant: Entrant
    standing: str
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """Those of whom `wanted` go on, the best places first."""

    wanted: int
    rows: tuple[Candidate, ...]

    @property
    def are_decided(self) -> bool:
        """Whether the results say who goes on."""
        return any(row.seed is not None for row in self.rows)

    @property
    def entrants(self) -> list[Entrant]:
        """Those who go on in seed order, or everybody while that is open."""
        going = [row for row in self.rows if row.seed is not None]
        return [row.entrant for row in sorted(going, key=_seed) or self.rows]


def candidates_of(stage: StageConfig) -> Candidates | None:
    """Return who may go on to a stage, once the stages that feed it are played."""
    try:
        choice = choice_of(stage)
    except QualifiersUndecided:
        return None
    seeds = {entrant: seed for seed, entrant in enumerate(outlook(stage) or (), start=1)}
    named = Entrant.objects.select_related("registration").in_bulk(
        [int(row.entrant) for _pool, row in choice.standings]
    )
    return Candidates(
        wanted=choice.wanted,
        rows=tuple(
            Candidate(
                entrant=named[int(row.entrant)],
                standing=_words(pool, row, named[int(row.entrant)]),
                seed=seeds.get(row.entrant),
            )
            for pool, row in sorted(choice.standings, key=lambda one: one[1].place)
        ),
    )


def _seed(candidate: Candidate) -> int:
    return candidate.seed or 0


def _words(pool: str, row: Row, entrant: Entrant) -> str:
    """Return the place that a candidate reached: "Pool A, place 2, shared"."""
    parts = [_("Pool %(letter)s") % {"letter": pool}] if pool else []
    parts.append(_("place %(place)d") % {"place": row.place})
    if row.shared_with:
        parts.append(_("shared"))
    if entrant.registration.state in DEPARTED:
        parts.append(_("has left"))
    return ", ".join(parts)
