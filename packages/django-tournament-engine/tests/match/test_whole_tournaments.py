"""Whole tournaments, played by the services at random, with the rows checked at every step."""

from random import Random

import pytest
from tests.factories import KNOCKOUT, LEAGUE, PLAYOFF, POOLS
from tests.playing import a_live_tournament_of_people, any_result, playable, report

from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.models import Bracket
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.stages import StageSpec
from tournament_engine.errors import Conflict
from tournament_engine.match import services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Entrant

pytestmark = pytest.mark.django_db

THIRD_PLACE = StageSpec(
    code="cup", name="Cup", format="single_elimination", options={"third_place": True}
)
MANY_STEPS = 400


def differences(tournament):
    return [
        line
        for row in Bracket.objects.filter(tournament=tournament)
        for line in check_projection(row)
    ]


def correct_something(tournament, random):
    """Replace some result, whatever follows from it; a played later stage may forbid it."""
    done = Match.objects.filter(tournament=tournament, state="completed").with_stage()
    if not done:
        return
    match = random.choice(list(done))
    try:
        services.override_result(
            match=match,
            result=any_result(match, random),
            by=tournament.organizer,
            reason="Misread",
            cascade=True,
        )
    except Conflict as refused:
        if refused.code not in {"later_stage_played", "match_not_ready"}:
            raise


def decide_open_places(tournament, random):
    """Seed by hand the stage that waits because the places before it are shared."""
    waiting = Bracket.objects.with_stage().filter(tournament=tournament, state="pending")
    for bracket in waiting:
        pools = Bracket.objects.get(tournament=tournament, stage__code="pools")
        chosen = random.sample(pools.seeding, 4)
        order = [Entrant.objects.get(pk=key) for key in chosen]
        by = tournament.organizer
        brackets.seed_entrants(stage=bracket.stage, order=order, by=by)
        brackets.qualify_entrants(stage=bracket.stage, by=by)


def play_out(tournament, random, *, corrections):
    """Play to the end; return what the rows got wrong on the way."""
    for _step in range(MANY_STEPS):
        ready = playable(tournament)
        if ready:
            report(random.choice(ready), random)
        else:
            decide_open_places(tournament, random)
        if corrections and random.random() < 0.3:
            corrections -= 1
            correct_something(tournament, random)
        wrong = differences(tournament)
        tournament.refresh_from_db()
        if wrong or tournament.state == TournamentState.COMPLETED:
            return wrong
    return ["It never ends."]


@pytest.mark.parametrize("entrants", [2, 3, 5, 8, 11, 17])
def test_a_knockout_is_played_to_its_end(entrants):
    tournament = a_live_tournament_of_people(entrants, stages=(KNOCKOUT,))

    assert play_out(tournament, Random(entrants), corrections=3) == []
    assert tournament.state == TournamentState.COMPLETED


@pytest.mark.parametrize("entrants", [2, 4, 7, 16])
def test_a_knockout_with_third_place_is_played_to_its_end(entrants):
    tournament = a_live_tournament_of_people(entrants, stages=(THIRD_PLACE,))

    assert play_out(tournament, Random(entrants), corrections=3) == []
    assert tournament.state == TournamentState.COMPLETED


@pytest.mark.parametrize("entrants", [2, 3, 6])
def test_a_league_is_played_to_its_end(entrants):
    tournament = a_live_tournament_of_people(entrants, stages=(LEAGUE,))

    assert play_out(tournament, Random(entrants), corrections=3) == []
    assert tournament.state == TournamentState.COMPLETED


@pytest.mark.parametrize("entrants", [4, 6, 7, 9])
def test_pools_and_their_playoff_are_played_to_their_end(entrants):
    tournament = a_live_tournament_of_people(entrants, stages=(POOLS, PLAYOFF))

    assert play_out(tournament, Random(entrants), corrections=3) == []
    assert tournament.state == TournamentState.COMPLETED


def test_a_knockout_goes_on_around_those_who_withdraw():
    tournament = a_live_tournament_of_people(8, stages=(THIRD_PLACE,))
    random = Random(5)

    for entrant in random.sample(list(tournament.entrants.all()), 3):
        brackets.withdraw_entrant(entrant=entrant, by=tournament.organizer, reason="Ill")
        assert differences(tournament) == []

    assert play_out(tournament, random, corrections=2) == []
