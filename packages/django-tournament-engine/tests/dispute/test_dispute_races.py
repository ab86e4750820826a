"""Two people at once in one case, on PostgreSQL; each race has a twin without its lock.

The twin must lose something: it shows that the race is run at all.
"""

from threading import Barrier

import pytest
from tests.disputes import a_dispute, a_finished_duel, a_referee, fresh, raise_dispute, taken
from tests.match.test_races import TOGETHER_S, at_once
from tests.playing import match_of

from bracketcore import DoubleForfeit
from tournament_engine.dispute import services
from tournament_engine.dispute.models import Dispute
from tournament_engine.dispute.services import steps
from tournament_engine.errors import Conflict
from tournament_engine.match import services as matches
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def without_the_lock(monkeypatch):
    """Return what takes the lock out: two read at one moment, and neither waits."""

    def take_out():
        met = Barrier(2, timeout=TOGETHER_S)

        def read(row):
            met.wait()
            return row

        monkeypatch.setattr(steps, "lock_case", read)
        monkeypatch.setattr(matches, "lock_match", read)

    return take_out


def deciding(dispute, by, outcome):
    case = fresh(dispute)
    return lambda: services.resolve_dispute(
        dispute=case, outcome=outcome, decision="I saw it.", by=by
    )


def withdrawing(dispute, by):
    case = fresh(dispute)
    return lambda: services.withdraw_dispute(dispute=case, by=by)


def raising(match, by):
    row = Match.objects.with_stage().get(pk=match.pk)
    return lambda: raise_dispute(row, by)


def done(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Dispute)]


def refused(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Conflict)]


def decisions(dispute):
    return dispute.comments.filter(step__in=("resolved", "dismissed", "withdrawn")).count()


def two_referees():
    dispute, _ann, bob = a_dispute()
    first, second = (a_referee(dispute.tournament) for _number in range(2))
    taken(dispute, first)
    return dispute, first, second, bob


def test_of_two_referees_who_decide_one_case_one_does():
    dispute, first, second, _bob = two_referees()

    outcomes = at_once(
        deciding(dispute, first, "replay"), deciding(dispute, second, "double_forfeit")
    )

    assert (len(done(outcomes)), len(refused(outcomes)), decisions(dispute)) == (1, 1, 1)
    match = match_of(dispute.tournament, "R1.1")
    now = Dispute.objects.get()
    assert (now.outcome, match.state) in {("replay", "ready"), ("double_forfeit", "completed")}
    assert check_projection(match.bracket) == []


def test_without_the_lock_one_case_is_decided_twice(without_the_lock):
    dispute, first, second, _bob = two_referees()
    acts = (deciding(dispute, first, "replay"), deciding(dispute, second, "double_forfeit"))
    without_the_lock()

    outcomes = at_once(*acts)

    assert (len(done(outcomes)), len(refused(outcomes)), decisions(dispute)) != (1, 1, 1)


def test_a_decision_and_a_withdrawal_at_once_are_one_of_the_two():
    dispute, first, _second, bob = two_referees()

    outcomes = at_once(deciding(dispute, first, "double_forfeit"), withdrawing(dispute, bob))

    assert (len(done(outcomes)), len(refused(outcomes)), decisions(dispute)) == (1, 1, 1)
    match = match_of(dispute.tournament, "R1.1")
    now = Dispute.objects.get()
    assert (now.state, match.result_kind) in {("resolved", "double_forfeit"), ("withdrawn", "win")}
    assert (match.state, match.is_held) == ("completed", False)
    assert check_projection(match.bracket) == []


def test_without_the_lock_a_decision_and_a_withdrawal_are_not_told_apart(without_the_lock):
    dispute, first, _second, bob = two_referees()
    acts = (deciding(dispute, first, "double_forfeit"), withdrawing(dispute, bob))
    without_the_lock()

    outcomes = at_once(*acts)

    assert (len(done(outcomes)), len(refused(outcomes)), decisions(dispute)) != (1, 1, 1)


def test_of_two_disputes_about_one_match_at_once_one_is_opened():
    match, ann, bob = a_finished_duel()

    outcomes = at_once(raising(match, ann), raising(match, bob))

    assert (len(done(outcomes)), [error.code for error in refused(outcomes)]) == (
        1,
        ["dispute_open"],
    )
    assert Dispute.objects.count() == 1


def test_without_the_lock_only_the_database_keeps_the_second_dispute_out(without_the_lock):
    match, ann, bob = a_finished_duel()
    acts = (raising(match, ann), raising(match, bob))
    without_the_lock()

    outcomes = at_once(*acts)

    assert [error.code for error in refused(outcomes)] != ["dispute_open"]
    assert Dispute.objects.count() <= 1


def test_an_official_result_and_a_decision_at_once_end_the_case_once():
    dispute, first, second, _bob = two_referees()
    match = match_of(dispute.tournament, "R1.1")
    row = Match.objects.with_stage().get(pk=match.pk)

    at_once(
        deciding(dispute, first, "replay"),
        lambda: matches.override_result(
            match=row, result=DoubleForfeit(), by=second, reason="Late."
        ),
    )

    assert decisions(dispute) == 1
    assert check_projection(match.bracket) == []
