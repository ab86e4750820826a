"""The default rankings: a table of ratings a scope, and every change of them."""

from decimal import Decimal
from functools import partial

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.threads import at_once

from bracketcore.ratings import Elo
from bracketcore.ratings import Outcome as Rated
from tournament_engine.hooks.elo import EloRankings
from tournament_engine.hooks.models import Rating, RatingEvent
from tournament_engine.hooks.rankings import Outcome, OutcomeKind

pytestmark = pytest.mark.django_db

ANN, BOB, CID = "user:1", "user:2", "team:1"


def outcome(first: str, second: str, score: float = 1.0, **facts: object) -> Outcome:
    return Outcome(**{"scope": "chess", "first": first, "second": second, "score": score} | facts)  # type: ignore[arg-type]  # the facts of a test


def test_a_win_moves_the_points_that_elo_says():
    hook = EloRankings()

    hook.apply([outcome(ANN, BOB)], "1")

    assert hook.ratings([ANN, BOB, CID], "chess") == Elo().rate([Rated(ANN, BOB, 1)])


def test_a_draw_between_unequals_moves_points_to_the_weaker():
    hook = EloRankings()
    hook.apply([outcome(ANN, BOB)], "1")

    hook.apply([outcome(ANN, BOB, 0.5, kind=OutcomeKind.DRAW)], "2")

    expected = Elo().rate([Rated(ANN, BOB, 1), Rated(ANN, BOB, 0.5)])
    assert hook.ratings([ANN, BOB], "chess") == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    "kind",
    [OutcomeKind.BYE, OutcomeKind.WALKOVER, OutcomeKind.FORFEIT, OutcomeKind.DOUBLE_FORFEIT],
)
def test_what_was_not_played_does_not_count(kind: OutcomeKind):
    hook = EloRankings()

    hook.apply([outcome(ANN, "" if kind is OutcomeKind.BYE else BOB, kind=kind)], "1")

    assert Rating.objects.count() == 0


def test_scopes_do_not_touch_each_other():
    hook = EloRankings()

    hook.apply([outcome(ANN, BOB), outcome(BOB, ANN, scope="go")], "1")

    assert hook.rating(ANN, "chess") == hook.rating(BOB, "go")
    assert hook.rating(ANN, "football") is None


def test_taking_a_result_back_keeps_what_came_later():
    hook = EloRankings()
    hook.apply([outcome(ANN, BOB)], "1")
    hook.apply([outcome(CID, BOB)], "2")
    gained = Rating.objects.get(entrant=CID).value - 1500

    hook.revert("1")

    assert hook.ratings([ANN, BOB, CID], "chess") == {
        ANN: 1500,
        BOB: float(1500 - gained),
        CID: float(1500 + gained),
    }


def test_the_ratings_are_the_sum_of_their_events():
    hook = EloRankings()
    for number in range(9):
        hook.apply([outcome(ANN, BOB, number % 3 / 2), outcome(BOB, CID)], str(number))
    hook.revert("4")

    changes = dict.fromkeys((ANN, BOB, CID), Decimal(1500))
    for event in RatingEvent.objects.exclude(entrant=""):
        changes[event.entrant] += event.change

    assert dict(Rating.objects.values_list("entrant", "value")) == changes
    # Each of two results at once is rounded to a hundredth of a point.
    assert abs(sum(changes.values(), Decimal(0)) - 4500) < Decimal("0.05")


def test_many_ratings_are_one_query(django_assert_num_queries: DjangoAssertNumQueries):
    hook = EloRankings()
    hook.apply([outcome(ANN, BOB)], "1")

    with django_assert_num_queries(1):
        hook.seed_values([ANN, BOB, CID], "chess")


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_the_same_result_told_ten_times_at_once_counts_once(on_postgresql: None):
    hook = EloRankings()

    at_once([lambda: hook.apply([outcome(ANN, BOB)], "1")] * 10)

    assert hook.ratings([ANN, BOB], "chess") == Elo().rate([Rated(ANN, BOB, 1)])


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_results_and_their_taking_back_at_once_leave_nothing(on_postgresql: None):
    hook = EloRankings()

    calls = [
        call
        for key in map(str, range(6))
        for call in (partial(hook.apply, [outcome(ANN, BOB)], key), partial(hook.revert, key))
    ]
    at_once(calls)

    assert set(Rating.objects.values_list("value", flat=True)) <= {Decimal(1500)}
