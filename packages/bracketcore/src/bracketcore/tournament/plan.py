"""Tournament: a plan of stages, from which each stage is created in its turn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

from bracketcore.errors import InvalidStage, QualifiersUndecided
from bracketcore.recipe import Format
from bracketcore.seeding import Entrant
from bracketcore.stage import Stage
from bracketcore.standings import ordinal
from bracketcore.tiebreaks import Tiebreak
from bracketcore.tournament.advance import Advance, place_in, shared_order
from bracketcore.tournament.qualification import qualifiers

__all__ = ["RunningTournament", "Tournament"]


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

    def __str__(self) -> str:
        """The stages with their formats, and where the entrants of each come from."""
        return "\n".join(
            f"{name}: {one}{_told_of(self._ways_to(name))}" for name, one in self.stages
        )

    def create(self, entrants: Iterable[str | Entrant], *, rng: Random | None = None) -> Stage:
        """The first stage, of entrants in seed order.

        >>> from bracketcore import RoundRobin
        >>> Tournament([("league", RoundRobin(legs=2))]).create(["ann", "bob"]).matches[-1].id
        'R2.1'
        """
        _, first = self.stages[0]
        return first.create(entrants, rng=rng)

    def start(
        self, entrants: Iterable[str | Entrant], *, rng: Random | None = None
    ) -> "RunningTournament":
        """The tournament with its first stage, which keeps the stages together from now on.

        >>> from bracketcore import RoundRobin
        >>> list(Tournament([("league", RoundRobin())]).start(["ann", "bob"]).stages)
        ['league']
        """
        name, _ = self.stages[0]
        return RunningTournament(self, {name: self.create(entrants, rng=rng)})

    def create_next(
        self,
        name: str,
        stages: Mapping[str, Stage],
        *,
        tiebreaks: Mapping[str, Iterable[Tiebreak]] | None = None,
    ) -> Stage:
        """A later stage, of those who qualified for it in the stages that feed it.

        ``tiebreaks`` are those of a stage by its name, where its own leave a place open: add
        the lots that were drawn. `QualifiersUndecided` says what is still open.

        >>> from bracketcore import RoundRobin, SingleElimination, Win
        >>> cup = Tournament(
        ...     [("league", RoundRobin()), ("final", SingleElimination())],
        ...     [Advance("league", places=(1, 2), to="final")],
        ... )
        >>> league = cup.create(["ann", "bob"])
        >>> _ = league.record("R1.1", Win("bob"))
        >>> [entrant.id for entrant in cup.create_next("final", {"league": league}).entrants]
        ['bob', 'ann']
        """
        formats = dict(self.stages[1:])
        if name not in formats:
            raise InvalidStage(f"{name!r} is no later stage: choose from {', '.join(formats)}.")
        ways = self._ways_to(name)
        qualified = qualifiers(ways, stages, tiebreaks=tiebreaks)
        people = {one.id: one for way in ways for one in stages[way.stage].entrants}
        return formats[name].create([people[id] for id in qualified])


def _told_of(ways: Sequence[Advance]) -> str:
    return "".join(f"\n  {', '.join(map(ordinal, way.places))} of {way.stage}" for way in ways)


def _check_ways(name: str, ways: Sequence[Advance]) -> None:
    if not ways:
        raise InvalidStage(f"Nobody goes on to {name!r}: add an Advance that leads there.")
    order = shared_order(ways)
    if not isinstance(order, tuple):
        return
    for place in order:
        if all(place_in(place) not in way.places for way in ways):
            raise InvalidStage(f"{place} does not go on to {name!r}: name places that do.")


class RunningTournament:
    """The plan of a tournament with its stages by name, of which the first is always there.

    >>> from bracketcore import Advance, RoundRobin, SingleElimination, Win
    >>> cup = Tournament(
    ...     [("league", RoundRobin()), ("final", SingleElimination())],
    ...     [Advance("league", places=(1, 2), to="final")],
    ... ).start(["ann", "bob"])
    >>> _ = cup.stages["league"].record("R1.1", Win("bob"))
    >>> cup.create_next("final").pairing("R1.1")
    ('bob', 'ann')
    """

    __slots__ = ("_plan", "_stages")

    def __init__(self, plan: Tournament, stages: Mapping[str, Stage]) -> None:
        self._plan = plan
        for name, format in plan.stages:  # noqa: A001  the field's word
            if name in stages and stages[name].format != format:
                raise InvalidStage(f"The plan has another format for {name!r}: use that one.")
        names = [name for name, _ in plan.stages]
        if names[0] not in stages or not set(stages) <= set(names):
            raise InvalidStage(
                f"Give the stage {names[0]!r}, and others of the plan by their name."
            )
        self._stages = {name: stages[name] for name in names if name in stages}

    @property
    def plan(self) -> Tournament:
        """The plan that the tournament follows.

        >>> from bracketcore import RoundRobin
        >>> cup = Tournament([("league", RoundRobin())])
        >>> cup.start(["ann", "bob"]).plan is cup
        True
        """
        return self._plan

    @property
    def stages(self) -> Mapping[str, Stage]:
        """The stages that are there, in the order of the plan.

        >>> from bracketcore import RoundRobin
        >>> cup = Tournament([("league", RoundRobin())]).start(["ann", "bob"])
        >>> cup.stages["league"].ready_matches()[0].id
        'R1.1'
        """
        return MappingProxyType(self._stages)

    def create_next(self, name: str) -> Stage:
        """Create a later stage of those who qualified; anew, if nothing has happened in it.

        >>> from bracketcore import RoundRobin, SingleElimination, Win
        >>> cup = Tournament(
        ...     [("league", RoundRobin()), ("final", SingleElimination())],
        ...     [Advance("league", places=(1, 2), to="final")],
        ... ).start(["ann", "bob"])
        >>> _ = cup.stages["league"].record("R1.1", Win("bob"))
        >>> cup.create_next("final").champion is None
        True
        >>> list(cup.stages)
        ['league', 'final']
        """
        if name in self._stages and self._stages[name].history:
            raise InvalidStage(f"{name!r} is under way: undo what happened in it first.")
        stage = self._plan.create_next(name, self._stages)
        there = {**self._stages, name: stage}
        self._stages = {known: there[known] for known, _ in self._plan.stages if known in there}
        return stage

    @property
    def outdated(self) -> tuple[str, ...]:
        """The stages whose entrants are not, or no longer, those who qualify for them.

        A correction in an earlier stage can make one so. It stands until it is created anew.

        >>> from bracketcore import RoundRobin, SingleElimination, Win
        >>> cup = Tournament(
        ...     [("league", RoundRobin()), ("final", SingleElimination())],
        ...     [Advance("league", places=(1, 2), to="final")],
        ... ).start(["ann", "bob"])
        >>> _ = cup.stages["league"].record("R1.1", Win("bob"))
        >>> _ = cup.create_next("final")
        >>> _ = cup.stages["league"].correct("R1.1", Win("ann"))
        >>> cup.outdated
        ('final',)
        """
        later = list(self._stages)[1:]
        return tuple(name for name in later if not self._is_of_those_who_qualify(name))

    def _is_of_those_who_qualify(self, name: str) -> bool:
        try:
            return (
                self._plan.create_next(name, self._stages).starters == self._stages[name].starters
            )
        except QualifiersUndecided:
            return False

    @property
    def is_complete(self) -> bool:
        """Whether every stage of the plan is there and complete.

        >>> from bracketcore import RoundRobin
        >>> cup = Tournament([("league", RoundRobin())]).start(["ann", "bob"])
        >>> cup.is_complete
        False
        """
        there = len(self._stages) == len(self._plan.stages)
        return there and all(stage.is_complete for stage in self._stages.values())

    def __eq__(self, other: object) -> bool:
        """Whether the same plan led to equal stages."""
        if not isinstance(other, RunningTournament):
            return NotImplemented
        return (self._plan, self._stages) == (other._plan, other._stages)

    __hash__ = None  # type: ignore[assignment]  # its stages change

    def __str__(self) -> str:
        """Every stage as text, those that are not there yet by where their entrants come from."""
        return "\n\n".join(self._drawn(name) for name, _ in self._plan.stages)

    def _drawn(self, name: str) -> str:
        if name in self._stages:
            return f"{name}\n\n{self._stages[name]}"
        feeders = dict.fromkeys(way.stage for way in self._plan.advance if way.to == name)
        return f"{name}\n\nNot there yet: its entrants come from {', '.join(feeders)}."
