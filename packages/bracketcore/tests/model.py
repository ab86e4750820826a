"""A stage on paper: which results stand, and what follows from them by the rules alone.

It knows no board, no columns and no slots to fill: every question is answered from the
structure and the standing results, from the first match on. Slow, short, and on purpose
unlike the code that it watches.
"""

from copy import deepcopy
from typing import Any

from bracketcore import (
    BYE,
    Bye,
    DoubleForfeit,
    Draw,
    Forfeit,
    LoserOf,
    Placement,
    PlaceOf,
    SecondChance,
    Seed,
    Walkover,
    Win,
    WinnerOf,
)


class Model:
    def __init__(self, format_, entrants):
        self.matches = format_.create(entrants).matches
        self.seats = list(entrants)
        self.results = {}
        self.left = []
        self.past = []

    def view(self):
        """What `playing.states` sees of a stage: the pairing, state and result of each match."""
        seen: dict[str, Any] = {}
        for match in self.matches:
            sides = tuple(self.occupant(slot, seen) for slot in match.slots)
            result = self.results.get(match.id)
            given = result or self.walkover(sides)
            seen[match.id] = (sides, self.state(sides, result, given), given)
        return seen

    def occupant(self, slot, seen):
        if isinstance(slot, Seed):
            return self.seats[slot.number - 1]
        if isinstance(slot, Bye):
            return BYE
        sides, _, result = seen[slot.match]
        order = finish(sides, result)
        match slot:
            case WinnerOf():
                occupant = order[0]
            case LoserOf():
                occupant = order[1]
            case PlaceOf(_, place):
                occupant = None if order[0] is None else ([*order, *len(sides) * [BYE]])[place - 1]
            case SecondChance():
                # Side 0 comes unbeaten: it alone has lost once by then.
                occupant = order[1] if order[1] in {sides[0], None} else BYE
            case _:
                raise AssertionError(slot)
        return occupant

    def walkover(self, sides):
        """Two or more met, and no more than one of them is still there."""
        met = [side for side in sides if side != BYE]
        if None in met or len(met) < 2:
            return None
        staying = [side for side in met if side not in self.left]
        if len(staying) > 1:
            return None
        return Walkover(staying[0] if staying else max(met, key=self.left.index))

    def state(self, sides, result, given):
        if result is not None:
            return "played"
        met = [side for side in sides if side != BYE]
        if given is not None or len(met) < 2:
            return "skipped"
        return "waiting" if None in met else "ready"

    def remember(self):
        self.past.append(deepcopy((self.seats, self.results, self.left)))

    def undo(self):
        self.seats, self.results, self.left = self.past.pop()

    def exchange(self, match, result):
        """Put a result, or none, in the place of another: what it clears, in playing order."""
        before = self.view()
        self.results[match] = result
        if result is None:
            del self.results[match]
        cleared = []
        for later in self.matches:
            is_played = later.id in self.results
            if is_played and self.view()[later.id][0] != before[later.id][0]:
                del self.results[later.id]
                cleared.append(later.id)
        return tuple(cleared)

    def has_played(self, entrant):
        return any(
            result == "played" and entrant in sides for sides, result, _ in self.view().values()
        )


def finish(sides, result):
    """Who comes first and who second, and so on in a heat; None while it is open."""
    match result:
        case Placement(order):
            return list(order) or [BYE]
        case Win(winner) | Walkover(winner):
            return [winner, BYE if len(sides) > 2 else other(sides, winner)]
        case Forfeit(loser):
            return [other(sides, loser), loser]
        case DoubleForfeit() | Draw():
            return [BYE, BYE]
        case None:
            met = [side for side in sides if side != BYE]
            # Where one at most can come, nobody loses, also before it is known who comes.
            return [*met, BYE, BYE][:2] if len(met) < 2 else [None, None]
        case _:
            raise AssertionError(result)


def other(sides, one):
    return sides[1] if sides[0] == one else sides[0]
