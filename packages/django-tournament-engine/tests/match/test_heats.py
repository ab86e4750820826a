"""Heats of more than two: drawn, played to the end, corrected, and the rows as the stage is."""

from random import Random

import pytest
from django.test import Client
from tests.desk.browsing import match_address
from tests.factories import a_tournament
from tests.playing import (
    a_live_tournament,
    bracket_of,
    match_of,
    organizer,
    playable,
)

from bracketcore import Placement
from tournament_engine.core.stages import StageSpec
from tournament_engine.errors import InvalidInput
from tournament_engine.match import services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.results import Report, parse_result

pytestmark = pytest.mark.django_db

HEATS = StageSpec(
    code="heats",
    name="Heats",
    format="free_for_all",
    options={"heat_size": 4, "advance": 2, "points": [5, 3, 1]},
)


def a_field(entrants=8):
    return a_live_tournament(entrants=entrants, stages=(HEATS,))


def placing(match, *order):
    """Return a placing in the order of these sides, or of all sides as they sit."""
    entrants = [str(side.entrant_id) for side in match.sides.all() if side.entrant_id is not None]
    return Placement(tuple(entrants[side] for side in order) if order else tuple(entrants))


def sides_of(match):
    return list(match.sides.order_by("side").values_list("place", "points", "is_winner"))


def test_a_heat_is_drawn_with_a_side_for_each_who_meets():
    tournament = a_field()

    heats = tournament.matches.order_by("position")

    assert [heat.sides.count() for heat in heats] == [4, 4, 4]
    final = heats[2].sides.order_by("side").values_list("feeder", "feeder_match", "feeder_place")
    assert set(final) == {("place", f"R1.{heat}", place) for heat in (1, 2) for place in (1, 2)}
    assert check_projection(bracket_of(tournament)) == []


def test_a_placing_is_written_by_side_with_the_points_of_each_place():
    match = match_of(a_field(), "R1.1")

    services.confirm_result(match=match, result=placing(match, 2, 0, 3, 1), by=organizer(match))

    match.refresh_from_db()
    assert (match.state, match.result_kind) == ("completed", "placement")
    assert sides_of(match) == [(2, 3, False), (4, None, False), (1, 5, True), (3, 1, False)]


def test_the_first_of_each_heat_go_on():
    tournament = a_field()
    for code in ("R1.1", "R1.2"):
        match = match_of(tournament, code)
        services.confirm_result(match=match, result=placing(match), by=organizer(match))

    final = match_of(tournament, "R2.1")

    assert final.state == "ready"
    gone_on = set(final.sides.values_list("entrant", flat=True))
    placed = tournament.matches.filter(round=1, sides__place__lte=2)
    assert gone_on == set(placed.values_list("sides__entrant", flat=True))


@pytest.mark.parametrize("entrants", [3, 5, 9, 14, 33])
def test_heats_of_any_number_are_played_to_their_end(entrants):
    tournament, random = a_field(entrants), Random(entrants)

    while waiting := playable(tournament):
        match = waiting[0]
        result = placing(match)
        order = random.sample(result.order, len(result.order))
        services.confirm_result(match=match, result=Placement(tuple(order)), by=organizer(match))

    tournament.refresh_from_db()
    assert tournament.state == "completed"
    assert check_projection(bracket_of(tournament)) == []


def test_a_corrected_placing_brings_others_into_the_next_heat():
    tournament = a_field()
    for code in ("R1.1", "R1.2"):
        match = match_of(tournament, code)
        services.confirm_result(match=match, result=placing(match), by=organizer(match))
    match = match_of(tournament, "R1.1")

    services.override_result(
        match=match, result=placing(match, 3, 2, 1, 0), by=organizer(match), reason="Misread"
    )

    first = match.sides.get(side=3).entrant_id
    assert match_of(tournament, "R2.1").sides.filter(entrant=first).exists()
    assert check_projection(bracket_of(tournament)) == []


@pytest.mark.parametrize(
    ("report", "field"),
    [
        (Report(places=(1, 2, 2, 3)), "places"),
        (Report(places=(2, 3, 4, 5)), "places"),
        (Report(places=(None,) * 4), "places"),
        (Report(places=(2, None, None, None), out=(1, 2, 3)), "places"),
        (Report(places=(1, 2, 3, 4), points=(3, None, 1, 0)), "points"),
    ],
)
def test_a_placing_that_cannot_be_is_refused_at_its_field(report, field):
    match = match_of(a_field(), "R1.1")

    with pytest.raises(InvalidInput) as refused:
        parse_result(match, report)

    assert refused.value.field == field


def test_everybody_who_takes_part_has_a_place():
    match = match_of(a_field(), "R1.1")

    with pytest.raises(InvalidInput):
        services.confirm_result(
            match=match,
            result=parse_result(match, Report(places=(1, 2, None, 3))),
            by=organizer(match),
        )

    assert match_of(match.tournament, "R1.1").state == "ready"


def test_heats_can_be_configured_like_any_other_format():
    assert a_tournament(entrants=0, stages=(HEATS,)).stages.get().format == "free_for_all"


def test_the_page_of_a_heat_says_which_places_go_where(client: Client):
    heat = match_of(a_field(), "R1.1")

    onward = client.get(match_address("match", heat)).context["match"].onward

    assert [(one.label, one.code) for one in onward] == [
        ("Place 1 goes to", "R2.1"),
        ("Place 2 goes to", "R2.1"),
    ]
