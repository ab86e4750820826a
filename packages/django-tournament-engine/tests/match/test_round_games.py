"""The games of a round change until it begins, and the stage is as if it had been drawn so."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from tests.factories import LEAGUE, POOLS, a_staff_member, a_user
from tests.match.test_heats import HEATS
from tests.playing import (
    a_duel,
    a_live_tournament,
    bracket_of,
    match_of,
    play,
    playable,
    win,
)

from bracketcore import Stage
from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services, stages
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.core.stages import StageSpec
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, StaleVersion
from tournament_engine.match import services as matches
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match

pytestmark = pytest.mark.django_db

DOUBLE = StageSpec(code="double", name="Double", format="double_elimination")


def set_games(tournament: Tournament, number: int, best_of: int, **facts: Any):
    told: dict[str, Any] = {"part": "R", "by": tournament.organizer} | facts
    return services.set_best_of(
        bracket=bracket_of(tournament), number=number, best_of=best_of, **told
    )


def games_of(tournament: Tournament) -> dict[str, int]:
    return dict(tournament.matches.values_list("code", "best_of"))


def drawn_so(bracket: Any, best_of: Any) -> Stage:
    """Return the stage of a bracket as if its format had had these games from the start."""
    stage = stages.load(bracket)
    # Every format of bracketcore is a dataclass, which their common base cannot say.
    recipe: Any = stage.format
    again: Stage = replace(recipe, best_of=best_of).create(stage.starters)
    for event in stage.history:
        again.apply(event)
    return again


def test_a_later_round_gets_other_games_while_an_earlier_one_is_played():
    cup = a_live_tournament(entrants=4)
    play(match_of(cup, "R1.1"))

    set_games(cup, 2, 5)

    bracket = bracket_of(cup)
    assert games_of(cup) == {"R1.1": 1, "R1.2": 1, "R2.1": 5}
    assert stages.load(bracket) == drawn_so(bracket, {"R1": 1, "R2": 5})
    assert stages.replay(bracket) == stages.load(bracket)
    assert check_projection(bracket) == []
    assert AuditEntry.objects.get(action="round.best_of").after["best_of"] == 5


def test_results_are_then_those_of_so_many_games():
    cup = a_live_tournament(entrants=2)
    set_games(cup, 1, 3)
    match = match_of(cup, "R1.1")

    with pytest.raises(InvalidInput):
        matches.confirm_result(match=match, result=win(match, score=(1, 0)), by=cup.organizer)
    matches.confirm_result(match=match, result=win(match, score=(2, 1)), by=cup.organizer)

    assert check_projection(bracket_of(cup)) == []


@pytest.mark.parametrize("spec", [DOUBLE, LEAGUE, POOLS], ids=lambda spec: spec.code)
@pytest.mark.parametrize("chance", range(4))
def test_whenever_the_games_change_the_stage_is_as_if_drawn_so(spec: StageSpec, chance: int):
    cup, random = a_live_tournament(entrants=6, stages=(spec,)), Random(chance)
    games = dict.fromkeys([f"{match.part}{match.round}" for match in cup.matches.all()], 1)

    for _ in range(8):
        match = random.choice(list(Match.objects.filter(tournament=cup)))
        best_of = random.choice([1, 3, 5])
        round_ = {"part": match.part, "round": match.round}
        if cup.matches.filter(state="completed", **round_).exists():
            with pytest.raises(Conflict):
                set_games(cup, match.round, best_of, part=match.part)
        else:
            set_games(cup, match.round, best_of, part=match.part)
            games[f"{match.part}{match.round}"] = best_of
        if ready := playable(cup):
            play(random.choice(ready))

    bracket = bracket_of(cup)
    assert stages.load(bracket).history == drawn_so(bracket, games).history
    by_row = {match.code: games[f"{match.part}{match.round}"] for match in cup.matches.all()}
    assert games_of(cup) == by_row
    assert check_projection(bracket) == []


def test_a_round_that_is_played_keeps_its_games():
    cup = a_live_tournament(entrants=4)
    play(match_of(cup, "R1.1"))

    with pytest.raises(Conflict) as refused:
        set_games(cup, 1, 3)

    assert (refused.value.code, "R1.1" in refused.value.message) == ("round_begun", True)
    assert set(games_of(cup).values()) == {1}


def test_a_round_that_somebody_has_begun_keeps_its_games():
    match, ann, _bob = a_duel()
    matches.start_match(match=match, by=ann)

    with pytest.raises(Conflict) as refused:
        set_games(match.tournament, 1, 3)

    assert refused.value.code == "round_begun"
    assert stages.load(bracket_of(match.tournament)).best_of("R1.1") == 1


def test_results_that_were_taken_back_still_have_to_be_results():
    cup = a_live_tournament(entrants=2)
    match = match_of(cup, "R1.1")
    matches.confirm_result(match=match, result=win(match, score=(1, 0)), by=cup.organizer)
    matches.reopen_match(match=match_of(cup, "R1.1"), by=cup.organizer, reason="Again")

    with pytest.raises(Conflict) as refused:
        set_games(cup, 1, 3)
    for _ in range(2):
        matches.undo_last(bracket=bracket_of(cup), by=cup.organizer, reason="Again")
    set_games(cup, 1, 3)

    assert refused.value.code == "round_was_played"
    assert check_projection(bracket_of(cup)) == []


@pytest.mark.parametrize(
    ("number", "best_of", "field"), [(7, 3, "round"), (1, 2, "best_of"), (1, 27, "best_of")]
)
def test_games_that_cannot_be_are_refused(number: int, best_of: int, field: str):
    with pytest.raises(InvalidInput) as refused:
        set_games(a_live_tournament(entrants=4), number, best_of)

    assert refused.value.field == field


def test_a_league_may_be_played_over_two_games():
    cup = a_live_tournament(entrants=3, stages=(LEAGUE,))

    set_games(cup, 1, 2)

    assert cup.matches.filter(round=1, best_of=2).exists()


def test_a_heat_has_no_games():
    cup = a_live_tournament(entrants=4, stages=(HEATS,))

    with pytest.raises(Conflict) as refused:
        set_games(cup, 1, 3)

    assert refused.value.code == "no_games"


def test_who_manages_the_bracket_sets_games_as_it_was_read():
    cup = a_live_tournament(entrants=4)
    manager = a_staff_member(cup, Role.BRACKET_MANAGER)
    version = bracket_of(cup).version

    set_games(cup, 1, 3, by=manager, version=version)

    with pytest.raises(StaleVersion):
        set_games(cup, 1, 5, version=version)
    for by in (a_staff_member(cup, Role.REFEREE), a_user()):
        with pytest.raises(NotAllowed):
            set_games(cup, 1, 5, by=by)
