"""What the tests of payouts share."""

from typing import Any

import pytest
from tests.economy.lines import Unsure
from tests.factories import a_tournament

from tournament_engine import hooks
from tournament_engine.core.models import Tournament
from tournament_engine.economy import holds


@pytest.fixture
def no_other_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no domain above have a say in when money moves."""
    monkeypatch.setattr(holds, "_holds", [])


@pytest.fixture
def economy(settings: Any) -> Unsure:
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"economy": "tests.economy.lines.Unsure"}}
    chosen = hooks.economy()
    assert isinstance(chosen, Unsure)
    return chosen


@pytest.fixture
def cup() -> Tournament:
    return a_tournament(entrants=0)
