"""Who is out of a heat: absent, given up or put out; and how hardly anybody there ends it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.browsing import address, log_in, match_address, post
from tests.factories import a_user
from tests.match.test_heats import HEATS, a_field, placing, sides_of
from tests.playing import (
    a_live_tournament_of_people,
    bracket_of,
    entrant_at,
    match_of,
    organizer,
    playable,
)

from tests.conftest import Committed
from tournament_engine.bracket import services as brackets
from tournament_engine.core.models import Tournament
from tournament_engine.errors import NotAllowed
from tournament_engine.hooks.rankings import Outcome, OutcomeKind
from tournament_engine.match import services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.logistics import lobby_for
from tournament_engine.match.models import Match, RescheduleRequest
from tournament_engine.match.results import Report, parse_result
from tournament_engine.registration.models import Registration
from tournament_engine.testing import FakeRankings

pytestmark = pytest.mark.django_db

SOON = timezone.now() + timedelta(minutes=10)
LATER = timezone.now() + timedelta(days=3)


def a_heat(entrants: int = 4, **facts: Any) -> tuple[Match, list[Any]]:
    """Return a heat of people, and those people by side."""
    cup = a_live_tournament_of_people(entrants, stages=(HEATS,), **facts)
    match = match_of(cup, "R1.1")
    rows = Registration.objects.filter(entrant__sides__match=match)
    return match, [row.user for row in rows.select_related("user").order_by("entrant__sides__side")]


def confirm(match: Match, report: Report) -> Match:
    result = parse_result(match, report)
    return services.confirm_result(match=match, result=result, by=organizer(match))


def places(match: Match) -> list[int | None]:
    match.refresh_from_db()
    return [place for place, _points, _won in sides_of(match)]


def test_who_is_out_has_no_place_and_does_not_go_on():
    cup = a_field()
    match = match_of(cup, "R1.1")

    confirm(match, Report(places=(None, 1, None, None), out=(0, 2, 3)))

    assert sides_of(match)[:2] == [(None, None, False), (1, 5, True)]
    final = match_of(cup, "R2.1").sides.filter(feeder_match="R1.1").order_by("feeder_place")
    assert [side.is_bye for side in final] == [False, True]
    assert check_projection(bracket_of(cup)) == []


def test_the_official_form_asks_for_a_word_on_everybody():
    match = match_of(a_field(), "R1.1")
    client, where = log_in(organizer(match)), match_address("official", match)
    sent = {"action": "save", "version": match.version, "place_0": 1, "place_1": 2, "out_2": "on"}

    silent = client.post(where, sent)
    both = client.post(where, sent | {"place_3": 3, "out_3": "on"})
    saved = client.post(where, sent | {"out_3": "on"})

    assert (silent.status_code, both.status_code, saved.status_code) == (422, 422, 302)
    assert "say that they were out" in silent.content.decode()
    assert places(match) == [1, 2, None, None]


def test_a_heat_is_decided_by_who_alone_is_there():
    match, people = a_heat(match_check_in_minutes=30)
    match = services.schedule_match(match=match, scheduled_at=SOON, by=organizer(match))
    services.check_in_side(match=match, side=2, by=people[2])

    services.mark_no_shows(timezone.now() + timedelta(hours=2))

    assert places(match) == [None, None, 1, None]
    assert match.result_kind == "placement"


def test_nobody_goes_on_from_a_heat_to_which_nobody_came():
    match, _people = a_heat(match_check_in_minutes=30)
    services.schedule_match(match=match, scheduled_at=SOON, by=organizer(match))
    services.open_due_check_ins(timezone.now())

    services.mark_no_shows(timezone.now() + timedelta(hours=2))

    assert places(match) == [None] * 4
    assert match.state == "completed"


def test_those_who_are_there_play_and_the_absent_are_ticked_as_out():
    match, people = a_heat(match_check_in_minutes=30)
    match = services.schedule_match(match=match, scheduled_at=SOON, by=organizer(match))
    for side in (0, 3):
        services.check_in_side(match=match, side=side, by=people[side])

    services.mark_no_shows(timezone.now() + timedelta(hours=2))

    shown = log_in(organizer(match)).get(match_address("official", match)).context["form"]
    ticked = [bool(shown[f"out_{side}"].value()) for side in range(4)]
    match.refresh_from_db()
    assert (match.state, ticked) == ("ready", [False, True, True, False])


def test_a_walkover_and_a_forfeit_of_all_end_a_heat():
    first, _people = a_heat(4)
    second, _others = a_heat(4)

    services.award_walkover(match=first, winner_side=1, by=organizer(first), reason="Alone")
    services.forfeit_match(match=second, loser_side=None, by=organizer(second), reason="All")

    assert places(first) == [None, 1, None, None]
    assert places(second) == [None] * 4


def disqualify(tournament: Tournament, match: Match, side: int) -> None:
    entrant = entrant_at(match, side)
    brackets.disqualify_entrant(entrant=entrant, by=tournament.organizer, reason="Cheated")


def test_who_is_disqualified_before_a_heat_needs_no_word_in_it():
    match, _people = a_heat(4)
    disqualify(match.tournament, match, 1)
    sent = {"action": "save", "version": Match.objects.get(pk=match.pk).version}

    answer = log_in(organizer(match)).post(
        match_address("official", match), sent | {"place_0": 1, "place_2": 2, "place_3": 3}
    )

    assert answer.status_code == 302
    assert places(match) == [1, None, 2, 3]
    assert check_projection(bracket_of(match.tournament)) == []


def test_the_last_one_left_after_disqualifications_goes_on():
    match, _people = a_heat(3)

    disqualify(match.tournament, match, 0)
    disqualify(match.tournament, match, 1)

    match.refresh_from_db()
    match.tournament.refresh_from_db()
    assert (match.state, match.tournament.state) == ("completed", "completed")
    assert match.sides.get(side=2).is_winner
    assert check_projection(bracket_of(match.tournament)) == []


def test_neighbours_in_a_heat_are_rated_and_the_last_beats_those_who_were_out(
    fake_rankings: FakeRankings, committed: Committed
):
    match, people = a_heat(4)
    ids = [f"user:{person.pk}" for person in people]

    with committed():
        confirm(match, Report(places=(2, 1, 3, None), out=(3,)))

    scope = str(match.tournament.game_id)
    [counted] = fake_rankings.counted.values()
    assert counted == (
        Outcome(scope, ids[1], ids[0], 1.0, OutcomeKind.WIN),
        Outcome(scope, ids[0], ids[2], 1.0, OutcomeKind.WIN),
        Outcome(scope, ids[2], ids[3], 1.0, OutcomeKind.FORFEIT),
    )


def test_a_correction_of_a_heat_is_rated_anew(fake_rankings: FakeRankings, committed: Committed):
    match, people = a_heat(3)
    with committed():
        confirm(match, Report(places=(1, 2, 3)))
    ids = [f"user:{person.pk}" for person in people]

    with committed():
        services.override_result(
            match=match,
            result=parse_result(match, Report(places=(3, 2, 1))),
            by=organizer(match),
            reason="Misread",
        )

    [counted] = fake_rankings.counted.values()
    assert [(one.first, one.second) for one in counted] == [(ids[2], ids[1]), (ids[1], ids[0])]


def test_all_sides_of_a_heat_check_in_and_see_its_lobby():
    match, people = a_heat(3, match_check_in_minutes=30)
    match = services.schedule_match(match=match, scheduled_at=SOON, by=organizer(match))
    services.set_lobby(match=match, by=organizer(match), code="XYZ")

    for side, person in enumerate(people):
        services.check_in_side(match=match, side=side, by=person)

    match.refresh_from_db()
    shown = lobby_for(match, match.tournament, timezone.now(), is_staff=False)
    assert (match.state, shown and shown.code) == ("ready", "XYZ")
    where = match_address("match", match)
    assert all("XYZ" in log_in(one).get(where).content.decode() for one in people)
    assert "XYZ" not in log_in(a_user()).get(where).content.decode()


def propose(match: Match, by: Any) -> RescheduleRequest:
    return services.propose_time(match=match, side=0, proposed_at=LATER, by=by)


def test_a_heat_is_moved_once_all_others_agree():
    match, people = a_heat(3)

    request = propose(match, people[0])
    services.accept_time(request=request, by=people[1])
    match.refresh_from_db()
    before = match.scheduled_at
    with pytest.raises(NotAllowed):
        services.accept_time(request=request, by=people[1])
    services.accept_time(request=request, by=people[2])

    match.refresh_from_db()
    assert (before, match.scheduled_at) == (None, LATER)


def test_one_who_declines_keeps_a_heat_where_it_is():
    match, people = a_heat(3)
    request = propose(match, people[0])
    services.accept_time(request=request, by=people[1])

    services.decline_time(request=request, by=people[2])

    match.refresh_from_db()
    assert (match.scheduled_at, request.state) == (None, "declined")


def test_sides_of_a_heat_agree_on_their_pages():
    match, people = a_heat(3)
    client, where = log_in(people[0]), match_address("match_act", match)
    client.post(where, {"action": "propose", "proposed_at": "2031-05-01T18:00"})
    asked = RescheduleRequest.objects.get()

    for person in people[1:]:
        shown = log_in(person).get(match_address("match", match)).content.decode()
        assert 'value="accept_time"' in shown
        log_in(person).post(where, {"action": "accept_time", "request": asked.pk})

    match.refresh_from_db()
    assert match.scheduled_at is not None


@pytest.mark.parametrize(
    ("action", "state"), [("accept_time", "accepted"), ("decline_time", "declined")]
)
def test_the_organiser_decides_a_proposal_in_the_console(action: str, state: str):
    match, people = a_heat(3)
    request = propose(match, people[0])
    client, slug = log_in(organizer(match)), match.tournament.slug

    console = client.get(address("console", slug)).content.decode()
    listed = client.get(address("schedule", slug)).content.decode()
    silent = post(client, "schedule", slug, action=action, request=request.pk)
    post(client, "schedule", slug, action=action, request=request.pk, reason="Hall is free")

    request.refresh_from_db()
    match.refresh_from_db()
    assert "1 proposal of another time waits" in console
    assert "Another time is proposed" in listed
    assert silent.status_code == 422
    assert (request.state, match.scheduled_at == LATER) == (state, action == "accept_time")


def test_sides_do_not_decide_as_the_staff_does():
    match, people = a_heat(3)
    request = propose(match, people[0])

    with pytest.raises(NotAllowed):
        services.decide_time(request=request, accept=True, by=people[1], reason="Mine")


def test_all_who_came_in_say_who_was_out():
    match, people = a_heat(3)
    result = parse_result(match, Report(places=(2, 1, None), out=(2,)))

    for side in (0, 1):
        services.submit_score(match=match, side=side, result=result, by=people[side])

    assert places(match) == [2, 1, None]


def test_a_taken_back_heat_is_played_again():
    match, _people = a_heat(4)
    confirm(match, Report(places=(1, 2, None, None), out=(2, 3)))

    services.reopen_match(match=match, by=organizer(match), reason="Again")
    services.confirm_result(match=match, result=placing(match), by=organizer(match))

    assert places(match) == [1, 2, 3, 4]
    assert playable(match.tournament) == []
