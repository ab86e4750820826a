"""Chains of tie-breaks: rules by their names, and numbers given from outside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from bracketcore.errors import InvalidStage
from bracketcore.tiebreaks.games import Number, Table
from bracketcore.tiebreaks.rules import CHAINS, RULES, Criterion, Step

__all__ = ["Given", "Tiebreak", "chain", "fair_play", "lots", "merged", "with_given"]


@dataclass(frozen=True, slots=True)
class Given:
    """A tie-break by numbers from outside the matches, as fair play or a drawing of lots.

    More is better, and who has no number has 0. It stands in a chain as the name of a rule
    does, and its numbers are integers or fractions.

    >>> rating = Given("RTNG", {"ann": 1900, "bob": 2100}, "rating")
    >>> [criterion.code for step in chain(["DE", rating]) for criterion in step.criteria]
    ['PTS', 'DE', 'RTNG']
    """

    code: str
    numbers: Mapping[str, Number]
    words: str

    def __post_init__(self) -> None:
        if not self.code or self.code in {*RULES, *CHAINS}:
            raise InvalidStage(f"A rule is called {self.code!r}: give the numbers another code.")
        for number in self.numbers.values():
            if type(number) is not int and not isinstance(number, Fraction):
                raise InvalidStage("A given number is a whole number or a fraction.")

    def step(self) -> Step:
        """What it is in a chain: a step of one criterion.

        >>> Given("RTNG", {"ann": 1900}, "rating").step().criteria[0].words
        'rating'
        """
        numbers = self.numbers
        return Step((Criterion(self.code, self.words, _given(numbers), "given"),))


def _given(numbers: Mapping[str, Number]) -> Callable[[str, AbstractSet[str], Table], Number]:
    def number_of(entrant: str, tied: AbstractSet[str], table: Table) -> Number:  # noqa: ARG001  all
        return numbers.get(entrant, 0)

    return number_of


# A rule or a chain by its name, or numbers from outside.
Tiebreak = str | Given


def fair_play(numbers: Mapping[str, Number]) -> Given:
    """Fair play as a tie-break: deductions are below 0, so the highest number is the best.

    >>> fair_play({"ann": -3, "bob": -1})
    Given(code='FP', numbers={'ann': -3, 'bob': -1}, words='fair play')
    """
    return Given("FP", dict(numbers), "fair play")


def lots(order: Sequence[str]) -> Given:
    """A drawing of lots as a tie-break: the entrants that drew, the best first.

    >>> lots(["bob", "ann"]).numbers
    {'bob': 2, 'ann': 1}
    """
    if len(set(order)) < len(order):
        raise InvalidStage("Name each entrant that drew lots once.")
    numbers = {entrant: len(order) - place for place, entrant in enumerate(order)}
    return Given("LOTS", numbers, "the drawing of lots")


def merged(given: Iterable[Given]) -> tuple[Given, ...]:
    """The numbers of each code together: lots drawn in one pool leave those of another alone.

    >>> merged([lots(["bob", "ann"]), lots(["cyd", "dee"])])[0].numbers
    {'bob': 2, 'ann': 1, 'cyd': 2, 'dee': 1}
    """
    by_code: dict[str, Given] = {}
    for one in given:
        before = by_code.get(one.code, one)
        by_code[one.code] = Given(one.code, {**before.numbers, **one.numbers}, one.words)
    return tuple(by_code.values())


def with_given(tiebreaks: Sequence[Tiebreak], given: Sequence[Given]) -> tuple[Tiebreak, ...]:
    """The tie-breaks with numbers that came later: in the place of their code, or at the end.

    >>> with_given(["SD", fair_play({}), lots([])], [lots(["bob", "ann"])])[-1].numbers
    {'bob': 2, 'ann': 1}
    """
    own = [one for one in tiebreaks if isinstance(one, Given)]
    known = {one.code: one for one in merged([*own, *given])}
    placed = {one.code for one in own}
    return (
        *(known[one.code] if isinstance(one, Given) else one for one in tiebreaks),
        *(known[one.code] for one in given if one.code not in placed),
    )


def chain(tiebreaks: Sequence[Tiebreak]) -> tuple[Step, ...]:
    """The steps of these rules and chains, after the points, which always come first.

    >>> [criterion.code for step in chain(["SD", "DE"]) for criterion in step.criteria]
    ['PTS', 'SD', 'DE']
    """
    codes = [one.code for one in tiebreaks if isinstance(one, Given)]
    if len(set(codes)) < len(codes):
        raise InvalidStage("Numbers are given twice for one code: give each code once.")
    return (RULES["PTS"], *(step for one in tiebreaks for step in _steps(one)))


def _steps(tiebreak: Tiebreak) -> tuple[Step, ...]:
    if isinstance(tiebreak, Given):
        return (tiebreak.step(),)
    if tiebreak in CHAINS:
        return CHAINS[tiebreak]
    if tiebreak in RULES:
        return (RULES[tiebreak],)
    known = ", ".join([*RULES, *CHAINS])
    raise InvalidStage(f"There is no tie-break {tiebreak!r}: choose from {known}.")
