"""One of a heat forfeits before it is played to its end: out of it, last, and in again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.desk.browsing import log_in, match_address
from tests.match.test_heats import a_field
from tests.match.test_out_of_heats import SOON, a_heat, confirm, places
from tests.playing import bracket_of, entrant_at, match_of, organizer

from tests.conftest import Committed
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket import stages
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.match import heats, services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match
from tournament_engine.match.results import Report, parse_result
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db


def forfeit(match: Match, side: int | None, reason: str = "Gave up") -> Match:
    return services.forfeit_match(match=match, loser_side=side, by=organizer(match), reason=reason)


def test_who_forfeits_a_heat_is_last_in_it_and_the_others_play_on():
    match, _people = a_heat(4)

    forfeit(match, 2)
    before = match_of(match.tournament, "R1.1").state
    confirm(match, Report(places=(2, 1, None, 3), out=(2,)))

    stage = stages.load(bracket_of(match.tournament))
    assert before == "ready"
    assert places(match) == [2, 1, None, 3]
    assert stage.standings()[-1].entrant == str(entrant_at(match, 2).pk)
    assert check_projection(bracket_of(match.tournament)) == []


def test_a_forfeit_after_which_one_alone_is_left_ends_the_heat():
    match, _people = a_heat(3)
    small, _others = a_heat(2)

    forfeit(match, 0)
    forfeit(match, 2)
    forfeit(small, 0)

    assert places(match)[:3] == [None, 1, None]
    assert places(small)[:2] == [None, 1]


def test_all_others_forfeit_after_one_did():
    match, _people = a_heat(4)
    forfeit(match, 1)

    forfeit(match, None)

    assert (places(match), match.state) == ([None] * 4, "completed")


def test_nobody_who_is_out_of_a_heat_has_a_place_in_it():
    match, people = a_heat(4)
    forfeit(match, 3)
    placed = parse_result(match, Report(places=(1, 2, 3, 4)))
    without = parse_result(match, Report(places=(1, 2, 3, None), out=(3,)))

    refused: list[str] = []
    for act in (
        lambda: services.confirm_result(match=match, result=placed, by=organizer(match)),
        lambda: services.submit_score(match=match, side=0, result=placed, by=people[0]),
        lambda: services.submit_score(match=match, side=3, result=without, by=people[3]),
        lambda: forfeit(match, 3),
        lambda: services.award_walkover(
            match=match, winner_side=3, by=organizer(match), reason="Alone"
        ),
    ):
        with pytest.raises((Conflict, InvalidInput, NotAllowed)) as one:
            act()
        refused.append(one.value.code)

    assert refused == ["forfeited", "forfeited", "not_allowed", "forfeited", "forfeited"]
    for side in range(3):
        services.submit_score(match=match, side=side, result=without, by=people[side])
    assert places(match) == [1, 2, 3, None]


def take_back(match: Match, side: int) -> Match:
    return services.take_back_forfeit(
        match=match, side=side, by=organizer(match), reason="A mistake"
    )


def test_a_forfeit_is_taken_back_until_the_heat_is_reported():
    match, people = a_heat(4)
    forfeit(match, 0)
    take_back(match, 0)
    with pytest.raises(Conflict) as nothing:
        take_back(match, 0)
    result = parse_result(match, Report(places=(1, 2, 3, 4)))
    services.submit_score(match=match, side=0, result=result, by=people[0])

    with pytest.raises(Conflict) as late:
        forfeit(match, 1)

    assert (nothing.value.code, late.value.code) == ("not_forfeited", "heat_reported")
    with pytest.raises(NotAllowed):
        services.take_back_forfeit(match=match, side=0, by=people[0], reason="Me")


@pytest.mark.parametrize("way", ["reopen", "undo"])
def test_a_heat_that_is_played_again_is_played_without_who_forfeited(way: str):
    match, _people = a_heat(4)
    forfeit(match, 0)
    confirm(match, Report(places=(None, 1, 2, 3), out=(0,)))

    if way == "reopen":
        services.reopen_match(match=match, by=organizer(match), reason="Again")
    else:
        bracket = bracket_of(match.tournament)
        services.undo_last(bracket=bracket, by=organizer(match), reason="Again")

    match = match_of(match.tournament, "R1.1")
    assert (match.state, match.result_kind) == ("ready", "")
    assert list(heats.forfeited(match)) == [0]
    take_back(match, 0)
    confirm(match, Report(places=(4, 1, 2, 3)))
    assert places(match) == [4, 1, 2, 3]


def test_a_correction_may_place_who_was_said_to_be_out():
    match, _people = a_heat(4)
    forfeit(match, 0)
    confirm(match, Report(places=(None, 1, 2, 3), out=(0,)))

    services.override_result(
        match=match,
        result=parse_result(match, Report(places=(1, 2, 3, 4))),
        by=organizer(match),
        reason="Was there",
    )

    assert places(match) == [1, 2, 3, 4]
    assert check_projection(bracket_of(match.tournament)) == []


def test_whoever_sits_there_instead_is_not_out_of_the_heat():
    cup = a_field(4)
    match = match_of(cup, "R1.1")
    forfeit(match, 1)
    entrant = entrant_at(match, 1)

    brackets.substitute_entrant(entrant=entrant, name="Zoe", by=cup.organizer, reason="Ill")

    assert not heats.forfeited(match_of(cup, "R1.1"))


def test_nobody_waits_at_the_check_in_for_who_is_out():
    match, people = a_heat(3, match_check_in_minutes=30)
    match = services.schedule_match(match=match, scheduled_at=SOON, by=organizer(match))
    for side in (0, 1):
        services.check_in_side(match=match, side=side, by=people[side])

    forfeit(match, 2)

    assert match_of(match.tournament, "R1.1").state == "ready"


def test_who_is_out_and_who_does_not_come_leave_the_heat_to_one():
    match, people = a_heat(3, match_check_in_minutes=30)
    match = services.schedule_match(match=match, scheduled_at=SOON, by=organizer(match))
    forfeit(match, 2)
    services.check_in_side(match=match, side=0, by=people[0])

    services.mark_no_shows(timezone.now() + timedelta(hours=2))

    assert places(match)[:3] == [1, None, None]


def test_all_of_a_heat_hear_of_a_forfeit_and_that_it_is_taken_back(
    fake_notifications: FakeNotifications, committed: Committed
):
    match, people = a_heat(3)

    with committed():
        forfeit(match, 0, "Left the hall")
        take_back(match, 0)

    told = [(one.event, len(one.recipients)) for one in fake_notifications.sent]
    assert told == [("heat_forfeited", 3), ("heat_forfeit_taken_back", 3)]
    assert fake_notifications.sent[0].context["reason"] == "Left the hall"
    assert len(people) == 3


def test_the_staff_puts_one_out_of_a_heat_on_its_page_and_lets_it_in_again():
    match, people = a_heat(4)
    client, where = log_in(organizer(match)), match_address("official", match)
    name = entrant_at(match, 1).name
    sent = {"side": 1, "reason": "Left"}

    silent = client.post(where, {"action": "forfeit", "side": 1})
    put_out = client.post(where, {"action": "forfeit", **sent})
    again = client.post(where, {"action": "forfeit", **sent})
    page = client.get(where).text

    assert (silent.status_code, put_out.status_code, again.status_code) == (422, 302, 422)
    assert f"Out of the heat: <bdi>{name}</bdi>" in page
    assert 'name="place_1"' not in page
    assert "out of the heat" in log_in(people[0]).get(match_address("match", match)).text
    assert 'name="place_1"' not in log_in(people[0]).get(match_address("report", match)).text
    assert client.post(where, {"action": "take_back", "side": 2, "reason": "?"}).status_code == 422
    assert client.post(where, {"action": "take_back", **sent}).status_code == 302
    assert 'name="place_1"' in client.get(where).text
