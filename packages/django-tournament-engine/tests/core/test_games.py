"""Games as data: how each is counted, how players are known, how large a team is."""

from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.desk.browsing import log_in
from tests.factories import a_game, a_user

from tournament_engine.core.custom_fields.patterns import compile_pattern
from tournament_engine.core.custom_fields.presets import PRESETS
from tournament_engine.core.games import GAMES
from tournament_engine.core.models import Game
from tournament_engine.core.services import install_games

pytestmark = pytest.mark.django_db


def test_a_site_begins_with_eight_games():
    assert len(install_games(by=None)) == Game.objects.count() == 8


def test_the_starting_games_are_added_once():
    install_games(by=None)

    assert install_games(by=None) == []
    assert Game.objects.count() == 8


def test_a_game_that_the_site_has_stays_as_it_is():
    chess = a_game("CHESS")

    install_games(by=None)

    chess.refresh_from_db()
    assert (chess.name, chess.identity_label, Game.objects.count()) == ("CHESS", "", 8)


def test_the_starting_games_are_valid():
    for game in install_games(by=None):
        game.full_clean()
        assert not game.identity_preset or game.identity_preset in PRESETS
        assert compile_pattern(game.identity_pattern).source == game.identity_pattern


def test_every_kind_of_result_has_a_game():
    kinds = {facts["result_kind"] for facts in GAMES.values()}

    assert kinds == {"score", "best_of", "points", "placement"}


@pytest.mark.parametrize(
    "facts", [{"result_kind": "poem"}, {"team_min": 0}, {"team_min": 3, "team_max": 2}], ids=str
)
def test_the_database_refuses_a_game_that_cannot_be(facts: dict[str, object]):
    a_game()

    with pytest.raises(IntegrityError), transaction.atomic():
        Game.objects.update(**facts)


def test_the_command_says_what_it_added():
    first, second = StringIO(), StringIO()

    call_command("tournament_games", stdout=first)
    call_command("tournament_games", stdout=second)

    assert first.getvalue().splitlines()[0] == "  added  League of Legends"
    assert second.getvalue() == "All of them are there.\n"


@pytest.mark.parametrize(("codename", "status"), [("add_game", 403), ("change_game", 200)])
def test_who_may_not_change_a_game_is_offered_no_new_one(codename: str, status: int):
    person = a_user(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename=codename))

    answer = log_in(person).get(reverse("admin:tournament_engine_game_add"))

    assert answer.status_code == status
