"""What the pages offer around a match: check-in, lobby, another time, a schedule, an undo."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.desk.browsing import address, filled, log_in, match_address
from tests.factories import a_user
from tests.match.test_heats import HEATS
from tests.playing import (
    a_duel,
    a_live_tournament,
    a_live_tournament_of_people,
    bracket_of,
    match_of,
    organizer,
    play,
)

from tournament_engine.match import services
from tournament_engine.match.models import Lobby, Match
from tournament_engine.match.results import occupants
from tournament_engine.match.rounds import part_title, round_title

pytestmark = pytest.mark.django_db

SOON = timezone.now() + timedelta(minutes=10)
LATER = "2031-05-01T18:00"


def act(client: Client, match: Match, action: str, **fields: object):
    return client.post(match_address("match_act", match), {"action": action, **fields})


def page(client: Client, match: Match) -> str:
    return client.get(match_address("match", match)).content.decode()


def official(match: Match, **fields: object):
    return log_in(organizer(match)).post(match_address("official", match), fields)


def planned(match: Match, at=SOON) -> Match:
    return services.schedule_match(match=match, scheduled_at=at, by=organizer(match))


def test_a_side_checks_in_at_a_touch():
    match, ann, bob = a_duel(match_check_in_minutes=30)
    match = planned(match)

    assert 'value="check_in"' in page(log_in(ann), match)
    act(log_in(ann), match, "check_in", side=0)
    act(log_in(bob), match, "check_in", side=1)

    match.refresh_from_db()
    assert match.state == "ready"


def test_nobody_else_is_offered_a_check_in():
    match, _ann, _bob = a_duel(match_check_in_minutes=30)
    match = planned(match)

    for client in (Client(), log_in(a_user())):
        assert 'value="check_in"' not in page(client, match)
    assert act(log_in(a_user()), match, "check_in", side=0).status_code == 403


def test_a_side_says_that_the_match_begins():
    match, ann, _bob = a_duel()

    act(log_in(ann), match, "start")

    match.refresh_from_db()
    assert match.state == "live"


@pytest.mark.parametrize(("minutes", "is_shown"), [(10, True), (60, False)])
def test_the_lobby_is_for_its_sides_from_its_time_on(minutes, is_shown):
    match, ann, _bob = a_duel(lobby_minutes=15)
    match = planned(match, timezone.now() + timedelta(minutes=minutes))
    official(match, action="lobby", password="s3same", server="eu-1")

    assert ("s3same" in page(log_in(ann), match)) is is_shown
    assert "s3same" in page(log_in(organizer(match)), match)
    for client in (Client(), log_in(a_user())):
        assert "s3same" not in page(client, match)


def test_a_lobby_that_is_refused_keeps_what_was_typed():
    match, _ann, _bob = a_duel()

    answer = official(match, action="lobby", chat_url="javascript:alert(1)", server="eu-1")

    assert answer.status_code == 422
    assert not Lobby.objects.exists()
    assert "eu-1" in answer.content.decode()


def test_two_sides_agree_on_another_time():
    match, ann, bob = a_duel()
    planned(match, timezone.now() + timedelta(days=2))

    act(log_in(ann), match, "propose", proposed_at=LATER, note="Exam")
    asked = match.reschedule_requests.get()
    assert "Exam" in page(log_in(bob), match)
    act(log_in(bob), match, "accept_time", request=asked.pk)

    match.refresh_from_db()
    assert match.scheduled_at is not None
    assert match.scheduled_at.year == 2031


def test_a_counter_offer_is_declined_or_taken_back_on_the_page():
    match, ann, bob = a_duel()
    planned(match, timezone.now() + timedelta(days=2))
    act(log_in(ann), match, "propose", proposed_at=LATER)
    asked = match.reschedule_requests.get()

    act(log_in(bob), match, "counter", request=asked.pk, proposed_at="2031-05-02T18:00")
    counter = match.reschedule_requests.get(state="pending")
    act(log_in(ann), match, "decline_time", request=counter.pk)
    act(log_in(ann), match, "propose", proposed_at=LATER)
    last = match.reschedule_requests.get(state="pending")
    act(log_in(ann), match, "withdraw_time", request=last.pk)

    states = list(match.reschedule_requests.order_by("pk").values_list("state", flat=True))
    assert states == ["countered", "declined", "withdrawn"]


def test_a_time_that_is_refused_is_shown_with_what_was_typed():
    match, ann, _bob = a_duel()

    answer = act(log_in(ann), match, "propose", proposed_at="2001-01-01T10:00", note="Oops")

    assert answer.status_code == 422
    assert "Propose a time that is still to come." in answer.content.decode()
    assert "Oops" in answer.content.decode()


@pytest.mark.parametrize("fields", [{"action": "dance"}, {"action": "check_in", "side": "9"}])
def test_an_act_that_the_page_does_not_offer_is_refused(fields):
    match, ann, _bob = a_duel()

    assert log_in(ann).post(match_address("match_act", match), fields).status_code == 422


def test_a_request_of_another_match_is_not_found():
    match, ann, _bob = a_duel()

    assert act(log_in(ann), match, "accept_time", request="1").status_code == 404
    assert act(log_in(ann), match, "accept_time", request="x").status_code == 404


def test_a_time_that_clashes_is_saved_when_it_is_forced_for_a_reason():
    tournament = a_live_tournament(entrants=4)
    first, second = match_of(tournament, "R1.1"), match_of(tournament, "R1.2")
    services.schedule_match(
        match=first, scheduled_at=SOON, station="Court 1", by=tournament.organizer
    )
    at = timezone.localtime(SOON).strftime("%Y-%m-%dT%H:%M")
    facts = {"action": "schedule", "scheduled_at": at, "station": "court 1", "minutes": 30}

    refused = official(second, **facts)
    forced = official(second, **facts, force="on", reason="Shared table")

    second.refresh_from_db()
    assert (refused.status_code, forced.status_code) == (409, 302)
    assert "are both at" in refused.content.decode()
    assert (second.station, second.minutes) == ("court 1", 30)
    listed = log_in(tournament.organizer).get(address("schedule", tournament.slug))
    assert "are both at" in listed.content.decode()


def test_a_result_is_taken_back_after_showing_what_that_clears():
    tournament = a_live_tournament(entrants=4)
    for code in ("R1.1", "R1.2", "R2.1"):
        play(match_of(tournament, code))
    match = match_of(tournament, "R1.1")
    facts = {"action": "reopen", "reason": "Cheating", "version": match.version}

    shown = official(match, **facts)
    done = official(match, **facts, cascade="1")

    assert "its result is cleared" in shown.content.decode()
    assert done.status_code == 302
    assert match_of(tournament, "R1.1").state == "ready"
    assert match_of(tournament, "R2.1").state == "waiting"


def test_a_stage_is_undone_to_its_very_start():
    tournament = a_live_tournament(entrants=4)
    for code in ("R1.1", "R1.2", "R2.1"):
        play(match_of(tournament, code))
    client, where = log_in(tournament.organizer), address("undo", tournament.slug, "knockout")

    for _event in range(3):
        form = client.get(where).context["form"]
        client.post(where, filled(form, reason="Wrong stage"))

    assert "Nothing has happened yet" in client.get(where).content.decode()
    assert bracket_of(tournament).state == "published"
    assert {match.state for match in tournament.matches.filter(round=1)} == {"ready"}


def test_a_stale_undo_takes_nothing_back():
    tournament = a_live_tournament(entrants=4)
    client, where = log_in(tournament.organizer), address("undo", tournament.slug, "knockout")
    play(match_of(tournament, "R1.1"))
    form = client.get(where).context["form"]
    play(match_of(tournament, "R1.2"))

    answer = client.post(where, filled(form, reason="Wrong"))

    assert answer.status_code == 409
    assert bracket_of(tournament).events.count() == 2


def test_a_schedule_is_shown_and_then_saved():
    tournament = a_live_tournament(entrants=4)
    client, where = log_in(tournament.organizer), address("plan_stage", tournament.slug, "knockout")
    form = client.get(where).context["form"]
    facts = filled(form, courts="Table 1\nTable 2", start="2031-05-01T10:00", minutes=30, rest=10)

    preview = client.post(where, facts | {"action": "preview"})
    before = match_of(tournament, "R1.1").station
    saved = client.post(where, facts | {"action": "save"})

    assert [slot.match for slot in preview.context["slots"]] == ["R1.1", "R1.2", "R2.1"]
    assert (before, saved.status_code) == ("", 302)
    first, final = match_of(tournament, "R1.1"), match_of(tournament, "R2.1")
    assert (final.station, final.minutes) == ("Table 1", 30)
    assert first.scheduled_at is not None
    assert final.scheduled_at == first.scheduled_at + timedelta(minutes=40)


def test_a_schedule_that_cannot_be_is_refused_in_words():
    tournament = a_live_tournament(entrants=4)
    client, where = log_in(tournament.organizer), address("plan_stage", tournament.slug, "knockout")
    form = client.get(where).context["form"]
    facts = filled(form, courts="1", start="2031-05-01T10:00", minutes=60, rest=0)

    answer = client.post(where, facts | {"action": "preview", "until": "2031-05-01T10:30"})

    assert answer.status_code == 422
    assert "The matches do not fit" in answer.content.decode()


def test_two_change_seats_on_the_page_of_the_stage():
    tournament = a_live_tournament(entrants=4)
    client = log_in(tournament.organizer)
    where = address("manage_stage", tournament.slug, "knockout")
    before = bracket_of(tournament).seeding
    form = client.get(where).context["swap_form"]

    client.post(
        where,
        filled(form, action="swap", first=before[0], second=before[1], reason="Same club"),
    )

    assert bracket_of(tournament).seeding == [before[1], before[0], *before[2:]]


def test_a_match_is_a_file_for_a_calendar():
    match, ann, _bob = a_duel()
    planned(match)

    answer = Client().get(match_address("match_calendar", match))
    own = log_in(ann).get(address("own_calendar"))

    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert f"UID:match-{match.pk}@" in text
    assert f"DTSTART:{SOON:%Y%m%dT%H%M}" in text
    assert own.content.decode().count("BEGIN:VEVENT") == 1
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_match_without_a_time_has_no_file():
    match, _ann, _bob = a_duel()

    assert Client().get(match_address("match_calendar", match)).status_code == 404


def test_a_visitor_is_led_to_the_login_for_the_calendar_of_their_own():
    assert Client().get(address("own_calendar")).status_code == 302


def test_a_heat_is_reported_accepted_and_shown():
    tournament = a_live_tournament_of_people(3, stages=(HEATS,))
    match = match_of(tournament, "R1.1")
    people = [
        side.entrant.registration.user
        for side in match.sides.order_by("side")
        if side.entrant is not None and side.entrant.registration.user is not None
    ]
    order = {"place_0": 2, "place_1": 1, "place_2": 3}

    log_in(people[0]).post(match_address("report", match), order)
    for person in people[1:]:
        log_in(person).post(match_address("accept", match))

    match.refresh_from_db()
    assert (match.state, match.result_kind) == ("completed", "placement")
    assert occupants(match)[1] == str(match.sides.get(place=1).entrant_id)
    for route in ("bracket", "matches", "standings"):
        assert Client().get(address(route, tournament.slug)).status_code == 200
    assert "Final" in page(Client(), match)


def test_a_heat_is_decided_and_corrected_officially():
    tournament = a_live_tournament(entrants=8, stages=(HEATS,))
    match = match_of(tournament, "R1.1")

    official(
        match, action="save", version=match.version, place_0=4, place_1=3, place_2=2, place_3=1
    )
    match = match_of(tournament, "R1.1")
    form = log_in(tournament.organizer).get(match_address("official", match)).context["form"]
    facts = filled(form, place_0=1, place_3=4, reason="Misread")
    shown = official(match, **facts | {"action": "save"})
    official(match, **facts | {"action": "confirm"})

    assert shown.status_code == 200
    assert match_of(tournament, "R1.1").sides.get(place=1).side == 0


def test_a_winner_without_a_score_is_reported_at_a_touch():
    match, ann, _bob = a_duel()

    log_in(ann).post(match_address("report", match), {"winner": "0"})

    assert match.claims.get().result == {"result": "win", "winner": occupants(match)[0]}


def test_the_reset_of_a_grand_final_and_places_have_names_of_their_own():
    assert round_title("GF", 1, 2, is_drawn=True) == "Grand final"
    assert round_title("GF", 2, 2, is_drawn=True) == "Grand final, reset"
    assert part_title("P5") == "Places from 5"
    assert round_title("P7", 3, 3, is_drawn=True) == "For place 7"


def test_a_calendar_names_the_site_as_it_calls_itself(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"BASE_URL": "https://cups.example/"}
    match, _ann, _bob = a_duel()
    planned(match)

    text = Client().get(match_address("match_calendar", match)).content.decode()

    assert f"UID:match-{match.pk}@cups.example\r\n" in text
    assert "URL:https://cups.example/tournaments/" in text.replace("\r\n ", "")
