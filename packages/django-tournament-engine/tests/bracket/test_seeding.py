from random import Random

import pytest
from tests.factories import a_user
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
from tournament_engine.bracket.seeding import arrange, up_to_date
from tournament_engine.core.stages import StageSpec
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.registration.models import Entrant

pytestmark = pytest.mark.django_db


def ids(entrants):
    return [str(entrant.pk) for entrant in entrants]


def test_the_organiser_orders_the_entrants_by_hand():
    tournament = a_closed_tournament(entrants=4)
    order = list(Entrant.objects.competing(tournament))[::-1]

    bracket = services.seed_entrants(
        stage=first_stage(tournament), order=order, by=tournament.organizer
    )

    bracket.refresh_from_db()
    assert bracket.seeding == ids(order)


def test_a_draw_by_lot_is_the_same_for_the_same_number():
    tournament = a_closed_tournament(entrants=8)
    stage, by = first_stage(tournament), tournament.organizer

    first = services.seed_entrants(stage=stage, method="random", seed=7, by=by).seeding
    services.seed_entrants(stage=stage, method="random", seed=8, by=by)
    again = services.seed_entrants(stage=stage, method="random", seed=7, by=by).seeding

    assert first == again
    assert first != ids(Entrant.objects.competing(tournament))


def test_the_number_of_a_draw_by_lot_is_kept_so_that_anybody_can_draw_again():
    tournament = a_closed_tournament(entrants=8)
    entrants = list(Entrant.objects.competing(tournament))

    bracket = services.seed_entrants(
        stage=first_stage(tournament), method="random", seed=2026, by=tournament.organizer
    )

    entry = AuditEntry.objects.get(action="bracket.seeded")
    redrawn = arrange(entrants, "random", seed=entry.after["seed"])
    assert bracket.seeding == entry.after["seeding"] == ids(redrawn)


def test_the_order_of_registration_is_a_seeding():
    tournament = a_closed_tournament(entrants=3)
    entrants = Random(1).sample(list(Entrant.objects.competing(tournament)), 3)

    assert arrange(entrants, "registration") == sorted(entrants, key=lambda one: one.pk)


@pytest.mark.parametrize("method", ["", "by_height"])
def test_an_unknown_way_of_seeding_is_refused(method):
    tournament = a_closed_tournament(entrants=2)

    with pytest.raises(InvalidInput) as refused:
        services.seed_entrants(
            stage=first_stage(tournament), method=method, by=tournament.organizer
        )

    assert refused.value.field == "method"


def test_an_order_that_leaves_somebody_out_is_refused():
    tournament = a_closed_tournament(entrants=3)
    order = list(Entrant.objects.competing(tournament))[:2]

    with pytest.raises(InvalidInput, match="each of the 3 entrants"):
        services.seed_entrants(stage=first_stage(tournament), order=order, by=tournament.organizer)


def test_an_order_that_names_somebody_twice_is_refused():
    tournament = a_closed_tournament(entrants=2)
    first, second = Entrant.objects.competing(tournament)

    with pytest.raises(InvalidInput, match="two seeds"):
        services.seed_entrants(
            stage=first_stage(tournament), order=[first, second, first], by=tournament.organizer
        )


def test_only_those_who_run_the_tournament_seed_it():
    tournament = a_closed_tournament(entrants=2)

    with pytest.raises(NotAllowed):
        services.seed_entrants(stage=first_stage(tournament), by=a_user())


def test_a_drawn_stage_is_not_seeded_again():
    tournament = a_closed_tournament(entrants=2)
    stage, by = first_stage(tournament), tournament.organizer
    services.generate_bracket(stage=stage, by=by)

    with pytest.raises(Conflict, match="discard the draw"):
        services.seed_entrants(stage=stage, method="random", by=by)


def test_the_draw_follows_the_seeding():
    tournament = a_closed_tournament(entrants=4)
    stage, by = first_stage(tournament), tournament.organizer
    order = list(Entrant.objects.competing(tournament))[::-1]
    services.seed_entrants(stage=stage, order=order, by=by)

    services.generate_bracket(stage=stage, by=by)

    best, second, third, last = ids(order)
    pairings = [
        [str(side.entrant_id) for side in match.sides.all()]
        for match in bracket_of(tournament).matches.filter(round=1)
    ]
    assert pairings == [[best, last], [second, third]]


def test_a_seeding_forgets_those_who_left_and_appends_those_who_came():
    tournament = a_closed_tournament(entrants=3)
    first, second, third = Entrant.objects.competing(tournament)

    seeding = up_to_date([str(third.pk), "gone", str(first.pk)], [first, second, third])

    assert seeding == ids([third, first, second])


def drawn_in_reverse(tournament):
    """Return the drawn first stage, the entrant who came last seeded first."""
    stage, by = first_stage(tournament), tournament.organizer
    order = list(tournament.entrants.order_by("-pk"))
    services.seed_entrants(stage=stage, order=order, by=by)
    return services.generate_bracket(stage=stage, by=by)


def seeds_of(tournament):
    return list(tournament.entrants.order_by("pk").values_list("seed", flat=True))


def test_the_entrants_have_their_seeds_when_the_draw_is_published():
    tournament = a_closed_tournament(entrants=3)
    bracket = drawn_in_reverse(tournament)
    before = seeds_of(tournament)

    services.publish_bracket(bracket=bracket, by=tournament.organizer)

    assert (before, seeds_of(tournament)) == ([None, None, None], [3, 2, 1])


def test_a_discarded_draw_takes_the_seeds_back_and_the_next_gives_new_ones():
    tournament = a_closed_tournament(entrants=3)
    stage, by = first_stage(tournament), tournament.organizer
    bracket = services.publish_bracket(bracket=drawn_in_reverse(tournament), by=by)

    services.discard_bracket(bracket=bracket, by=by)
    discarded = seeds_of(tournament)
    services.seed_entrants(stage=stage, method="registration", by=by)
    services.publish_bracket(bracket=services.generate_bracket(stage=stage, by=by), by=by)

    assert (discarded, seeds_of(tournament)) == ([None, None, None], [1, 2, 3])


def test_a_later_stage_leaves_the_seeds_as_they_are():
    semis = StageSpec(code="semis", name="Semis", format="single_elimination")
    final = StageSpec(
        code="final",
        name="Final",
        format="single_elimination",
        sources=({"stage": "semis", "places": [1, 2]},),
    )
    tournament = a_live_tournament(entrants=4, stages=(semis, final))
    for code in ("R1.1", "R1.2"):
        play(match_of(tournament, code, "semis"), 1)

    play(match_of(tournament, "R2.1", "semis"))

    assert bracket_of(tournament, "final").state == "published"
    assert seeds_of(tournament) == [1, 2, 3, 4]
