from collections.abc import Callable
from typing import Any

import pytest
from tests.factories import LEAGUE, a_registration, a_tournament, a_user
from tests.people.models import Person
from tests.playing import (
    a_closed_tournament,
    a_live_tournament,
    a_live_tournament_of_people,
    bracket_of,
    match_of,
    play,
    playable,
    started,
)

from tests.conftest import Committed
from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.core.stages import StageSpec
from tournament_engine.errors import Conflict, IllegalTransition, InvalidInput, NotAllowed
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match
from tournament_engine.outbox import OutboxMessage
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant, Registration, RosterMember
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db

Leave = Callable[..., Entrant]

SEMIS = StageSpec(code="semis", name="Semis", format="single_elimination")
FINAL = StageSpec(
    code="final",
    name="Final",
    format="single_elimination",
    sources=({"stage": "semis", "places": [1, 2]},),
)

WAYS: list[tuple[Leave, str]] = [
    (services.withdraw_entrant, "withdrawn"),
    (services.disqualify_entrant, "disqualified"),
]


def entrant_of(tournament: Tournament, number: int = 0) -> Entrant:
    return tournament.entrants.select_related("registration").order_by("pk")[number]


def take_out(leave: Leave, entrant: Entrant, **changes: Any) -> Entrant:
    facts = {"by": entrant.tournament.organizer, "reason": "Broke a rule"} | changes
    return leave(entrant=entrant, **facts)


def endings(entrant: Entrant) -> list[tuple[str, str]]:
    rows = Match.objects.filter(sides__entrant=entrant).order_by("bracket", "position")
    return list(rows.values_list("state", "result_kind"))


def play_semis(tournament: Tournament) -> None:
    while ready := [one for one in playable(tournament) if one.bracket.stage.code == "semis"]:
        play(ready[0])


def speaker(entrant: Entrant) -> Person:
    assert entrant.registration.user is not None
    return entrant.registration.user


@pytest.mark.parametrize(("leave", "state"), WAYS)
def test_one_act_ends_the_registration_and_the_matches(leave: Leave, state: str):
    league = a_live_tournament(entrants=4, stages=(LEAGUE,))
    leaver = entrant_of(league)

    take_out(leave, leaver)

    registration = Registration.objects.get(pk=leaver.registration_id)
    assert (registration.state, registration.reason) == (state, "Broke a rule")
    assert endings(leaver) == [("completed", "walkover")] * 3
    assert check_projection(bracket_of(league)) == []


@pytest.mark.parametrize(("leave", "state"), WAYS)
def test_members_and_seed_are_given_back(leave: Leave, state: str):
    cup = a_tournament(entrants=["Rockets"], entrant_kind="team")
    a_registration(cup, members=["Ann", "Bob"])
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    leaver = entrant_of(started(cup), 1)

    take_out(leave, leaver)

    members = RosterMember.objects.filter(registration=leaver.registration)
    assert set(members.values_list("is_active", flat=True)) == {False}
    assert Entrant.objects.get(pk=leaver.pk).seed is None


@pytest.mark.parametrize(("leave", "state"), WAYS)
def test_it_is_logged_and_announced_once_for_each_thing_that_changed(leave: Leave, state: str):
    cup = a_live_tournament(entrants=4)
    leaver = entrant_of(cup)

    take_out(leave, leaver)

    logged = AuditEntry.objects.filter(action__in=(f"registration.{state}", "bracket.withdrawn"))
    assert {entry.reason for entry in logged} == {"Broke a rule"}
    assert logged.count() == 2
    told = OutboxMessage.objects.filter(topic="event:registration_changed").latest("pk")
    assert told.payload == {
        "tournament": cup.pk,
        "registrations": [leaver.registration_id],
        "state": state,
    }


@pytest.mark.parametrize(
    ("leave", "notice"),
    [
        (services.withdraw_entrant, "registration_cancelled"),
        (services.disqualify_entrant, "registration_disqualified"),
    ],
)
def test_who_is_taken_out_reads_why(
    fake_notifications: FakeNotifications, committed: Committed, leave: Leave, notice: str
):
    leaver = entrant_of(a_live_tournament_of_people(4))

    with committed():
        take_out(leave, leaver)

    [sent] = [sent for sent in fake_notifications.sent if sent.event == notice]
    assert sent.recipients == (str(speaker(leaver).pk),)
    assert sent.context["reason"] == "Broke a rule"


def test_a_player_leaves_before_the_first_match_and_is_not_told_of_it(
    fake_notifications: FakeNotifications, committed: Committed
):
    leaver = entrant_of(a_live_tournament_of_people(4))

    with committed():
        services.withdraw_entrant(entrant=leaver, by=speaker(leaver))

    assert leaver.registration.state == "withdrawn"
    assert endings(leaver)[0] == ("completed", "walkover")
    notices = {sent.event for sent in fake_notifications.sent}
    assert "registration_cancelled" not in notices


def test_a_player_who_has_played_asks_the_organiser():
    league = a_live_tournament_of_people(4, stages=(LEAGUE,))
    leaver = entrant_of(league)
    play(Match.objects.with_stage().filter(sides__entrant=leaver)[0])

    with pytest.raises(Conflict) as refused:
        services.withdraw_entrant(entrant=leaver, by=speaker(leaver))

    assert refused.value.code == "play_has_begun"
    assert Registration.objects.get(pk=leaver.registration_id).state == "confirmed"


def test_a_player_leaves_again_before_the_first_match_of_the_next_stage():
    cup = a_live_tournament_of_people(4, stages=(SEMIS, FINAL))
    play_semis(cup)
    leaver = Entrant.objects.get(pk=bracket_of(cup, "final").seeding[0])

    services.withdraw_entrant(entrant=leaver, by=speaker(leaver))

    last = match_of(cup, "R1.1", "final")
    cup.refresh_from_db()
    assert (last.state, last.result_kind, cup.state) == ("completed", "walkover", "completed")


def test_a_player_leaves_between_two_stages():
    cup = a_live_tournament_of_people(4, stages=(SEMIS, FINAL))
    play_semis(cup)
    final = bracket_of(cup, "final")
    leaver = Entrant.objects.get(pk=final.seeding[0])
    services.discard_bracket(bracket=final, by=cup.organizer)

    services.withdraw_entrant(entrant=leaver, by=speaker(leaver))

    last = match_of(cup, "R1.1", "final")
    assert (last.state, last.result_kind) == ("completed", "walkover")
    assert leaver.registration.state == "withdrawn"


@pytest.mark.parametrize(("leave", "state"), WAYS)
def test_nobody_takes_out_somebody_else(leave: Leave, state: str):
    cup = a_live_tournament_of_people(4)
    leaver, other = entrant_of(cup), entrant_of(cup, 1)

    for nobody in (a_user(), speaker(other)):
        with pytest.raises(NotAllowed):
            take_out(leave, leaver, by=nobody)


def test_a_player_disqualifies_nobody_not_even_himself():
    leaver = entrant_of(a_live_tournament_of_people(2))

    with pytest.raises(NotAllowed):
        take_out(services.disqualify_entrant, leaver, by=speaker(leaver))


def test_a_disqualification_without_a_reason_changes_nothing():
    cup = a_live_tournament(entrants=4)

    with pytest.raises(InvalidInput) as refused:
        take_out(services.disqualify_entrant, entrant_of(cup), reason="")

    assert refused.value.field == "reason"
    assert not Match.objects.filter(state="completed").exists()


@pytest.mark.parametrize(("leave", "state"), WAYS)
def test_nobody_is_taken_out_before_play_begins(leave: Leave, state: str):
    cup = a_closed_tournament(entrants=4)

    with pytest.raises(Conflict, match="unless the tournament is live"):
        take_out(leave, entrant_of(cup))


@pytest.mark.parametrize("leave", [registrations.withdraw_from_play, registrations.disqualify])
def test_no_registration_leaves_play_that_has_not_begun(leave: Callable[..., Registration]):
    cup = a_closed_tournament(entrants=4)

    with pytest.raises(Conflict, match="unless the tournament is live"):
        leave(registration=entrant_of(cup).registration, by=cup.organizer, reason="Rude")


@pytest.mark.parametrize(("leave", "state"), WAYS)
def test_nobody_is_taken_out_twice(leave: Leave, state: str):
    leaver = entrant_of(a_live_tournament(entrants=4))
    take_out(leave, leaver)

    with pytest.raises(IllegalTransition):
        take_out(leave, leaver)


def test_a_stage_that_only_the_organiser_sees_stops_a_departure():
    cup = a_live_tournament(entrants=4, stages=(SEMIS, FINAL))
    play_semis(cup)
    final = bracket_of(cup, "final")
    services.discard_bracket(bracket=final, by=cup.organizer)
    services.generate_bracket(stage=final.stage, by=cup.organizer)
    leaver = Entrant.objects.get(pk=bracket_of(cup, "final").seeding[0])

    with pytest.raises(Conflict, match="“Final” is drawn with this entrant"):
        take_out(services.withdraw_entrant, leaver)


def test_a_stranger_learns_nothing_of_a_stage_that_only_the_organiser_sees():
    cup = a_live_tournament(entrants=4, stages=(SEMIS, FINAL))
    play_semis(cup)
    final = bracket_of(cup, "final")
    services.discard_bracket(bracket=final, by=cup.organizer)
    services.generate_bracket(stage=final.stage, by=cup.organizer)
    leaver = Entrant.objects.get(pk=bracket_of(cup, "final").seeding[0])

    with pytest.raises(NotAllowed):
        services.withdraw_entrant(entrant=leaver, by=a_user())


def test_a_stage_that_is_over_and_sent_its_best_on_is_not_touched():
    cup = a_live_tournament(entrants=4, stages=(SEMIS, FINAL))
    play_semis(cup)
    final = bracket_of(cup, "final")

    take_out(services.withdraw_entrant, Entrant.objects.get(pk=final.seeding[0]))

    logged = AuditEntry.objects.filter(action="bracket.withdrawn")
    assert [entry.subject_id for entry in logged] == [str(final.pk)]


def test_who_left_after_qualifying_walks_over_in_a_stage_that_is_published_by_hand():
    cup = a_live_tournament(entrants=4, stages=(SEMIS, FINAL))
    play_semis(cup)
    final, by = bracket_of(cup, "final"), cup.organizer
    leaver = Entrant.objects.get(pk=final.seeding[0])
    services.discard_bracket(bracket=final, by=by)
    Registration.objects.filter(entrant=leaver).update(state="withdrawn")

    drawn = services.generate_bracket(stage=final.stage, by=by)
    services.publish_bracket(bracket=drawn, by=by)

    last = match_of(cup, "R1.1", "final")
    assert (last.state, last.result_kind) == ("completed", "walkover")
    assert check_projection(bracket_of(cup, "final")) == []
