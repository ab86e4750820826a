"""Who takes part in a heat, and how one ends of which hardly anybody is there. Reads only.

In a heat nobody wins against one other: whoever is out of it has no place and does not go on,
and the others come in without them. Of one who is there alone that makes the winner.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from bracketcore import DoubleForfeit, Placement
from bracketcore.results import Result
from tournament_engine.errors import InvalidInput
from tournament_engine.match import results
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Entrant

__all__ = [
    "absent_by_check_in",
    "all_out",
    "alone",
    "check_forfeits",
    "forfeited",
    "placing_without",
    "takers",
]


def takers(match: Match) -> dict[int, str]:
    """Return those who take part by side, as bracketcore names them; not those who have left."""
    sides = dict(enumerate(results.occupants(match)))
    keys = [int(key) for key in sides.values() if key]
    competing = Entrant.objects.competing(match.tournament).filter(pk__in=keys)
    staying = set(competing.values_list("pk", flat=True))
    return {side: key for side, key in sides.items() if key and int(key) in staying}


def forfeited(match: Match) -> frozenset[int]:
    """Return the sides of those who take part and were put out before the heat has a result."""
    keys = set(match.forfeits.values_list("entrant", flat=True))
    if not keys:
        return frozenset()
    return frozenset(side for side, key in takers(match).items() if int(key) in keys)


def check_forfeits(match: Match, result: Result) -> None:
    """Refuse a first placing that places one who is out; a correction may know better."""
    if not isinstance(result, Placement) or match.result_kind:
        return
    sides = results.occupants(match)
    if any(sides[side] in result.order for side in forfeited(match)):
        message = _("Who has forfeited the heat has no place in it: take the forfeit back first.")
        raise InvalidInput(message, code="forfeited", field="places")


def placing_without(match: Match, sides: Collection[int]) -> Placement | None:
    """Return how a heat ends without these sides and those who are out of it already.

    None while two are left who play it.
    """
    taking = takers(match)
    out = forfeited(match) | set(sides)
    left = [key for side, key in taking.items() if side not in out]
    if len(left) > 1:
        return None
    return Placement(tuple(left), out=tuple(taking[side] for side in taking if side in out))


def alone(match: Match, winner: int) -> Placement:
    """Return how a heat ends in which one side alone takes part."""
    taking = takers(match)
    return Placement(
        tuple(taking[side] for side in taking if side == winner),
        out=tuple(taking[side] for side in taking if side != winner),
    )


def all_out(match: Match) -> Result:
    """Return how a match ends from which nobody goes on."""
    if not results.is_heat(match):
        return DoubleForfeit()
    return Placement((), out=tuple(takers(match).values()))


def absent_by_check_in(match: Match) -> frozenset[int]:
    """Return the sides that did not check in where others did: out, as far as one knows."""
    there = set(match.check_ins.values_list("entrant", flat=True))
    if not there:
        return frozenset()
    seated = [side for side in match.sides.all() if side.entrant_id is not None]
    return frozenset(side.side for side in seated if side.entrant_id not in there)
