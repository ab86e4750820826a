"""What the database is asked when a stage is drawn and a result comes in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.playing import a_closed_tournament, first_stage, match_of, play, started, win

from tournament_engine.bracket import services as brackets
from tournament_engine.core.models import MAX_ENTRANTS
from tournament_engine.match import services
from tournament_engine.match.models import Match

pytestmark = pytest.mark.django_db


def queries_to_draw(entrants):
    tournament = a_closed_tournament(entrants=entrants, max_entrants=MAX_ENTRANTS)
    stage, by = first_stage(tournament), tournament.organizer
    with CaptureQueriesContext(connection) as queries:
        brackets.generate_bracket(stage=stage, by=by)
    assert Match.objects.filter(tournament=tournament).count() >= entrants - 1
    return len(queries)


def queries_to_confirm(entrants):
    """Count for the result that makes the next match ready: it does all there is to do."""
    tournament = started(a_closed_tournament(entrants=entrants, max_entrants=MAX_ENTRANTS))
    by = tournament.organizer
    play(match_of(tournament, "R1.1"))
    match = match_of(tournament, "R1.2")
    result = win(match)
    with CaptureQueriesContext(connection) as queries:
        services.confirm_result(match=match, result=result, by=by)
    assert match_of(tournament, "R2.1").state == "ready"
    return len(queries)


def test_a_draw_asks_the_database_as_often_for_8_entrants_as_for_32():
    small, large = queries_to_draw(8), queries_to_draw(32)

    assert small == large <= 25


def test_a_draw_of_64_stays_within_its_queries_on_every_database():
    # SQLite may take the rows in two batches: it bounds the parameters of a statement.
    assert queries_to_draw(64) <= 25


def test_a_result_asks_the_database_as_often_for_8_entrants_as_for_64():
    small, large = queries_to_confirm(8), queries_to_confirm(64)

    assert small == large <= 12


@pytest.mark.services
def test_a_draw_of_1024_costs_as_many_queries_as_one_of_8_on_postgresql():
    assert connection.vendor == "postgresql"

    small, middle, large = queries_to_draw(8), queries_to_draw(64), queries_to_draw(1024)

    assert small == middle == large <= 25


@pytest.mark.services
def test_a_result_among_1024_costs_as_many_queries_as_one_among_8_on_postgresql():
    assert connection.vendor == "postgresql"

    small, large = queries_to_confirm(8), queries_to_confirm(1024)

    assert small == large


def test_a_page_of_matches_costs_the_same_for_3_entrants_and_for_16():
    costs = []
    for entrants in (3, 16):
        tournament = started(a_closed_tournament(entrants=entrants))
        with CaptureQueriesContext(connection) as queries:
            for match in Match.objects.for_tournament_page(tournament):
                assert [side.entrant and side.entrant.name for side in match.sides.all()]
                assert match.bracket.stage.code
        costs.append(len(queries))

    assert costs == [2, 2]
