"""What is asked of the database: by the names that models have, and in few questions."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.browsing import address, log_in
from tests.factories import a_registration, a_tournament
from tests.paying import a_paying_cup, a_payment, prove

import tournament_engine
from tournament_engine.core import panels
from tournament_engine.core.models import Tournament

SOURCES = Path(tournament_engine.__file__).parent


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text in the source with the file in which it stands; migrations apart."""
    for path in sorted(SOURCES.rglob("*.py")):
        if "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield path.relative_to(SOURCES).as_posix(), node.value


def test_no_table_is_called_by_a_name_that_somebody_typed():
    models = apps.get_app_config("tournament_engine").get_models()
    tables = {model._meta.db_table for model in models}

    typed = {(where, word) for where, text in texts() for word in re.findall(r"\w+", text)}

    assert {(where, word) for where, word in typed if word in tables} == set()


def numbers(key: str, tournament: Tournament) -> tuple[dict[str, Any], int]:
    """Return what a panel of the console shows, and in how many queries."""
    [panel] = [one for one in panels.panels("console") if one.key == key]
    organizer = tournament.organizer
    with CaptureQueriesContext(connection) as asked:
        shown = panel.context(tournament, organizer)
    return shown, len(asked)


def entered() -> Tournament:
    cup = a_tournament(entrants=3, max_entrants=4, needs_approval=True)
    a_registration(cup)
    a_registration(cup)
    return cup


def paid() -> Tournament:
    cup = a_paying_cup()
    prove(a_payment(cup))
    a_payment(cup)
    return cup


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "make", "told"),
    [
        ("entrants", entered, {"taken": 4, "waiting": 1, "pending": 1, "expected": 3, "there": 0}),
        ("payments", paid, {"submitted": 1, "due": 1, "paid": 0}),
    ],
)
def test_the_numbers_of_a_panel_are_asked_for_at_once(
    key: str, make: Callable[[], Tournament], told: dict[str, int]
):
    shown, queries = numbers(key, make())

    assert {name: shown[name] for name in told} == told
    assert queries == 1


@pytest.mark.django_db
def test_the_payments_of_all_states_are_counted_at_once():
    cup = paid()
    browser = log_in(cup.organizer)

    with CaptureQueriesContext(connection) as asked:
        page = browser.get(address("payments", cup.slug))

    counting = [one["sql"] for one in asked if "COUNT" in one["sql"] and "payment" in one["sql"]]
    assert {value: count for value, _label, count in page.context["counts"]} == {
        "pending": 1,
        "submitted": 1,
    }
    # One for the numbers of the states, one for the pages of the list.
    assert len(counting) == 2
