"""Two entrants change seats before they play, or a substitute takes one; then nobody does."""

import pytest
from tests.factories import a_staff_member, a_user
from tests.playing import (
    a_closed_tournament,
    a_live_tournament,
    bracket_of,
    first_stage,
    match_of,
    play,
)

from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services
from tournament_engine.core.roles import Role
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, StaleVersion
from tournament_engine.match import services as matches
from tournament_engine.match.consistency import check_projection
from tournament_engine.registration.models import Entrant, Registration

pytestmark = pytest.mark.django_db


def seated(tournament):
    """Return the entrants of a tournament's first stage in seed order."""
    keys = [int(key) for key in bracket_of(tournament).seeding]
    entrants = Entrant.objects.in_bulk(keys)
    return [entrants[key] for key in keys]


def swap(tournament, first, second, **more):
    facts = {"by": tournament.organizer, "reason": "Same club", **more}
    bracket = bracket_of(tournament)
    return services.swap_entrants(bracket=bracket, first=first, second=second, **facts)


@pytest.mark.parametrize("other", [1, 3], ids=["another match", "the same match"])
def test_two_who_have_not_played_change_seats_and_seeds(other):
    tournament = a_live_tournament(entrants=4)
    before = seated(tournament)

    swap(tournament, before[0], before[other])

    after = seated(tournament)
    assert (after[0], after[other]) == (before[other], before[0])
    assert [entrant.seed for entrant in after] == [1, 2, 3, 4]
    assert check_projection(bracket_of(tournament)) == []
    assert bracket_of(tournament).state == "published"
    assert AuditEntry.objects.get(action="bracket.swapped").reason == "Same club"


def test_a_draw_that_nobody_has_seen_can_be_changed():
    tournament = a_closed_tournament(entrants=4)
    services.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)
    before = seated(tournament)

    swap(tournament, before[0], before[2])

    bracket = bracket_of(tournament)
    assert (bracket.state, check_projection(bracket)) == ("generated", [])
    assert seated(tournament)[0] == before[2]


def test_who_has_played_keeps_the_seat():
    tournament = a_live_tournament(entrants=4)
    play(match_of(tournament, "R1.1"))
    before = seated(tournament)

    with pytest.raises(Conflict):
        swap(tournament, before[0], before[1])

    assert seated(tournament) == before


def test_nobody_changes_seats_alone_or_without_a_reason():
    tournament = a_live_tournament(entrants=4)
    first, second, *_others = seated(tournament)

    with pytest.raises(InvalidInput):
        swap(tournament, first, first)
    with pytest.raises(InvalidInput):
        swap(tournament, first, second, reason=" ")


def test_the_bracket_manager_swaps_and_a_referee_does_not():
    tournament = a_live_tournament(entrants=4)
    first, second, *_others = seated(tournament)
    manager = a_staff_member(tournament, Role.BRACKET_MANAGER)

    swap(tournament, first, second, by=manager)

    for by in (a_staff_member(tournament, Role.REFEREE), a_user()):
        with pytest.raises(NotAllowed):
            swap(tournament, first, second, by=by)


def test_a_stage_that_was_read_before_is_not_changed():
    tournament = a_live_tournament(entrants=4)
    first, second, *_others = seated(tournament)
    version = bracket_of(tournament).version
    play(match_of(tournament, "R1.1"))

    with pytest.raises(StaleVersion):
        swap(tournament, first, second, version=version)


def test_a_swap_is_undone():
    tournament = a_live_tournament(entrants=4)
    before = seated(tournament)
    swap(tournament, before[0], before[3])

    matches.undo_last(bracket=bracket_of(tournament), by=tournament.organizer, reason="No")

    assert seated(tournament) == before
    assert check_projection(bracket_of(tournament)) == []


def a_substitute(tournament):
    """Return an entrant who competes and sits in no stage."""
    registration = Registration.objects.create(
        tournament=tournament, name="Zoe", name_key="zoe", state="confirmed"
    )
    return Entrant.objects.create(tournament=tournament, registration=registration, name="Zoe")


def test_a_substitute_takes_the_seat_of_one_who_has_not_played():
    tournament = a_live_tournament(entrants=4)
    leaving = seated(tournament)[1]
    zoe = a_substitute(tournament)

    services.replace_entrant(entrant=leaving, substitute=zoe, by=tournament.organizer, reason="Ill")

    assert seated(tournament)[1] == zoe
    assert not tournament.matches.filter(sides__entrant=leaving).exists()
    assert check_projection(bracket_of(tournament)) == []


def test_who_does_not_compete_takes_no_seat():
    tournament = a_live_tournament(entrants=4)
    other = seated(a_live_tournament(entrants=4))[0]

    with pytest.raises(Conflict) as refused:
        services.replace_entrant(
            entrant=seated(tournament)[0],
            substitute=other,
            by=tournament.organizer,
            reason="Ill",
        )

    assert refused.value.code == "not_competing"
