"""What the numbers of a match must look like, by the rule of its game."""

from typing import Any

import pytest
from django.test import Client
from tests.factories import a_game, a_site_admin, a_user

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.models import Game
from tournament_engine.core.score_rules import Score, ScoreRule, rule_of, rules
from tournament_engine.core.services import save_game
from tournament_engine.errors import InvalidInput, NotAllowed

VOLLEYBALL = {"points": 25, "margin": 2, "last": 15}
BADMINTON = {"points": 21, "margin": 2, "most": 30}


class Even(ScoreRule):
    """A rule of a site's own: the numbers are even."""

    def check(self, score: Score) -> None:
        if any(number % 2 for game in score.games for number in game):
            raise InvalidInput("Even numbers, please.", field="games")


def takes(rule: str, options: dict[str, Any], *games: tuple[int, int], best_of: int = 1) -> bool:
    game = Game(score_rule=rule, score_options=options)
    try:
        rule_of(game).check(Score(games=games, best_of=best_of))
    except InvalidInput as error:
        return error.field != "games"
    return True


@pytest.mark.parametrize("score", [(25, 23), (25, 0), (26, 24), (31, 33)])
def test_a_set_is_won_with_its_margin(score: tuple[int, int]):
    assert takes("sets", VOLLEYBALL, score)


@pytest.mark.parametrize("score", [(25, 24), (26, 23), (24, 22), (24, 24), (30, 25)])
def test_a_set_without_its_margin_or_beyond_it_is_none(score: tuple[int, int]):
    assert not takes("sets", VOLLEYBALL, score)


def test_the_set_that_decides_is_shorter():
    before = [(25, 20), (20, 25)]

    assert takes("sets", VOLLEYBALL, *before, (13, 15), best_of=3)
    assert not takes("sets", VOLLEYBALL, *before, (20, 25), best_of=3)


@pytest.mark.parametrize(
    ("score", "taken"),
    [((30, 29), True), ((30, 28), True), ((29, 27), True), ((31, 29), False), ((30, 27), False)],
)
def test_nobody_goes_beyond_the_most_points(score: tuple[int, int], taken: bool):
    assert takes("first_to", BADMINTON, score) == taken


def test_the_first_to_a_number_wins():
    assert takes("first_to", {"points": 5}, (5, 4), (0, 5), best_of=3)
    assert not takes("first_to", {"points": 5}, (6, 4))


def test_points_are_shared_out():
    assert takes("shared_points", {"total": 8}, (3, 5))
    assert not takes("shared_points", {"total": 8}, (3, 4))


def test_a_game_without_draws_takes_none():
    no_draws = rule_of(Game(score_rule="no_draws"))

    no_draws.check(Score(games=[(1, 0)]))
    with pytest.raises(InvalidInput):
        no_draws.check(Score(games=[(1, 1)], is_draw=True))


@pytest.mark.parametrize(
    ("rule", "options", "field"),
    [
        ("poker", {}, "score_rule"),
        ("first_to", {}, "score_options"),
        ("first_to", {"points": "ten"}, "score_options"),
        ("first_to", {"points": True}, "score_options"),
        ("first_to", {"points": 0}, "score_options"),
        ("first_to", {"points": 3, "margin": 4}, "score_options"),
        ("first_to", {"points": 9, "most": 8}, "score_options"),
        ("sets", {"points": 9, "last": 1}, "score_options"),
        ("shared_points", {"total": 0}, "score_options"),
        ("any", {"points": 3}, "score_options"),
        ("any", [], "score_options"),
    ],
)
def test_a_rule_that_cannot_be_names_what_is_wrong(rule: str, options: Any, field: str):
    with pytest.raises(InvalidInput) as refused:
        rule_of(Game(score_rule=rule, score_options=options))

    assert refused.value.field == field


def test_a_site_adds_rules_of_its_own(settings):
    settings.TOURNAMENT_ENGINE = {"SCORE_RULES": {"even": f"{__name__}.Even"}}

    assert takes("even", {}, (2, 4))
    assert not takes("even", {}, (2, 3))
    settings.TOURNAMENT_ENGINE = {}
    assert "even" not in rules()


@pytest.mark.django_db
def test_who_edits_a_game_leaves_a_trace():
    game, admin = a_game("Volleyball"), a_site_admin()
    game.score_rule, game.score_options = "sets", VOLLEYBALL

    save_game(game=game, by=admin)

    entry = AuditEntry.objects.get(action="game.changed")
    assert (entry.before["score_rule"], entry.after["score_rule"]) == ("any", "sets")


@pytest.mark.django_db
def test_only_the_site_s_staff_edits_games():
    with pytest.raises(NotAllowed):
        save_game(game=Game(name="Go", slug="go"), by=a_user())


@pytest.mark.django_db
def test_the_admin_refuses_options_that_cannot_be_and_keeps_the_others(client: Client):
    client.force_login(a_site_admin())
    sent = {"name": "Go", "slug": "go", "result_kind": "score", "score_rule": "first_to"}
    sent |= {"team_min": "1", "team_max": "1", "score_options": "{}"}
    address = "/admin/tournament_engine/game/add/"

    refused = client.post(address, sent)
    taken = client.post(address, sent | {"score_options": '{"points": 7}'})

    assert refused.context["errors"] == [["An option is missing; there are: margin, most, points."]]
    assert taken.status_code == 302
    assert Game.objects.get(slug="go").score_options == {"points": 7}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"identity_preset": "steam"},
        {"identity_pattern": "(a"},
        {"identity_preset": "riot", "identity_pattern": "a+"},
    ],
    ids=str,
)
def test_an_identity_that_cannot_be_is_refused(facts: dict[str, str]):
    with pytest.raises(InvalidInput) as refused:
        save_game(game=Game(name="Go", slug="go", **facts), by=a_site_admin())

    assert refused.value.field in facts
