from enum import Enum
from typing import Any

import pytest

from tournament_engine.bracket.lifecycle import TRANSITIONS as STAGE
from tournament_engine.core.lifecycle import GROUPS, PUBLIC, TournamentState
from tournament_engine.core.lifecycle import TRANSITIONS as TOURNAMENT
from tournament_engine.errors import IllegalTransition
from tournament_engine.match.lifecycle import CLAIM_TRANSITIONS as CLAIM
from tournament_engine.match.lifecycle import TRANSITIONS as MATCH
from tournament_engine.registration.lifecycle import BLOCKING, HOLDING, RegistrationState
from tournament_engine.registration.lifecycle import TRANSITIONS as REGISTRATION
from tournament_engine.transitions import check_transition, terminal_states

MACHINES = [TOURNAMENT, REGISTRATION, STAGE, MATCH, CLAIM]
_T, _R = TournamentState, RegistrationState


@pytest.mark.parametrize("table", MACHINES, ids=lambda table: type(next(iter(table))).__name__)
def test_exactly_the_edges_of_the_table_are_let_through(table: dict[Enum, frozenset[Enum]]):
    states = list(table)

    passed = {(a, b) for a in states for b in states if passes(table, a, b)}

    assert passed == {(a, b) for a in states for b in table[a]}


def passes(table: dict[Any, frozenset[Any]], current: Any, target: Any) -> bool:
    try:
        check_transition(table, current.value, target)
    except IllegalTransition:
        return False
    return True


@pytest.mark.parametrize("table", MACHINES, ids=lambda table: type(next(iter(table))).__name__)
def test_every_state_has_its_row_and_every_target_is_a_state(table: dict[Enum, frozenset[Enum]]):
    kind = type(next(iter(table)))

    assert set(table) == set(kind)
    assert frozenset().union(*table.values()) <= set(kind)


def test_an_illegal_edge_is_named_in_a_sentence():
    with pytest.raises(IllegalTransition) as refused:
        check_transition(TOURNAMENT, "draft", _T.LIVE)

    assert str(refused.value) == "This is draft and cannot become live from there."


def test_terminal_states_follow_from_the_tables():
    assert terminal_states(TOURNAMENT) == {_T.ARCHIVED}
    assert terminal_states(REGISTRATION) == {
        _R.REJECTED,
        _R.EXPIRED,
        _R.WITHDRAWN,
        _R.CANCELLED,
    }


def test_every_public_state_is_in_one_tab_of_the_list():
    assert sorted(state for group in GROUPS.values() for state in group) == sorted(PUBLIC)


def test_who_holds_a_place_cannot_register_again():
    assert HOLDING < BLOCKING
