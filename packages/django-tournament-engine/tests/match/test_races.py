"""Two people at once, on PostgreSQL, with real threads; each race has a twin without its lock.

The twin must lose something: it shows that the race is run at all.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.playing import a_duel, a_live_tournament, bracket_of, match_of, win

from tournament_engine import jobs
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.services import flow
from tournament_engine.errors import Conflict
from tournament_engine.match import services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match
from tournament_engine.match.services import official, reports
from tournament_engine.outbox import OutboxMessage

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

TOGETHER_S = 5


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each act in a thread and connection of its own; return what came of each."""

    def run(act):
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what came of the act
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))


def confirming(match, side):
    """Return an act that reads the match as a page does, and confirms a result of it."""
    result, by = win(match, side), match.tournament.organizer

    def act():
        fresh = Match.objects.with_stage().get(pk=match.pk)
        return services.confirm_result(match=fresh, result=result, by=by)

    return act


def take_the_lock_out(monkeypatch):
    """Let two read at the same moment, and neither wait for the other to write."""
    met = Barrier(2, timeout=TOGETHER_S)

    def read(bracket):
        fresh = Bracket.objects.with_stage().get(pk=bracket.pk)
        met.wait()
        return fresh

    monkeypatch.setattr(brackets, "lock", read)
    monkeypatch.setattr(flow, "lock", read)


def taken_and_refused(outcomes):
    conflicts = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    return len(outcomes) - len(conflicts), [conflict.code for conflict in conflicts]


def test_of_two_results_for_one_match_one_is_taken_and_the_other_told():
    match = match_of(a_live_tournament(entrants=4), "R1.1")

    outcomes = at_once(confirming(match, 0), confirming(match, 1))

    assert taken_and_refused(outcomes) == (1, ["match_already_played"])
    assert check_projection(match.bracket) == []


def test_without_the_lock_two_results_for_one_match_are_not_told_apart(monkeypatch):
    match = match_of(a_live_tournament(entrants=4), "R1.1")
    acts = confirming(match, 0), confirming(match, 1)
    take_the_lock_out(monkeypatch)

    outcomes = at_once(*acts)

    assert taken_and_refused(outcomes) != (1, ["match_already_played"])


def test_both_winners_of_two_siblings_advance():
    tournament = a_live_tournament(entrants=4)
    first, second = match_of(tournament, "R1.1"), match_of(tournament, "R1.2")

    at_once(confirming(first, 0), confirming(second, 0))

    final = match_of(tournament, "R2.1")
    assert [side.entrant_id for side in final.sides.order_by("side")] == [
        match.sides.get(side=0).entrant_id for match in (first, second)
    ]
    assert final.state == "ready"
    assert check_projection(bracket_of(tournament)) == []


def test_without_the_lock_one_of_two_siblings_is_lost(monkeypatch):
    tournament = a_live_tournament(entrants=4)
    acts = [confirming(match_of(tournament, code), 0) for code in ("R1.1", "R1.2")]
    take_the_lock_out(monkeypatch)

    at_once(*acts)

    assert bracket_of(tournament).events.count() == 1


def test_many_reports_of_one_match_make_one_transition():
    match, ann, bob = a_duel()
    reports = [
        (side, user, win(match, winner))
        for side, user in enumerate((ann, bob))
        for winner in (0, 1)
    ]

    def reporting(side, user, result):
        def act():
            fresh = Match.objects.with_stage().get(pk=match.pk)
            return services.submit_score(match=fresh, side=side, result=result, by=user)

        return act

    outcomes = at_once(*(reporting(*report) for report in reports))

    match.refresh_from_db()
    assert all(isinstance(outcome, Match | Conflict) for outcome in outcomes)
    assert match.state in {"completed", "disputed"}
    assert match.claims.filter(state="pending").count() == 0
    assert check_projection(match.bracket) == []


def test_whoever_waits_too_long_for_a_bracket_is_told_to_try_again():
    tournament = a_live_tournament(entrants=4)
    bracket = bracket_of(tournament)
    match = match_of(tournament, "R1.1")

    with transaction.atomic():
        brackets.lock(bracket)
        [outcome] = at_once(confirming(match, 0))

    assert isinstance(outcome, Conflict)
    assert outcome.code == "busy"


def test_the_tournament_is_locked_before_its_bracket():
    bracket = bracket_of(a_live_tournament(entrants=4))

    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        brackets.lock(bracket)

    (locking,) = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    assert locking.endswith('OF "tournament_engine_tournament", "tournament_engine_bracket"')


#: So many people press the button in one moment.
MANY = 50


def edited(match, version, side, by):
    """Return an act that decides a match as it was read at `version`, or corrects it."""

    def act():
        fresh = Match.objects.with_stage().get(pk=match.pk)
        result = win(fresh, side)
        return services.override_result(
            match=fresh, result=result, by=by, version=version, reason="As I saw it"
        )

    return act


@pytest.mark.parametrize("pair", range(MANY))
def test_of_two_editors_of_one_match_one_succeeds_and_the_other_gets_a_409(pair):
    match = match_of(a_live_tournament(entrants=2), "R1.1")
    by = match.tournament.organizer

    outcomes = at_once(*(edited(match, match.version, side, by) for side in (0, 1)))

    refused = [one.code for one in outcomes if isinstance(one, Conflict)]
    assert refused == ["stale_version"]
    assert bracket_of(match.tournament).events.count() == 1


def test_without_the_version_the_second_editor_overwrites_the_first(monkeypatch):
    monkeypatch.setattr(official, "check_version", lambda match, version: None)
    match = match_of(a_live_tournament(entrants=2), "R1.1")
    by = match.tournament.organizer

    outcomes = at_once(*(edited(match, match.version, side, by) for side in (0, 1)))

    assert not any(isinstance(one, Conflict) for one in outcomes)
    assert bracket_of(match.tournament).events.count() == 2


@pytest.mark.parametrize("winners", [(0,), (0, 1)], ids=["equal", "contradictory"])
def test_many_parallel_reports_make_exactly_one_transition(winners):
    match, ann, bob = a_duel()
    people = (ann, bob)

    def reporting(number):
        side = number % 2
        result = win(match, winners[(number // 2) % len(winners)])

        def act():
            fresh = Match.objects.with_stage().get(pk=match.pk)
            return services.submit_score(match=fresh, side=side, result=result, by=people[side])

        return act

    outcomes = at_once(*(reporting(number) for number in range(MANY)))

    match.refresh_from_db()
    events = bracket_of(match.tournament).events.count()
    assert all(isinstance(one, Match | Conflict) for one in outcomes)
    assert (match.state, events) in {("completed", 1), ("disputed", 0)}
    ended = OutboxMessage.objects.filter(key__regex=r"^result_(confirmed|disputed):")
    assert ended.count() == 1
    assert check_projection(match.bracket) == []


def test_without_the_lock_two_contradicting_sides_do_not_hear_each_other(monkeypatch):
    match, *people = a_duel()
    met = Barrier(2, timeout=TOGETHER_S)

    def read(row):
        fresh = Match.objects.with_stage().get(pk=row.pk)
        fresh.tournament = fresh.bracket.tournament
        met.wait()
        return fresh

    monkeypatch.setattr(reports, "lock_match", read)

    def reporting(side):
        def act():
            fresh = Match.objects.with_stage().get(pk=match.pk)
            return services.submit_score(
                match=fresh, side=side, result=win(match, side), by=people[side]
            )

        return act

    at_once(reporting(0), reporting(1))

    assert match.claims.filter(state="disputed").count() == 0


def test_a_claim_and_the_clock_at_once_end_in_one_of_two_ways():
    match, ann, bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match, 0), by=ann)
    later = timezone.now() + timedelta(minutes=31)

    def contradicting():
        fresh = Match.objects.with_stage().get(pk=match.pk)
        return services.submit_score(match=fresh, side=1, result=win(match, 1), by=bob)

    def ticking():
        return services.auto_confirm_due(later)

    said, confirmed = at_once(contradicting, ticking)

    match.refresh_from_db()
    if match.state == "completed":
        assert (confirmed, isinstance(said, Conflict)) == (1, True)
    else:
        assert (match.state, confirmed, isinstance(said, Match)) == ("disputed", 0, True)
    assert check_projection(match.bracket) == []


def test_without_the_lock_a_claim_and_the_clock_do_not_see_each_other(monkeypatch):
    match, ann, bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match, 0), by=ann)
    later = timezone.now() + timedelta(minutes=31)
    met = Barrier(2, timeout=TOGETHER_S)

    def read(row):
        fresh = Match.objects.with_stage().get(pk=row.pk)
        met.wait()
        return fresh

    monkeypatch.setattr(reports, "lock_match", read)
    monkeypatch.setattr(jobs, "each", lambda rows, act, **_: [act(row) for row in rows])

    def contradicting():
        fresh = Match.objects.with_stage().get(pk=match.pk)
        return services.submit_score(match=fresh, side=1, result=win(match, 1), by=bob)

    def ticking():
        with transaction.atomic():
            return services.auto_confirm_due(later)

    said, confirmed = at_once(contradicting, ticking)

    # Guarded, one of the two is told that it came too late; here neither of them is.
    assert not isinstance(said, Conflict) or isinstance(confirmed, Exception)
