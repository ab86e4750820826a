"""The one thing that a tournament's page asks: a table of states and of who reads it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.awards.prizes import concluded as concluded_with_prizes
from tests.awards.prizes import planned
from tests.challenges import a_claim, a_dare
from tests.desk.browsing import address, log_in
from tests.disputes import a_case, a_dispute
from tests.factories import (
    LEAGUE,
    a_registration,
    a_site_admin,
    a_staff_member,
    a_tournament,
    a_user,
)
from tests.paying import a_cashier, a_paying_cup, a_payment, prove
from tests.people.models import Person
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
from tournament_engine.community.services import ask_question
from tournament_engine.core import services as tournaments
from tournament_engine.core.calls import Call, call_of
from tournament_engine.core.lifecycle import TournamentState as S
from tournament_engine.core.models import StaffAssignment, Tournament
from tournament_engine.core.roles import Role
from tournament_engine.economy.lifecycle import MOST_TRIES, PayoutState
from tournament_engine.economy.models import Payout, PayoutMethod
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match
from tournament_engine.registration import services as registrations
from tournament_engine.registration.payments.models import Payment
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

    assert [one.label for one in asked] == ["Your match", "To the disputes", "To the disputes"]
    assert asked[1].words == "1 dispute waits for a decision."
    assert asked[1].url == address("disputes", match.tournament.slug)


def test_a_proof_that_was_rejected_is_sent_again():
    cup, ann = a_paying_cup(), a_user("ann")
    payment = prove(a_payment(cup, ann))
    checked = call_of(cup, ann)

    registrations.reject_payment(payment=payment, reason="No name on it", by=a_cashier(cup))
    again = call_of(cup, ann)
    prove(Payment.objects.get(pk=payment.pk), reference="REF-000002")

    assert checked is not None
    assert again is not None
    assert (checked.label, checked.is_urgent) == ("Your entry fee", False)
    assert (again.label, again.is_urgent) == ("Send it again", True)
    assert "No name on it" in again.words
    assert again.url == address("my_payment", cup.slug)
    assert label(cup, ann) == "Your entry fee"


def test_who_is_asked_to_put_something_right_is_led_there():
    ann = a_user("ann")
    cup = sent_back(ann)

    asked = call_of(cup, ann)

    assert asked is not None
    assert (asked.label, asked.url) == ("See what", address("my_registration", cup.slug))
    assert asked.is_urgent


def waiting(by: Person | None = None) -> Tournament:
    cup = a_tournament(entrants=0, needs_approval=True)
    a_registration(cup, by)
    return cup


def sent_back(by: Person | None = None) -> Tournament:
    cup = waiting(by)
    registrations.request_changes(
        registration=cup.registrations.get(), wanted={"name": "Your name"}, by=cup.organizer
    )
    return cup


def proven() -> Tournament:
    cup = a_paying_cup()
    prove(a_payment(cup))
    return cup


def in_check_in() -> Tournament:
    cup = checking_in()
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    return tournaments.open_check_in(tournament=cup, by=cup.organizer)


def claimed() -> Tournament:
    match, ann, _bob = a_duel()
    a_claim(a_dare(match.tournament), ann)
    return match.tournament


def to_be_paid() -> Tournament:
    cup = a_live_tournament_of_people(2)
    planned(cup, method=PayoutMethod.CASH)
    return concluded_with_prizes(cup)


def given_up() -> Tournament:
    cup = a_live_tournament_of_people(2)
    planned(cup)
    concluded_with_prizes(cup)
    Payout.objects.update(state=PayoutState.FAILED, attempts=MOST_TRIES)
    return cup


def held() -> Tournament:
    cup = a_live_tournament(has_questions=True)
    ask_question(tournament=cup, text="See https://example.org", by=a_user())
    return cup


def employed(cup: Tournament, role: Role) -> Person:
    """Return somebody with a role, who got it before the tournament was over."""
    person = a_user()
    StaffAssignment.objects.create(
        tournament=cup, user=person, role=role, state="active", expires_at=timezone.now()
    )
    return person


REFEREES, MANAGERS = (Role.HEAD_REFEREE, Role.REFEREE), (Role.CO_ORGANIZER,)

#: Work that waits, and which roles are asked for it; all others are asked what visitors are.
WORK: dict[str, tuple[Callable[[], Tournament], dict[str, tuple[Role, ...]]]] = {
    "a request": (waiting, {"To the registrations": (*MANAGERS, Role.REGISTRATION_STAFF)}),
    "a request sent back": (sent_back, {"Close registration": MANAGERS}),
    "a proof": (proven, {"To the payments": (*MANAGERS, Role.PAYMENT_STAFF)}),
    "a check-in": (
        in_check_in,
        {"Close check-in": MANAGERS, "To the check-in desk": (Role.REGISTRATION_STAFF,)},
    ),
    "a draw": (a_closed_tournament, {"Seed and draw": (*MANAGERS, Role.BRACKET_MANAGER)}),
    "play": (a_live_tournament, {"To the console": (*MANAGERS, *REFEREES)}),
    "a dispute": (
        lambda: a_dispute()[0].tournament,
        {"To the disputes": (*MANAGERS, *REFEREES)},
    ),
    "a dispute passed on": (
        lambda: a_case("escalated")[0].tournament,
        {"To the disputes": (*MANAGERS, Role.HEAD_REFEREE)},
    ),
    "a claim": (claimed, {"To the claims": (*MANAGERS, *REFEREES)}),
    "cash": (to_be_paid, {"To the payouts": (*MANAGERS, Role.PAYMENT_STAFF)}),
    "a payout that failed": (given_up, {"To the payouts": (*MANAGERS, Role.PAYMENT_STAFF)}),
    "a post": (
        held,
        {"To the questions": (*MANAGERS, Role.MODERATOR), "To the console": REFEREES},
    ),
}


@pytest.mark.parametrize("work", WORK)
def test_each_role_is_led_to_the_page_of_its_own_work(work: str):
    make, asked = WORK[work]
    cup = make()
    wanted = dict.fromkeys(Role, label(cup, a_user())) | {
        role: words for words, roles in asked.items() for role in roles
    }

    labels = {role: label(cup, employed(cup, role)) for role in Role}

    assert labels == wanted


def test_nobody_is_called_to_work_on_a_case_of_their_own():
    dispute, ann, _bob = a_dispute()
    cup = Tournament.objects.get(pk=dispute.tournament_id)
    a_staff_member(cup, Role.REFEREE, ann)
    asking = waiting(clerk := a_user())
    a_staff_member(asking, Role.REGISTRATION_STAFF, clerk)

    assert label(cup, ann) != "To the disputes"
    assert call_of(asking, clerk) is not None
    assert label(asking, clerk) == "Your registration"


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


def test_a_player_of_many_matches_costs_the_page_no_more_than_one_of_a_few():
    def queries(entrants: int) -> int:
        cup = a_live_tournament_of_people(entrants, stages=(LEAGUE,), match_check_in_minutes=10)
        player = people(playable(cup)[0])[0]
        assert player is not None
        later = timezone.now() + timedelta(days=2)
        for number, match in enumerate(playable(cup)):
            at = later + timedelta(hours=2 * number)
            matches.schedule_match(match=match, scheduled_at=at, by=cup.organizer)
        with CaptureQueriesContext(connection) as asked:
            call = call_of(Tournament.objects.get(pk=cup.pk), player)
        assert call is not None
        assert call.words.startswith("Your next match")
        return len(asked)

    assert queries(3) == queries(6)
