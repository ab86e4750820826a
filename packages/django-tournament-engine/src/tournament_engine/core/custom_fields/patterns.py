r"""Patterns of the organiser's own, matched in linear time whatever they are.

A pattern is a small part of what regular expressions can say: signs, `.`, `\d \w \s`, sets
such as `[A-Z0-9_]`, groups, `|`, and `? * + {2} {2,} {2,5}`. It must match the whole text.
It is run as a set of states that moves on with each sign and never goes back, so that no
text takes longer than its length times the size of the pattern. What needs going back
(`\1`, `(?=…)`) is refused with a sentence, when the pattern is written.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from typing import TypeAlias

from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput

__all__ = ["LONGEST_PATTERN", "LONGEST_TEXT", "Pattern", "compile_pattern"]

LONGEST_PATTERN = 200

#: No answer that is matched is longer.
LONGEST_TEXT = 500

_MOST_STATES = 600
_MOST_REPEATS = 100

#: Whether a sign is one of those that a place in a pattern takes.
Sign: TypeAlias = Callable[[str], bool]

_CLASSES: Mapping[str, Sign] = {
    "d": lambda sign: sign in "0123456789",
    "w": lambda sign: sign.isalnum() or sign == "_",
    "s": str.isspace,
}


@dataclass
class _Machine:
    """States by number: each takes a sign and goes on, or goes on without one."""

    takes: dict[int, tuple[Sign, int]] = field(default_factory=dict)
    jumps: dict[int, list[int]] = field(default_factory=dict)
    size: int = 0

    def state(self) -> int:
        if self.size >= _MOST_STATES:
            raise _refusal(_("The pattern is too large: use smaller repetitions."))
        self.size += 1
        return self.size - 1

    def jump(self, start: int, end: int) -> None:
        self.jumps.setdefault(start, []).append(end)

    def reached(self, states: set[int]) -> set[int]:
        """Return the states together with those that can be reached without a sign."""
        waiting, seen = list(states), set(states)
        while waiting:
            for state in self.jumps.get(waiting.pop(), ()):
                if state not in seen:
                    seen.add(state)
                    waiting.append(state)
        return seen


#: Builds a part of the pattern between two states.
_Part: TypeAlias = Callable[[_Machine, int, int], None]


@dataclass(frozen=True)
class Pattern:
    """A pattern that was understood."""

    source: str
    machine: _Machine

    def matches(self, text: str) -> bool:
        """Return whether the whole text is as the pattern says."""
        states = self.machine.reached({0})
        for sign in text[: LONGEST_TEXT + 1]:
            takes = (self.machine.takes.get(state) for state in states)
            states = self.machine.reached(
                {step[1] for step in takes if step is not None and step[0](sign)}
            )
        return 1 in states


@lru_cache(maxsize=256)
def compile_pattern(source: str) -> Pattern:
    """Return a pattern, or raise InvalidInput with what is wrong in it."""
    if len(source) > LONGEST_PATTERN:
        message = _("The pattern is too long; use at most %(most)d characters.")
        raise _refusal(message % {"most": LONGEST_PATTERN})
    reader = _Reader(source.removeprefix("^"))
    part = reader.alternatives()
    if not reader.is_at_end:
        raise _refusal(_("The pattern has a “)” too many: write “\\)” for the sign itself."))
    machine = _Machine()
    start, end = machine.state(), machine.state()
    part(machine, start, end)
    return Pattern(source, machine)


def _refusal(message: str) -> InvalidInput:
    return InvalidInput(message, code="bad_pattern", field="pattern")


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, source: str) -> None:
        self.rest = source.removesuffix("$") if not source.endswith("\\$") else source

    @property
    def is_at_end(self) -> bool:
        return not self.rest

    def take(self) -> str:
        if not self.rest:
            raise _refusal(_("The pattern ends in the middle: finish it."))
        sign, self.rest = self.rest[0], self.rest[1:]
        return sign

    def skip(self, signs: str) -> bool:
        """Leave out what comes next if it is this; return whether it was."""
        found = self.rest.startswith(signs)
        if found:
            self.rest = self.rest[len(signs) :]
        return found

    def alternatives(self) -> _Part:
        ways = [self.sequence()]
        while self.skip("|"):
            ways.append(self.sequence())
        return ways[0] if len(ways) == 1 else _either(ways)

    def sequence(self) -> _Part:
        parts = list(self._parts())
        return reduce(_then, parts) if parts else _nothing

    def _parts(self) -> Iterator[_Part]:
        while self.rest and self.rest[0] not in "|)":
            yield self.repeated(self.atom())

    def atom(self) -> _Part:
        match self.take():
            case "(":
                return self.group()
            case "[":
                return _one(self.set_of_signs())
            case ".":
                return _one(lambda _sign: True)
            case "\\":
                return _one(self.escaped())
            case "?" | "*" | "+" | "{" as sign:
                message = _("“%(sign)s” repeats nothing: put a sign or a group before it.")
                raise _refusal(message % {"sign": sign})
            case "^" | "$":
                raise _refusal(_("“^” and “$” belong at the ends: the whole answer is matched."))
            case sign:
                return _one(lambda other: other == sign)

    def group(self) -> _Part:
        if self.rest.startswith("?") and not self.skip("?:"):
            message = _("The pattern looks ahead, looks back or names a group: leave that out.")
            raise _refusal(message)
        part = self.alternatives()
        if not self.skip(")"):
            raise _refusal(_("The pattern has a “(” without its “)”."))
        return part

    def escaped(self) -> Sign:
        sign = self.take()
        if sign in _CLASSES:
            return _CLASSES[sign]
        if sign.lower() in _CLASSES:
            inside = _CLASSES[sign.lower()]
            return lambda other: not inside(other)
        if sign.isalnum():
            message = _("“\\%(sign)s” is not understood here: use \\d, \\w, \\s or a set.")
            raise _refusal(message % {"sign": sign})
        return lambda other: other == sign

    def set_of_signs(self) -> Sign:
        is_negated = self.skip("^")
        members: list[Sign] = []
        while not members or not self.rest.startswith("]"):
            members.append(self.member())
        self.take()
        return lambda sign: any(member(sign) for member in members) != is_negated

    def member(self) -> Sign:
        first = self.take()
        if first == "\\":
            return self.escaped()
        if not self.rest.startswith("-") or self.rest.startswith("-]"):
            return lambda sign: sign == first
        self.take()
        last = self.take()
        if last == "\\" or last < first:
            message = _("“%(first)s-%(last)s” is no range: write the lower sign first.")
            raise _refusal(message % {"first": first, "last": last})
        return lambda sign: first <= sign <= last

    def repeated(self, part: _Part) -> _Part:
        least, most = self.repeats()
        if self.rest[:1] in {"?", "*", "+", "{"} and (least, most) != (1, 1):
            raise _refusal(_("Repeat a part once, not twice in a row: use a group."))
        return _times(part, least, most)

    def repeats(self) -> tuple[int, int | None]:
        """Return how often at least and at most; None is without end."""
        if self.skip("?"):
            return 0, 1
        if self.skip("*"):
            return 0, None
        if self.skip("+"):
            return 1, None
        if not self.skip("{"):
            return 1, 1
        inside, closed, self.rest = self.rest.partition("}")
        least, comma, most = inside.partition(",")
        is_number = least.isdecimal() and (not most or most.isdecimal())
        if not closed or not is_number or (most and int(most) < int(least)):
            raise _refusal(_("Write a repetition as {2}, {2,} or {2,5}."))
        if max(int(least), int(most or 0)) > _MOST_REPEATS:
            message = _("Repeat a part at most %(most)d times.") % {"most": _MOST_REPEATS}
            raise _refusal(message)
        if not comma:
            return int(least), int(least)
        return int(least), int(most) if most else None


def _nothing(machine: _Machine, start: int, end: int) -> None:
    machine.jump(start, end)


def _one(sign: Sign) -> _Part:
    def build(machine: _Machine, start: int, end: int) -> None:
        state = machine.state()
        machine.jump(start, state)
        machine.takes[state] = (sign, end)

    return build


def _then(first: _Part, second: _Part) -> _Part:
    def build(machine: _Machine, start: int, end: int) -> None:
        middle = machine.state()
        first(machine, start, middle)
        second(machine, middle, end)

    return build


def _either(ways: list[_Part]) -> _Part:
    def build(machine: _Machine, start: int, end: int) -> None:
        for way in ways:
            way(machine, start, end)

    return build


def _times(part: _Part, least: int, most: int | None) -> _Part:
    if (least, most) == (1, 1):
        return part

    def build(machine: _Machine, start: int, end: int) -> None:
        state = start
        for _number in range(least):
            state = _next(machine, part, state)
        if most is None:
            loop = machine.state()
            machine.jump(state, loop)
            machine.jump(_next(machine, part, loop), loop)
            machine.jump(loop, end)
            return
        machine.jump(state, end)
        for _number in range(most - least):
            state = _next(machine, part, state)
            machine.jump(state, end)

    return build


def _next(machine: _Machine, part: _Part, start: int) -> int:
    end = machine.state()
    part(machine, start, end)
    return end
