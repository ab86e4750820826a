"""An undo takes back who left and who was replaced, with the registration, to the very start."""

from random import Random
from typing import Any

import pytest
from tests.factories import LEAGUE, POOLS, a_registration, a_staff_member, a_tournament
from tests.match.test_heats import HEATS
from tests.playing import (
    a_live_tournament,
    bracket_of,
    play,
    playable,
    started,
)

from bracketcore import Placement, Stage
from tests.conftest import Committed
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket import stages
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.core.stages import StageSpec
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.match import services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match
from tournament_engine.match.results import is_heat, occupants
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db

DOUBLE = StageSpec(code="double", name="Double", format="double_elimination")
KNOCKOUT = StageSpec(code="knockout", name="Knockout", format="single_elimination")


def undo(tournament: Tournament, by: Any = None, stage: str = "") -> None:
    bracket = bracket_of(tournament, stage)
    services.undo_last(bracket=bracket, by=by or tournament.organizer, reason="Mistake")


def entrants_of(tournament: Tournament) -> list[Entrant]:
    rows = Entrant.objects.competing(tournament).order_by("pk")
    return list(rows.select_related("registration__tournament", "tournament"))


def withdraw(entrant: Entrant) -> None:
    brackets.withdraw_entrant(entrant=entrant, by=entrant.tournament.organizer, reason="Ill")


def states(tournament: Tournament) -> list[str]:
    rows = Registration.objects.filter(tournament=tournament).order_by("pk")
    return list(rows.values_list("state", flat=True))


def test_who_withdrew_is_in_again_with_a_request_of_their_own():
    cup = a_live_tournament(entrants=4)
    before = stages.load(bracket_of(cup))
    entrant = entrants_of(cup)[0]
    withdraw(entrant)

    undo(cup)

    again = Entrant.objects.get(pk=entrant.pk)
    assert states(cup) == ["withdrawn", "confirmed", "confirmed", "confirmed", "confirmed"]
    assert (again.registration.state, again.seed) == ("confirmed", entrant.seed)
    assert again.registration != entrant.registration
    assert stages.load(bracket_of(cup)) == before
    assert len(playable(cup)) == 2
    assert check_projection(bracket_of(cup)) == []


def test_people_and_their_teams_are_in_again_and_hear_of_it(
    fake_notifications: FakeNotifications, committed: Committed
):
    cup = a_tournament(entrants=0, entrant_kind="team")
    rows = [a_registration(cup, name=name, members=["Bob"]) for name in ("Rooks", "Knights")]
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    started(cup)
    withdraw(entrants_of(cup)[0])

    with committed():
        undo(cup)

    again = Registration.objects.get(name="Rooks", state="confirmed")
    assert again.members.filter(is_active=True).count() == 2
    [told] = [sent for sent in fake_notifications.sent if sent.event == "registration_readmitted"]
    assert told.recipients == (str(rows[0].user_id),)


def test_a_disqualification_is_undone_as_the_head_referee_takes_it_back():
    cup = a_live_tournament(entrants=4)
    entrant = entrants_of(cup)[0]
    brackets.disqualify_entrant(entrant=entrant, by=cup.organizer, reason="Cheated")

    undo(cup, a_staff_member(cup, Role.HEAD_REFEREE))

    assert states(cup) == ["confirmed"] * 4
    assert Entrant.objects.get(pk=entrant.pk).registration == entrant.registration


def test_a_replacement_is_undone_with_the_place():
    cup = a_live_tournament(entrants=4)
    before = stages.load(bracket_of(cup))
    entrant = entrants_of(cup)[0]
    substitute = brackets.substitute_entrant(
        entrant=entrant, name="Zoe", by=cup.organizer, reason="Ill"
    )

    undo(cup)

    again = Entrant.objects.get(pk=entrant.pk)
    substitute.registration.refresh_from_db()
    assert (again.registration.state, again.seed) == ("confirmed", entrant.seed)
    assert substitute.registration.state == "cancelled"
    assert stages.load(bracket_of(cup)) == before
    assert check_projection(bracket_of(cup)) == []


def test_a_leaving_that_ended_the_tournament_is_undone():
    cup = a_live_tournament(entrants=2)
    withdraw(entrants_of(cup)[0])

    undo(cup)

    cup.refresh_from_db()
    assert (cup.state, len(playable(cup))) == ("live", 1)


def test_one_who_left_two_stages_is_back_in_both_or_in_none():
    second = StageSpec(code="second", name="Second", format="single_elimination")
    cup = a_live_tournament(entrants=4, stages=(KNOCKOUT, second))
    bracket = brackets.generate_bracket(stage=cup.stages.get(code="second"), by=cup.organizer)
    brackets.publish_bracket(bracket=bracket, by=cup.organizer)
    withdraw(entrants_of(cup)[0])
    match = next(one for one in playable(cup) if one.bracket.stage.code == "second")
    play(match)

    with pytest.raises(Conflict) as refused:
        undo(cup, stage="knockout")
    undo(cup, stage="second")
    undo(cup, stage="knockout")

    assert refused.value.code == "played_on"
    assert stages.load(bracket_of(cup, "second")).history == ()
    assert states(cup).count("confirmed") == 4


def test_who_does_not_run_registrations_undoes_no_leaving():
    cup = a_live_tournament(entrants=4)
    manager = a_staff_member(cup, Role.BRACKET_MANAGER)
    withdraw(entrants_of(cup)[0])

    with pytest.raises(NotAllowed):
        undo(cup, manager)

    assert states(cup).count("withdrawn") == 1
    assert stages.load(bracket_of(cup)).withdrawn


def test_a_member_who_plays_for_others_by_now_stays_there():
    cup = a_tournament(entrants=0, entrant_kind="team")
    teams = ("Rooks", "Knights", "Bishops")
    rows = [a_registration(cup, name=name, members=["Bob"]) for name in teams]
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    started(cup)
    withdraw(next(one for one in entrants_of(cup) if one.name == "Rooks"))
    other = rows[1].members.get(name="Bob")
    other.user = rows[0].user
    other.save()

    with pytest.raises(Conflict) as refused:
        undo(cup)

    assert refused.value.code == "already_registered"
    assert "withdrawn" in states(cup)


def _do_at_random(cup: Tournament, random: Random) -> None:
    """Do one thing that can happen while it is played."""
    way = random.choice(["play", "play", "withdraw", "disqualify", "replace", "swap"])
    chosen = random.choice(entrants_of(cup))
    by = cup.organizer
    if way == "withdraw":
        withdraw(chosen)
    elif way == "disqualify":
        brackets.disqualify_entrant(entrant=chosen, by=by, reason="Cheated")
    elif way == "replace":
        name = f"Sub {random.random()}"
        brackets.substitute_entrant(entrant=chosen, name=name, by=by, reason="Ill")
    elif way == "swap":
        other = random.choice(entrants_of(cup))
        bracket = bracket_of(cup)
        brackets.swap_entrants(bracket=bracket, first=chosen, second=other, by=by, reason="Clubs")
    else:
        match = random.choice(playable(cup))
        if is_heat(match):
            there = [key for key in occupants(match) if int(key or 0) in _competing(cup)]
            random.shuffle(there)
            services.confirm_result(match=match, result=Placement(tuple(there)), by=by)
        else:
            play(match, random.choice([0, 1]))


def _competing(cup: Tournament) -> set[int]:
    return {entrant.pk for entrant in entrants_of(cup)}


@pytest.mark.parametrize(
    "spec", [KNOCKOUT, DOUBLE, LEAGUE, POOLS, HEATS], ids=lambda spec: spec.code
)
@pytest.mark.parametrize("chance", range(3))
def test_whatever_was_done_is_undone_step_by_step_to_the_start(spec: StageSpec, chance: int):
    cup, random = a_live_tournament(entrants=6, stages=(spec,)), Random(chance)
    fresh = stages.load(bracket_of(cup))
    told: list[tuple[Stage, set[int]]] = []
    for _ in range(12):
        before = stages.load(bracket_of(cup)), _competing(cup)
        try:
            _do_at_random(cup, random)
        except (Conflict, InvalidInput, IndexError):
            # Not everything is possible at every moment.
            continue
        cup.refresh_from_db()
        told.append(before)
        if cup.state != "live":
            break

    for stage, competing in reversed(told):
        undo(cup)
        bare = stages.load(bracket_of(cup))
        assert (bare, _competing(cup)) == (stage, competing)
        assert check_projection(bracket_of(cup)) == []

    assert stages.load(bracket_of(cup)) == fresh


def test_a_stage_drawn_after_somebody_left_is_undone_by_undoing_the_one_before():
    pools = StageSpec(code="pools", name="Pools", format="round_robin")
    final = StageSpec(
        code="final",
        name="Final",
        format="single_elimination",
        sources=({"stage": "pools", "places": [1, 2, 3]},),
        seeding="standings",
    )
    cup = a_live_tournament(entrants=3, stages=(pools, final))
    leaving = next(one for one in entrants_of(cup) if one.pk not in _seated(playable(cup)[0]))
    withdraw(leaving)
    while ready := [one for one in playable(cup) if one.bracket.stage.code == "pools"]:
        play(ready[0])

    with pytest.raises(Conflict) as refused:
        undo(cup, stage="final")
    undo(cup, stage="pools")
    undo(cup, stage="pools")

    assert refused.value.code == "played_on"
    assert states(cup).count("confirmed") == 3


def _seated(match: Match) -> set[int | None]:
    return set(match.sides.values_list("entrant", flat=True))
