"""Tournament: a plan of stages, from which each stage is created in its turn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bracketcore.errors import InvalidStage
from bracketcore.recipe import Format
from bracketcore.seeding import Entrant
from bracketcore.stage import Stage
from bracketcore.tiebreaks import Tiebreak
from bracketcore.tournament.advance import Advance, place_in, shared_order
from bracketcore.tournament.qualification import qualifiers

__all__ = ["Tournament"]


@dataclass(frozen=True)
class Tournament:
    """A plan of stages: the first takes the entrants, each later one is fed by earlier ones.

    A stage can feed several, as an upper and a lower playoff, and several can feed one.

    >>> from bracketcore import Pools, SingleElimination, Win
    >>> cup = Tournament(
    ...     stages=[
    ...         ("groups", Pools(pools=2)),
    ...         ("upper", SingleElimination()),
    ...         ("lower", SingleElimination()),
    ...     ],
    ...     advance=[
    ...         Advance("groups", places=(1,), to="upper"),
    ...         Advance("groups", places=(2,), to="lower"),
    ...     ],
    ... )
    >>> groups = cup.create(["ann", "bob", "cyd", "dee"])
    >>> for match in groups.matches:
    ...     _ = groups.record(match.id, Win(min(groups.pairing(match.id))))
    >>> lower = cup.create_next("lower", {"groups": groups})
    >>> [entrant.id for entrant in lower.entrants]
    ['dee', 'cyd']
    """

    stages: Sequence[tuple[str, Format]]
    advance: Sequence[Advance] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "stages", tuple(self.stages))
        object.__setattr__(self, "advance", tuple(self.advance))
        names = [name for name, _ in self.stages]
        if not names or len(set(names)) < len(names):
            raise InvalidStage("A tournament needs stages, each with its own name.")
        for step in self.advance:
            if step.stage not in names or step.to not in names[names.index(step.stage) + 1 :]:
                raise InvalidStage(
                    f"From {step.stage!r} to {step.to!r} leads no way: "
                    "name a stage and a later one of the tournament."
                )
        for name in names[1:]:
            _check_ways(name, self._ways_to(name))

    def _ways_to(self, name: str) -> list[Advance]:
        return [step for step in self.advance if step.to == name]

    def create(self, entrants: Iterable[str | Entrant], *, rng: Random | None = None) -> Stage:
        """The first stage, of entrants in seed order."""
        _, first = self.stages[0]
        return first.create(entrants, rng=rng)

    def create_next(
        self,
        name: str,
        stages: Mapping[str, Stage],
        *,
        tiebreaks: Mapping[str, Iterable[Tiebreak]] | None = None,
    ) -> Stage:
        """A later stage, of those who qualified for it in the stages that feed it.

        ``tiebreaks`` are those of a stage by its name, where its own leave a place open: add
        the lots that were drawn.
        """
        formats = dict(self.stages[1:])
        if name not in formats:
            raise InvalidStage(f"{name!r} is no later stage: choose from {', '.join(formats)}.")
        ways = self._ways_to(name)
        qualified = qualifiers(ways, stages, tiebreaks=tiebreaks)
        people = {one.id: one for way in ways for one in stages[way.stage].entrants}
        return formats[name].create([people[id] for id in qualified])


def _check_ways(name: str, ways: Sequence[Advance]) -> None:
    if not ways:
        raise InvalidStage(f"Nobody goes on to {name!r}: add an Advance that leads there.")
    order = shared_order(ways)
    if not isinstance(order, tuple):
        return
    for place in order:
        if all(place_in(place) not in way.places for way in ways):
            raise InvalidStage(f"{place} does not go on to {name!r}: name places that do.")
