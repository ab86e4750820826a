"""The one thing that a tournament's page asks: a table of states and of who reads it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from tests.desk.browsing import address, log_in
from tests.factories import (
    LEAGUE,
    a_registration,
    a_site_admin,
    a_staff_member,
    a_tournament,
    a_user,
)
from tests.playing import (
    a_closed_tournament,
    a_live_tournament,
    a_live_tournament_of_people,
    first_stage,
    people,
    play,
    playable,
    win,
)

from tournament_engine.bracket import services as brackets
from tournament_engine.core import services as tournaments
from tournament_engine.core.calls import Call, call_of
from tournament_engine.core.lifecycle import TournamentState as S
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match
from tournament_engine.users import AnyUser

pytestmark = pytest.mark.django_db

NOBODY: AnyUser = AnonymousUser()


def drawn(publish: bool = False) -> Tournament:
    cup = a_closed_tournament()
    bracket = brackets.generate_bracket(stage=first_stage(cup), by=cup.organizer)
    if publish:
        brackets.publish_bracket(bracket=bracket, by=cup.organizer)
    return cup


def completed() -> Tournament:
    cup = a_live_tournament(entrants=2)
    play(playable(cup)[0])
    cup.refresh_from_db()
    return cup


def concluded() -> Tournament:
    cup = completed()
    Tournament.objects.filter(pk=cup.pk).update(state=S.CONCLUDED)
    cup.refresh_from_db()
    return cup


#: How a tournament comes into each state, and what its visitors and its organiser are asked.
STATES: dict[str, tuple[Callable[[], Tournament], str, str]] = {
    "draft": (lambda: a_tournament(state=S.DRAFT), "", "Publish"),
    "published": (lambda: a_tournament(state=S.PUBLISHED), "Notify me", "Open registration"),
    "open": (a_tournament, "Register", "Close registration"),
    "full": (lambda: a_tournament(max_entrants=8), "Join the waitlist", "Close registration"),
    "closed": (a_closed_tournament, "", "Seed and draw"),
    "drawn": (drawn, "", "Publish bracket"),
    "shown": (lambda: drawn(publish=True), "", "Start"),
    "live": (a_live_tournament, "See the bracket", "To the console"),
    "completed": (completed, "See the results", "Conclude"),
    "concluded": (concluded, "See the results", "Archive"),
    "cancelled": (lambda: a_tournament(state=S.CANCELLED), "", "Archive"),
}


def label(tournament: Tournament, user: AnyUser) -> str:
    asked = call_of(tournament, user)
    return asked.label if asked else ""


@pytest.mark.parametrize("state", STATES)
def test_visitors_and_organisers_are_asked_what_the_state_asks_for(state: str):
    make, of_visitors, of_organisers = STATES[state]
    cup = make()

    asked = [label(cup, who) for who in (NOBODY, a_user(), cup.organizer)]

    assert asked == [of_visitors, of_visitors, of_organisers]


def checking_in(**facts: Any) -> Tournament:
    now = timezone.now()
    window: dict[str, Any] = {
        "check_in_opens_at": now - timedelta(hours=1),
        "check_in_closes_at": now + timedelta(hours=1),
    }
    return a_tournament(entrants=2, **window, **facts)


def test_who_registered_is_asked_for_what_their_place_needs():
    ann = a_user("ann")
    confirmed, full = a_tournament(entrants=0), a_tournament(entrants=2, max_entrants=2)
    paid = a_tournament(entrants=0, fee_amount=500, fee_currency="EUR", payment_methods=["wallet"])
    approved, cup = a_tournament(entrants=0, needs_approval=True), checking_in()
    for one in (confirmed, full, paid, approved, cup):
        a_registration(one, ann)
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    tournaments.open_check_in(tournament=cup, by=cup.organizer)

    asked = [label(one, ann) for one in (confirmed, full, paid, approved, cup)]

    quiet = "Your registration"
    assert asked == [quiet, quiet, "Pay the entry fee", quiet, "Check in"]


def a_duel(**facts: Any) -> tuple[Match, Any, Any]:
    cup = a_live_tournament_of_people(2, **facts)
    match = Match.objects.with_stage().get(tournament=cup)
    return match, *people(match)


def call(match: Match, user: AnyUser) -> Call:
    cup = Tournament.objects.get(pk=match.tournament_id)
    asked = call_of(cup, user)
    assert asked is not None
    return asked


def test_who_plays_is_asked_for_the_score_and_then_the_other_side_for_its_word():
    match, ann, bob = a_duel()
    before = [call(match, who).label for who in (ann, bob)]

    matches.submit_score(match=match, side=0, result=win(match, score=(2, 1)), by=ann)

    assert before == ["Report the score"] * 2
    assert [call(match, who).label for who in (ann, bob)] == ["Your match", "Look at the score"]
    assert call(match, bob).url == address(
        "report", match.tournament.slug, match.bracket.stage.code, match.code
    )


def test_where_the_sides_do_not_agree_the_staff_is_asked():
    match, ann, bob = a_duel()
    referee = a_staff_member(match.tournament, Role.REFEREE)
    matches.submit_score(match=match, side=0, result=win(match, score=(2, 1)), by=ann)
    matches.submit_score(match=match, side=1, result=win(match, 1, score=(1, 2)), by=bob)

    asked = [call(match, who) for who in (ann, referee, match.tournament.organizer)]

    assert [one.label for one in asked] == ["Your match", "To the console", "To the console"]
    assert asked[1].words == "1 match waits for a decision."


def test_who_must_check_in_for_a_match_is_asked_for_that_until_they_did():
    match, ann, _bob = a_duel(match_check_in_minutes=30)
    matches.schedule_match(
        match=match,
        scheduled_at=timezone.now() + timedelta(minutes=10),
        by=match.tournament.organizer,
    )
    match.refresh_from_db()
    before = call(match, ann)

    matches.check_in_side(match=match, side=0, by=ann)

    assert (before.label, before.is_urgent) == ("Check in", True)
    assert not call(match, ann).is_urgent


def test_a_match_goes_before_the_desk_for_who_runs_it_and_plays():
    cup = a_tournament(entrants=1, stages=(LEAGUE,))
    a_registration(cup, cup.organizer)
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    bracket = brackets.generate_bracket(stage=first_stage(cup), by=cup.organizer)
    brackets.publish_bracket(bracket=bracket, by=cup.organizer)
    tournaments.start_tournament(tournament=cup, by=cup.organizer)

    assert label(cup, cup.organizer) == "Report the score"


def test_the_site_s_staff_is_led_to_what_waits_for_approval(settings):
    settings.TOURNAMENT_ENGINE = {"REQUIRE_APPROVAL": True}
    cup = a_tournament(state=S.DRAFT)
    tournaments.publish_tournament(tournament=cup, by=cup.organizer)

    assert label(cup, cup.organizer) == "To the console"
    assert label(cup, a_site_admin()) == "Look at it"


def test_the_page_has_one_button_for_it():
    match, ann, _bob = a_duel()

    page = log_in(ann).get(address("tournament", match.tournament.slug)).content.decode()

    assert page.count(">Report the score</a>") == 1
