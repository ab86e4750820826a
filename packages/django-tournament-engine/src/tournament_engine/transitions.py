"""State machines as tables: which state may follow which."""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import CheckConstraint, Q, TextChoices
from django.utils.translation import gettext as _

from tournament_engine.errors import IllegalTransition

__all__ = ["check_transition", "state_constraint", "terminal_states"]

S = TypeVar("S", bound=TextChoices)


def check_transition(transitions: Mapping[S, frozenset[S]], current: str, target: S) -> None:
    """Raise IllegalTransition unless `target` may follow `current`."""
    states = type(target)
    if target not in transitions[states(current)]:
        message = _("This is %(now)s and cannot become %(then)s from there.")
        words = {"now": states(current).label, "then": target.label}
        raise IllegalTransition(message % words)


def terminal_states(transitions: Mapping[S, frozenset[S]]) -> frozenset[S]:
    """Return the states that nothing follows."""
    return frozenset(state for state, targets in transitions.items() if not targets)


def state_constraint(
    states: type[TextChoices], name: str, *, field: str = "state"
) -> CheckConstraint:
    """Return the CHECK that lets only the machine's own states into a column."""
    return CheckConstraint(condition=Q(**{f"{field}__in": sorted(states.values)}), name=name)
