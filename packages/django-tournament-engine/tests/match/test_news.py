from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import LEAGUE, a_registration, a_tournament, a_user
from tests.people.models import Person
from tests.playing import (
    a_duel,
    a_live_tournament_of_people,
    match_of,
    people,
    play,
    playable,
    sides,
    started,
    win,
)

from bracketcore import DoubleForfeit, Draw, Walkover, Win
from bracketcore.results import Result
from tests.conftest import Committed
from tournament_engine import outbox
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.core.stages import StageSpec
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.match import services
from tournament_engine.match.models import Match
from tournament_engine.outbox import OutboxMessage
from tournament_engine.registration.models import Registration, RosterMember
from tournament_engine.registration.permissions import speakers
from tournament_engine.testing import FakeNotifications, Sent

pytestmark = pytest.mark.django_db


def notices(hook: FakeNotifications, name: str) -> list[Sent]:
    return [sent for sent in hook.sent if sent.event == name]


def ids(*persons: Person | None) -> tuple[str, ...]:
    return tuple(sorted(str(person.pk) for person in persons if person is not None))


def claim(match: Match, side: Any, by: Person, winner: int = 0) -> None:
    result = win(match, winner, score=(3, 1) if winner == 0 else (1, 3))
    services.submit_score(match=match, side=side, result=result, by=by)


def names_of(match: Match) -> list[str]:
    return [str(side.entrant) for side in match.sides.order_by("side")]


def test_everybody_hears_once_that_play_begins(
    fake_notifications: FakeNotifications, committed: Committed
):
    cup = a_tournament(entrants=0)
    entered = [a_registration(cup).user for _ in range(4)]
    tournaments.close_registration(tournament=cup, by=cup.organizer)

    with committed():
        started(cup)

    [told] = fake_notifications.sent
    assert (told.event, told.recipients) == ("tournament_started", ids(*entered))
    assert told.context == {"tournament": cup.name, "url": cup.get_absolute_url()}


def test_the_sides_of_a_match_hear_that_it_is_ready(
    fake_notifications: FakeNotifications, committed: Committed
):
    cup = a_live_tournament_of_people(4)
    play(match_of(cup, "R1.1"))

    with committed():
        play(match_of(cup, "R1.2"))

    final = match_of(cup, "R2.1")
    [told] = notices(fake_notifications, "match_ready")
    first, second = names_of(final)
    assert told.recipients == ids(*people(final))
    assert told.context == {
        "tournament": cup.name,
        "url": final.get_absolute_url(),
        "first": first,
        "second": second,
    }


def test_nobody_is_asked_to_play_what_is_played_already(
    fake_notifications: FakeNotifications, committed: Committed
):
    cup = a_live_tournament_of_people(4)

    with committed():
        for code in ("R1.1", "R1.2", "R2.1"):
            play(match_of(cup, code))

    assert notices(fake_notifications, "match_ready") == []


def test_those_who_play_on_hear_of_the_next_stage_and_others_do_not(
    fake_notifications: FakeNotifications, committed: Committed
):
    semis = StageSpec(code="semis", name="Semis", format="single_elimination")
    sources = ({"stage": "semis", "places": [1, 2]},)
    final = StageSpec(code="final", name="Final", format="single_elimination", sources=sources)
    cup = a_live_tournament_of_people(4, stages=(semis, final))
    for code in ("R1.1", "R1.2"):
        play(match_of(cup, code, "semis"))

    with committed():
        play(match_of(cup, "R2.1", "semis"))

    [told] = notices(fake_notifications, "stage_generated")
    assert told.recipients == ids(*people(match_of(cup, "R1.1", "final")))
    assert told.context["stage"] == "Final"


def test_the_other_side_is_asked_to_confirm_a_score(
    fake_notifications: FakeNotifications, committed: Committed
):
    match, ann, bob = a_duel()

    with committed():
        claim(match, 0, ann)

    [told] = fake_notifications.sent
    first, _second = names_of(match)
    assert (told.event, told.recipients) == ("result_reported", ids(bob))
    assert (told.context["reporter"], told.context["score"]) == (first, "3\N{EN DASH}1")


def test_a_claim_that_took_the_place_of_another_asks_once_with_the_last_score(
    fake_notifications: FakeNotifications, committed: Committed
):
    match, ann, _bob = a_duel()

    with committed():
        claim(match, 0, ann)
        claim(match, 0, ann, winner=1)

    [told] = fake_notifications.sent
    assert told.context["score"] == "1\N{EN DASH}3"


def test_who_speaks_for_both_sides_is_not_asked_to_confirm_his_own_score(
    fake_notifications: FakeNotifications, committed: Committed
):
    match, ann, bob = a_duel()
    RosterMember.objects.filter(user=ann).delete()
    RosterMember.objects.create(
        tournament=match.tournament,
        registration=Registration.objects.get(user=bob),
        user=ann,
        role="captain",
    )

    with committed():
        claim(match, 0, ann)

    [told] = fake_notifications.sent
    assert told.recipients == ids(bob)


def test_a_score_that_was_confirmed_meanwhile_asks_nobody(
    fake_notifications: FakeNotifications, committed: Committed
):
    match, ann, bob = a_duel()

    with committed():
        claim(match, 0, ann)
        services.accept_score(match=match, by=bob)

    [told] = fake_notifications.sent
    assert (told.event, told.recipients) == ("result_confirmed", ids(ann, bob))


def test_the_organiser_hears_that_the_sides_do_not_agree(
    fake_notifications: FakeNotifications, committed: Committed, client: Any
):
    match, ann, bob = a_duel()

    with committed():
        claim(match, 0, ann)
        claim(match, 1, bob, winner=1)

    [told] = fake_notifications.sent
    organiser = match.tournament.organizer
    client.force_login(organiser)
    assert (told.event, told.recipients) == ("dispute_opened", ids(ann, organiser))
    assert client.get(told.context["url"]).status_code == 200


def test_both_sides_read_a_correction_and_its_reason(
    fake_notifications: FakeNotifications, committed: Committed
):
    match, ann, bob = a_duel()
    play(match)

    with committed():
        services.override_result(
            match=match, result=win(match, 1), by=match.tournament.organizer, reason="Misread"
        )

    [told] = notices(fake_notifications, "result_corrected")
    assert told.recipients == ids(ann, bob)
    assert (told.context["winner"], told.context["reason"]) == (names_of(match)[1], "Misread")


def results(match: Match) -> Sequence[tuple[Result, str]]:
    ann, bob = sides(match)
    return [
        (Win(ann, score=(3, 1)), "Ann 3\N{EN DASH}1 Bob."),
        (Win(ann, score=(2, 2), shootout=(5, 4)), "Ann 2\N{EN DASH}2 (5\N{EN DASH}4) Bob."),
        (Win(bob), "Bob wins."),
        (Walkover(ann), "Ann wins by walkover."),
        (DoubleForfeit(), "Both sides forfeit."),
        (Draw(), "A draw."),
        (Draw(score=(1, 1)), "Ann 1\N{EN DASH}1 Bob."),
    ]


@pytest.mark.parametrize("number", range(7))
def test_the_inbox_says_the_result_in_words(number: int, committed: Committed):
    cup = a_tournament(entrants=0, stages=(LEAGUE,), name="Cup")
    for name in ("Ann", "Bob"):
        a_registration(cup, name=name)
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    [match] = playable(started(cup))
    result, words = results(match)[number]

    with committed():
        services.override_result(match=match, result=result, by=cup.organizer, reason="Seen")

    told = InboxMessage.objects.filter(event="result_confirmed")[0]
    assert told.subject == "Official result: Ann \N{EN DASH} Bob (Cup)"
    assert told.body == (f"The result of your match in Cup is official: {words} The reason: Seen")


def test_a_forfeit_and_its_reason_are_told(committed: Committed):
    match, _ann, _bob = a_duel()
    _first, second = names_of(match)

    with committed():
        services.forfeit_match(
            match=match, loser_side=0, by=match.tournament.organizer, reason="Late"
        )

    told = InboxMessage.objects.filter(event="result_confirmed")[0]
    assert told.body.endswith(f"official: {second} wins by forfeit. The reason: Late")


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("tournament_started", "Play begins: Cup"),
        ("stage_generated", "Final is drawn: Cup"),
        ("match_ready", "Your match is ready: "),
        ("result_reported", "Confirm the score: "),
        ("dispute_opened", "Dispute: "),
        ("dispute_resolved", "Dispute decided: "),
        ("result_confirmed", "Official result: "),
        ("result_corrected", "Corrected result: "),
    ],
)
def test_every_notice_of_a_tournament_that_is_played_has_its_words(
    event: str, words: str, committed: Committed
):
    with committed():
        _a_whole_cup()

    told = InboxMessage.objects.filter(event=event)[0]
    assert told.subject.startswith(words)
    assert "Cup" in told.body


def _a_whole_cup() -> None:
    """Play a cup of two stages in which everything happens that people are told of."""
    semis = StageSpec(code="semis", name="Semis", format="single_elimination")
    sources = ({"stage": "semis", "places": [1, 2]},)
    final = StageSpec(code="final", name="Final", format="single_elimination", sources=sources)
    cup = a_live_tournament_of_people(4, stages=(semis, final), name="Cup")
    _deliver()
    first = match_of(cup, "R1.1", "semis")
    _dispute(first)
    services.override_result(match=first, result=win(first), by=cup.organizer)
    play(match_of(cup, "R1.2", "semis"))
    _deliver()
    play(match_of(cup, "R2.1", "semis"))
    _deliver()
    last = play(match_of(cup, "R1.1", "final"))
    services.override_result(match=last, result=win(last, 1), by=cup.organizer, reason="Misread")
    _deliver()


def _dispute(match: Match) -> None:
    ann, bob = people(match)
    assert ann is not None
    assert bob is not None
    claim(match, 0, ann)
    _deliver()
    claim(match, 1, bob, winner=1)
    _deliver()


def _deliver() -> None:
    """Deliver what is due now: the news first, and then the notices that follow from it."""
    while outbox.flush():
        pass


def test_captains_hear_as_well_and_other_members_do_not():
    cup = a_tournament(entrants=0, entrant_kind="team")
    registration = a_registration(cup)
    registration.members.all().delete()
    captain, player, gone = a_user(), a_user(), a_user()
    for person, role, is_active in (
        (captain, "captain", True),
        (player, "player", True),
        (gone, "captain", False),
    ):
        RosterMember.objects.create(
            tournament=cup, registration=registration, user=person, role=role, is_active=is_active
        )

    people_told = speakers([registration.entrant.pk])

    assert set(people_told) == {registration.user, captain}


def test_a_lost_delivery_tells_nobody_twice(
    fake_notifications: FakeNotifications, committed: Committed
):
    match, ann, _bob = a_duel()
    with committed():
        claim(match, 0, ann)
    OutboxMessage.objects.update(delivered_at=None, available_at="2000-01-01T00:00Z")

    _deliver()

    assert len(notices(fake_notifications, "result_reported")) == 1


def test_news_of_a_match_that_is_gone_is_no_failure():
    cup = a_live_tournament_of_people(4)
    OutboxMessage.objects.create(
        topic="event:match_ready",
        key="match_ready:gone",
        payload={"tournament": cup.pk, "stage": 1, "match": 0},
        available_at="2000-01-01T00:00Z",
    )

    outbox.flush()

    assert OutboxMessage.objects.get(key="match_ready:gone").delivered_at is not None


def test_a_result_and_its_notices_cost_the_same_among_few_and_many(committed: Committed):
    costs = [queries_to_tell(entrants) for entrants in (8, 32)]

    few, many = costs
    assert few == many


def queries_to_tell(entrants: int) -> int:
    """Count for a result that is told, and that makes a match ready of which two are told."""
    cup = a_live_tournament_of_people(entrants)
    _deliver()
    play(match_of(cup, "R1.1"))
    _deliver()
    with CaptureQueriesContext(connection) as queries:
        play(match_of(cup, "R1.2"))
        _deliver()
    assert Tournament.objects.get(pk=cup.pk).state == "live"
    return len(queries)
