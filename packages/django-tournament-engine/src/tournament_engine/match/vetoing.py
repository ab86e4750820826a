"""How far a veto is: its steps in words, whose turn it is, what is played. Reads only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput
from tournament_engine.match.models import Match, Veto, VetoAct, VetoChoice

__all__ = [
    "Played",
    "Step",
    "VetoPage",
    "checked_steps",
    "is_current",
    "left_over",
    "played_on",
    "turn_of",
]

_CODE = re.compile(r"[BP][12]|D")
_ACTS = {"B": VetoAct.BAN, "P": VetoAct.PICK, "D": VetoAct.DECIDER}


@dataclass(frozen=True, kw_only=True)
class Step:
    """What is to be done next, and by which side; a decider is nobody's."""

    act: VetoAct
    side: int | None


@dataclass(frozen=True, kw_only=True)
class Played:
    """What one game is played on, and who chose it; empty for what was left over."""

    option: str
    chosen_by: str


@dataclass(frozen=True, kw_only=True)
class VetoPage:
    """A veto as those concerned see it. `options` are there to be chosen by the reader now."""

    choices: tuple[tuple[str, str, str], ...]
    next_words: str
    due_at: datetime | None
    options: tuple[str, ...]
    played: tuple[Played, ...]
    is_over: bool

    @classmethod
    def of(
        cls, veto: Veto, names: Sequence[str], mine: frozenset[int], *, may_manage: bool
    ) -> Self:
        """Gather a veto for somebody who acts for the sides `mine`, or manages the match."""
        choices = list(veto.choices.all())
        step = turn_of(veto, choices)
        may_choose = step is not None and (may_manage or step.side in mine)
        return cls(
            choices=tuple(
                (one.option, str(one.get_act_display()), _named(one.side, names)) for one in choices
            ),
            next_words="" if step is None else _words(step, names),
            due_at=veto.due_at,
            options=tuple(left_over(veto, choices)) if may_choose else (),
            played=played_on(veto, names),
            is_over=veto.finished_at is not None,
        )


def played_on(veto: Veto, names: Sequence[str]) -> tuple[Played, ...]:
    """Return what the games are played on, in their order; nothing before the veto is over."""
    if veto.finished_at is None:
        return ()
    chosen = [one for one in veto.choices.all() if one.act != VetoAct.BAN]
    return tuple(Played(option=one.option, chosen_by=_named(one.side, names)) for one in chosen)


def is_current(veto: Veto, match: Match) -> bool:
    """Whether a veto is that of those who meet now."""
    sides = match.sides.all()
    present = ["" if one.entrant_id is None else str(one.entrant_id) for one in sides]
    return bool(veto.pairing == present)


def turn_of(veto: Veto, choices: Sequence[VetoChoice]) -> Step | None:
    """Return the step that is next; None when the veto is over."""
    if len(choices) >= len(veto.steps):
        return None
    code = veto.steps[len(choices)]
    side = None if code == "D" else (int(code[1]) - 1 + veto.first_side) % 2
    return Step(act=_ACTS[code[0]], side=side)


def left_over(veto: Veto, choices: Sequence[VetoChoice]) -> list[str]:
    """Return the options that nobody has banned or picked."""
    gone = {one.option for one in choices}
    return [option for option in veto.options if option not in gone]


def checked_steps(text: str, options: int) -> list[str]:
    """Return the steps that somebody typed, as a plan stores them."""
    steps = text.upper().split()
    if not steps or not all(_CODE.fullmatch(step) for step in steps) or "D" in steps[:-1]:
        message = _("Write the steps as B1 B2 P1 P2 D: a ban or a pick, whose, and what is left.")
        raise InvalidInput(message, field="steps")
    chosen = len([step for step in steps if step != "D"])
    if all(step[0] == "B" for step in steps):
        message = _("Somebody has to pick, or one is left over: end with D.")
        raise InvalidInput(message, field="steps")
    needed = chosen + 1 if "D" in steps else chosen
    if options < needed or ("D" in steps and options != needed):
        message = _("These steps are for %(count)d options: add some, or take some out.")
        raise InvalidInput(message % {"count": needed}, field="options")
    return steps


def _named(side: int | None, names: Sequence[str]) -> str:
    return "" if side is None else names[side]


def _words(step: Step, names: Sequence[str]) -> str:
    words = {
        VetoAct.BAN: _("%(name)s bans now."),
        VetoAct.PICK: _("%(name)s picks now."),
        VetoAct.DECIDER: "",
    }
    return words[step.act] % {"name": _named(step.side, names)}
