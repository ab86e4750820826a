"""What everybody may know of the draws by lot: the hash before, the seed and the order after."""

from dataclasses import dataclass

from tournament_engine.bracket import lots
from tournament_engine.bracket.lifecycle import PLAYABLE
from tournament_engine.bracket.models import Bracket, DrawSeed
from tournament_engine.core.models import Tournament
from tournament_engine.registration.models import Entrant

__all__ = ["Drawn", "PublicDraw", "checks_out", "public_draws"]


@dataclass(frozen=True)
class Drawn:
    """One line of a draw: who came where, by which number and lot."""

    name: str
    entrant: str
    lot: str


@dataclass(frozen=True, kw_only=True)
class PublicDraw:
    """A draw as the public sees it; the seed is empty until the stage is published.

    `is_idle` says that the stage was published without it.
    """

    row: DrawSeed
    is_idle: bool = False
    seed: str = ""
    order: tuple[Drawn, ...] = ()
    is_sound: bool = False


def checks_out(draw: DrawSeed) -> bool:
    """Whether a draw was made with the seed that was announced, and in the order it gives."""
    return lots.commitment(draw.seed) == draw.commitment and (
        lots.in_order(draw.seed, draw.seeding) == draw.seeding
    )


def public_draws(tournament: Tournament) -> list[PublicDraw]:
    """Return the draws of a tournament, the newest first, in as many queries for ten as for one."""
    rows = DrawSeed.objects.filter(tournament=tournament).select_related("stage")
    shown = Bracket.objects.filter(tournament=tournament, state__in=PLAYABLE)
    revealed = set(shown.values_list("stage_id", flat=True))
    known = Entrant.objects.filter(tournament=tournament).values_list("pk", "name")
    names = {str(pk): name for pk, name in known}
    return [
        _revealed(row, names)
        if row.drawn_at and row.stage_id in revealed
        else PublicDraw(row=row, is_idle=row.stage_id in revealed)
        for row in rows.order_by("stage__position", "-number")
    ]


def _revealed(row: DrawSeed, names: dict[str, str]) -> PublicDraw:
    order = tuple(
        Drawn(names.get(entrant, ""), entrant, lots.lot(row.seed, entrant))
        for entrant in row.seeding
    )
    return PublicDraw(row=row, seed=row.seed, order=order, is_sound=checks_out(row))
