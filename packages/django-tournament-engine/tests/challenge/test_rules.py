"""What each rule makes of a match, and of many."""

from collections.abc import Mapping
from typing import Any

import pytest
from pytest_django import Settings
from tests.factories import a_tournament

from tournament_engine.challenge import rulebook
from tournament_engine.challenge.played import Played
from tournament_engine.challenge.rules import Rule
from tournament_engine.checks import check_settings
from tournament_engine.errors import InvalidInput
from tournament_engine.match.models import ResultKind

_K = ResultKind


def a_match(kind: ResultKind = _K.WIN, place: int = 1, **facts: Any) -> Played:
    return Played(stage="knockout", kind=kind, place=place, **facts)


WON, LOST = a_match(), a_match(place=2)
DREW = a_match(_K.DRAW)
GIVEN, FORFEITED = a_match(_K.WALKOVER), a_match(_K.FORFEIT, place=2)
SECOND_OF_A_HEAT, ABSENT = a_match(_K.PLACEMENT, place=2), a_match(_K.PLACEMENT, place=0)


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("match_wins", [1, 0, 0, None, None, 0, None]),
        ("matches_played", [1, 1, 1, None, None, 1, None]),
        ("games_won", [1, 0, 0, None, None, 0, None]),
        ("win_streak", [1, 0, 0, None, 0, 0, None]),
    ],
)
def test_a_match_counts_when_it_was_played(rule: str, given: list[int | None]):
    matches = [WON, LOST, DREW, GIVEN, FORFEITED, SECOND_OF_A_HEAT, ABSENT]

    assert [rulebook.rules()[rule].credit(match, {}) for match in matches] == given


def test_games_are_counted_in_a_match_of_several_and_not_points_in_a_single_one():
    rule = rulebook.rules()["games_won"]

    several = rule.credit(a_match(place=2, best_of=3, score=1, other_score=2), {})
    single = rule.credit(a_match(score=13, other_score=11), {})

    assert (several, single) == (1, 1)


@pytest.mark.parametrize(
    ("scores", "credit"), [((5, 2), 1), ((4, 2), 0), ((None, None), 0), ((2, 5), 0)]
)
def test_a_margin_is_met_or_not(scores: tuple[int | None, int | None], credit: int):
    own, other = scores
    match = a_match(place=1 if own != 2 else 2, score=own, other_score=other)

    assert rulebook.rules()["wins_by_difference"].credit(match, {"difference": 3}) == credit


@pytest.mark.parametrize(
    ("seed", "others", "credit"),
    [(5, (2,), 1), (5, (3,), 0), (2, (5,), 0), (None, (1,), 0), (9, (7, 1), 1)],
)
def test_an_upset_beats_a_seed_far_enough_above(
    seed: int | None, others: tuple[int, ...], credit: int
):
    match = a_match(seed=seed, other_seeds=others)

    assert rulebook.rules()["upsets"].credit(match, {"seeds": 3}) == credit


def test_a_streak_is_the_longest_row_and_never_falls_back():
    totals = rulebook.rules()["win_streak"].totals([1, 1, 0, 1, 1, 1, 0])

    assert list(totals) == [1, 2, 2, 2, 2, 3, 3]


def test_undefeated_is_who_lost_nothing_of_the_stage():
    rule = rulebook.rules()["undefeated"]
    params = {"stage": "knockout"}

    given = [rule.credit(match, params) for match in (WON, DREW, GIVEN, LOST, FORFEITED)]

    assert given == [1, 1, None, 0, 0]
    assert list(rule.totals([1, 1])) == [0, 1]
    assert list(rule.totals([1, 0])) == [0, 0]
    assert [rule.is_due(params, ended) for ended in ({"knockout"}, set())] == [True, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "params", "field"),
    [
        ("nothing", {}, "rule"),
        ("wins_by_difference", {}, "wins_by_difference-difference"),
        ("wins_by_difference", {"difference": 0}, "wins_by_difference-difference"),
        ("undefeated", {"stage": "elsewhere"}, "undefeated-stage"),
        ("match_wins", {"more": 1}, "rule"),
    ],
)
def test_parameters_that_a_rule_does_not_take_are_refused(
    code: str, params: Mapping[str, Any], field: str
):
    with pytest.raises(InvalidInput) as refused:
        rulebook.checked_params(a_tournament(entrants=0), code, params)

    assert refused.value.field == field


@pytest.mark.django_db
@pytest.mark.parametrize("code", rulebook.rules())
def test_every_rule_tells_people_what_to_do(code: str):
    cup = a_tournament(entrants=0)
    rule = rulebook.rules()[code]
    params = {"difference": 3, "seeds": 2, "stage": "knockout"}
    own = {name: params[name] for name in rule.fields(cup)}

    sentences = [rulebook.words(code, own, target) for target in (1, 3)]

    assert all(sentence.endswith(".") for sentence in sentences)
    assert rulebook.checked_params(cup, code, own) == own


class Draws(Rule):
    """A rule of the site's own."""

    label = "Draws"

    def words(self, params, target):
        return f"Draw {target} times."

    def credit(self, played, params):
        return int(played.kind == ResultKind.DRAW)


def test_a_site_has_rules_of_its_own(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"CHALLENGE_RULES": {"draws": f"{__name__}.Draws"}}

    assert rulebook.words("draws", {}, 2) == "Draw 2 times."
    assert check_settings() == []

    settings.TOURNAMENT_ENGINE = {"CHALLENGE_RULES": {"draws": "nowhere.Draws"}}
    assert [problem.id for problem in check_settings()] == ["tournament_engine.E002"]

    settings.TOURNAMENT_ENGINE = {}
    assert rulebook.words("draws", {}, 2) == ""
