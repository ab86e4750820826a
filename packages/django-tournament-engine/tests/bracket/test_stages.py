from dataclasses import fields, replace

import pytest
from tests.factories import KNOCKOUT, LEAGUE, a_tournament
from tests.playing import (
    a_closed_tournament,
    a_live_tournament,
    bracket_of,
    first_stage,
    play,
    playable,
)

from bracketcore import BracketError, SingleElimination, errors
from tournament_engine.bracket import stages
from tournament_engine.bracket.models import Bracket
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.stages import StageSpec
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.match.consistency import check_projection

pytestmark = pytest.mark.django_db


class House(SingleElimination):
    """A site's own format."""


HEATS = {"heat_size": 4, "advance": 2}
OWN = StageSpec(code="house", name="House", format="house", options={"third_place": True})


@pytest.fixture
def _house(settings):
    settings.TOURNAMENT_ENGINE = {"FORMATS": {"house": f"{__name__}.House"}}


def every(kind):
    """Return the classes of errors that bracketcore raises."""
    return {kind, *(deeper for one in kind.__subclasses__() for deeper in every(one))}


@pytest.mark.parametrize("kind", sorted(every(BracketError) - {BracketError}, key=str))
def test_every_error_of_bracketcore_has_a_sentence_and_a_code(kind):
    error = kind(("R2.1",)) if kind is errors.LaterMatchesPlayed else kind("Do it differently.")

    with pytest.raises((Conflict, InvalidInput)) as refused, stages.translated():
        raise error

    assert refused.value.code not in {"conflict", "invalid_input"}
    assert refused.value.message.endswith(".")


def test_a_stage_that_is_not_drawn_cannot_be_loaded():
    tournament = a_tournament(entrants=2)
    bracket = Bracket(tournament=tournament, stage=first_stage(tournament))

    with pytest.raises(Conflict) as refused:
        stages.load(bracket)

    assert refused.value.code == "not_drawn"


def test_every_option_is_stored_with_the_draw():
    tournament = a_live_tournament(entrants=2)

    stored = bracket_of(tournament).snapshot["format"]

    told = {option.name for option in fields(SingleElimination)}
    assert stored.keys() == told | {"name"}
    assert (stored["name"], stored["third_place"]) == ("single_elimination", False)


@pytest.mark.usefixtures("_house")
def test_a_site_plays_a_format_of_its_own():
    tournament = a_live_tournament(entrants=4, stages=(OWN,))

    play(playable(tournament)[0])

    bracket = bracket_of(tournament)
    assert isinstance(stages.load(bracket).format, House)
    assert set(tournament.matches.values_list("part", flat=True)) == {"R", "3P"}
    assert check_projection(bracket) == []


@pytest.mark.usefixtures("_house")
def test_a_sites_own_format_says_which_options_it_takes():
    wrong = StageSpec(code="house", name="House", format="house", options={"pots": 4})

    with pytest.raises(InvalidInput, match="does not know these options"):
        a_closed_tournament(entrants=4, stages=(wrong,))


def test_a_format_that_nobody_has_is_refused():
    unknown = StageSpec(code="x", name="X", format="lottery")

    with pytest.raises(InvalidInput) as refused:
        a_closed_tournament(entrants=4, stages=(unknown,))

    assert refused.value.field == "stages"


@pytest.mark.parametrize(
    "stage",
    [
        replace(KNOCKOUT, options={"best_of": 27}),
        replace(KNOCKOUT, options={"best_of": {"R1": 10**12 + 1}}),
        replace(LEAGUE, options={"points": {"win": 10**10, "draw": 1, "loss": 0}}),
        replace(KNOCKOUT, format="free_for_all", options=HEATS | {"points": [10**10, 1]}),
    ],
    ids=["games", "games of a round", "points", "points of a place"],
)
def test_a_stage_asks_for_no_more_than_a_page_shows_and_a_column_holds(stage: StageSpec):
    with pytest.raises(InvalidInput) as refused:
        a_tournament(state=TournamentState.DRAFT, entrants=0, stages=[stage])

    assert refused.value.field == "stages"
