import pytest
from tests.factories import LEAGUE, a_user, names
from tests.playing import (
    a_closed_tournament,
    a_live_tournament,
    bracket_of,
    first_stage,
    play,
    playable,
)

from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket, BracketEvent
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.stages import StageSpec
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match, MatchSide
from tournament_engine.outbox import OutboxMessage
from tournament_engine.registration import services as registrations

pytestmark = pytest.mark.django_db


def columns(side):
    return (side.match.code, side.side, side.feeder, side.feeder_match, side.feeder_seed)


def states(tournament):
    return dict(tournament.matches.order_by("position").values_list("code", "state"))


def test_a_draw_writes_every_match_and_where_its_sides_come_from():
    third_place = StageSpec(
        code="cup", name="Cup", format="single_elimination", options={"third_place": True}
    )
    tournament = a_closed_tournament(entrants=4, stages=(third_place,))

    services.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)

    sides = MatchSide.objects.select_related("match").order_by("match__position", "side")
    assert [columns(side) for side in sides] == [
        ("R1.1", 0, "seed", "", 1),
        ("R1.1", 1, "seed", "", 4),
        ("R1.2", 0, "seed", "", 2),
        ("R1.2", 1, "seed", "", 3),
        ("3P", 0, "loser", "R1.1", None),
        ("3P", 1, "loser", "R1.2", None),
        ("R2.1", 0, "winner", "R1.1", None),
        ("R2.1", 1, "winner", "R1.2", None),
    ]


def test_byes_go_to_the_best_and_are_skipped():
    tournament = a_closed_tournament(entrants=3)

    services.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)

    byes = MatchSide.objects.filter(is_bye=True)
    assert [columns(side) for side in byes] == [("R1.1", 1, "bye", "", None)]
    assert states(tournament) == {"R1.1": "skipped", "R1.2": "scheduled", "R2.1": "waiting"}
    final = Match.objects.get(code="R2.1").sides.order_by("side")
    assert [side.entrant and side.entrant.name for side in final] == ["Entrant 1", None]


def test_a_second_draw_returns_the_first():
    tournament = a_closed_tournament(entrants=4)
    stage, by = first_stage(tournament), tournament.organizer
    first = services.generate_bracket(stage=stage, by=by)

    again = services.generate_bracket(stage=stage, by=by)

    assert (again, again.version) == (first, first.version)
    assert Bracket.objects.count() == 1
    assert Match.objects.count() == 3


def test_nothing_is_drawn_while_people_still_come():
    tournament = a_closed_tournament(entrants=4)
    tournaments.open_registration(tournament=tournament, by=tournament.organizer)

    with pytest.raises(Conflict, match="Close registration first"):
        services.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)

    assert not Match.objects.exists()


def test_too_few_entrants_are_not_drawn():
    tournament = a_closed_tournament(entrants=3, min_entrants=4)

    with pytest.raises(Conflict) as refused:
        services.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)

    assert refused.value.code == "too_few_entrants"
    assert refused.value.message == (
        "3 of at least 4 entrants are there: add some, or ask for fewer."
    )


def test_more_pools_than_entrants_can_fill_are_refused_and_nothing_is_written():
    many = StageSpec(code="pools", name="Pools", format="pools", options={"pools": 4})
    tournament = a_closed_tournament(entrants=3, stages=(many,))

    with pytest.raises(InvalidInput) as refused:
        services.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)

    assert (refused.value.field, refused.value.code) == ("stages", "invalid_stage")
    assert not Bracket.objects.exists()


def test_only_those_who_run_the_tournament_draw_publish_and_discard():
    tournament = a_closed_tournament(entrants=2)
    stage, stranger = first_stage(tournament), a_user()
    bracket = services.generate_bracket(stage=stage, by=tournament.organizer)

    for act in (
        lambda: services.generate_bracket(stage=stage, by=stranger),
        lambda: services.publish_bracket(bracket=bracket, by=stranger),
        lambda: services.discard_bracket(bracket=bracket, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()

    bracket.refresh_from_db()
    assert bracket.state == StageState.GENERATED


def test_an_option_that_no_format_has_is_refused_when_the_tournament_is_made():
    wrong = StageSpec(
        code="cup", name="Cup", format="single_elimination", options={"fourth_place": True}
    )

    with pytest.raises(InvalidInput) as refused:
        a_closed_tournament(stages=(wrong,))

    assert refused.value.field == "stages"


def test_publishing_tells_of_the_stage_once():
    tournament = a_closed_tournament(entrants=2)
    bracket = services.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)
    silent = OutboxMessage.objects.filter(topic="event:stage_generated").count()

    services.publish_bracket(bracket=bracket, by=tournament.organizer)
    services.publish_bracket(bracket=bracket, by=tournament.organizer)

    told = OutboxMessage.objects.filter(topic="event:stage_generated")
    assert silent == 0
    assert [message.payload for message in told] == [
        {"tournament": tournament.pk, "stage": bracket.stage_id}
    ]


def test_an_undrawn_stage_is_not_published():
    tournament = a_closed_tournament(entrants=2)
    bracket = services.seed_entrants(stage=first_stage(tournament), by=tournament.organizer)

    with pytest.raises(Conflict, match="draw it first"):
        services.publish_bracket(bracket=bracket, by=tournament.organizer)


def test_a_tournament_starts_when_its_first_stage_is_published():
    tournament = a_closed_tournament(entrants=2)
    by = tournament.organizer
    bracket = services.generate_bracket(stage=first_stage(tournament), by=by)

    with pytest.raises(Conflict, match="publish the first stage"):
        tournaments.start_tournament(tournament=tournament, by=by)
    services.publish_bracket(bracket=bracket, by=by)
    tournaments.start_tournament(tournament=tournament, by=by)

    assert tournament.state == TournamentState.LIVE


def test_the_start_makes_those_matches_ready_whose_sides_are_known():
    tournament = a_live_tournament(entrants=3)

    assert states(tournament) == {"R1.1": "skipped", "R1.2": "ready", "R2.1": "waiting"}


def test_a_discarded_draw_can_be_drawn_again_with_those_who_came_since():
    tournament = a_closed_tournament(entrants=3)
    stage, by = first_stage(tournament), tournament.organizer
    bracket = services.generate_bracket(stage=stage, by=by)

    services.discard_bracket(bracket=bracket, by=by)
    registrations.add_entrants(tournament=tournament, names=["Late"], by=by)
    services.generate_bracket(stage=stage, by=by)

    assert len(bracket_of(tournament).seeding) == 4
    assert [match.state for match in Match.objects.filter(round=1)] == ["scheduled"] * 2


def test_a_stage_with_results_is_not_discarded():
    tournament = a_live_tournament(entrants=4)
    play(playable(tournament)[0])

    with pytest.raises(Conflict, match="Results are in"):
        services.discard_bracket(bracket=bracket_of(tournament), by=tournament.organizer)


def test_a_stage_where_somebody_plays_is_not_discarded():
    tournament = a_live_tournament(entrants=4)
    matches.start_match(match=playable(tournament)[0], by=tournament.organizer)

    with pytest.raises(Conflict, match=r"R1\.1 has begun"):
        services.discard_bracket(bracket=bracket_of(tournament), by=tournament.organizer)

    assert Match.objects.count() == 3


def test_a_draw_holds_everybody_in_their_places():
    tournament = a_closed_tournament(entrants=4)
    by = tournament.organizer
    services.generate_bracket(stage=first_stage(tournament), by=by)
    registration = tournament.registrations.all()[0]

    for act in (
        lambda: registrations.add_entrants(tournament=tournament, names=["Late"], by=by),
        lambda: registrations.cancel_registration(
            registration=registration, by=by, reason="Asked to"
        ),
        lambda: tournaments.open_registration(tournament=tournament, by=by),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "drawn"


def test_the_draw_keeps_no_name_in_its_snapshot():
    tournament = a_closed_tournament(entrants=names(4))

    bracket = services.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)

    assert "Entrant" not in str(bracket.snapshot)


def test_every_act_on_a_stage_is_in_the_log():
    tournament = a_closed_tournament(entrants=2, stages=(LEAGUE,))
    stage, by = first_stage(tournament), tournament.organizer

    services.seed_entrants(stage=stage, by=by)
    bracket = services.generate_bracket(stage=stage, by=by)
    services.publish_bracket(bracket=bracket, by=by)
    services.discard_bracket(bracket=bracket, by=by)

    log = AuditEntry.objects.filter(subject_type="tournament_engine.bracket").order_by("pk")
    assert list(log.values_list("action", "actor", "scope")) == [
        ("bracket.seeded", by.pk, str(tournament.pk)),
        ("bracket.generated", by.pk, str(tournament.pk)),
        ("bracket.published", by.pk, str(tournament.pk)),
        ("bracket.discarded", by.pk, str(tournament.pk)),
    ]


def test_a_redraw_starts_a_new_history():
    tournament = a_closed_tournament(entrants=2)
    stage, by = first_stage(tournament), tournament.organizer
    bracket = services.generate_bracket(stage=stage, by=by)

    services.discard_bracket(bracket=bracket, by=by)

    bracket.refresh_from_db()
    assert (bracket.state, bracket.snapshot) == (StageState.PENDING, {})
    assert not BracketEvent.objects.exists()
    assert not Match.objects.exists()
