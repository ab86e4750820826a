import pytest
from tests.factories import LEAGUE
from tests.playing import a_duel, a_live_tournament, match_of, play, win

from tournament_engine.core import services as tournaments
from tournament_engine.errors import Conflict, IllegalTransition
from tournament_engine.match import cases, services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match

pytestmark = pytest.mark.django_db


class Court:
    """Whoever decides contests, as a test wants it: it holds matches and keeps what it heard."""

    def __init__(self, *held):
        self.held, self.heard = held, []

    def require_free(self, match):
        if match.code in self.held:
            raise Conflict("Held.", code="held")

    def contradicted(self, match, *, side, by):
        self.heard.append(("contradicted", side, by))

    def settled(self, match, *, result, by, reason):
        self.heard.append(("settled", result, by, reason))


@pytest.fixture
def court(monkeypatch):
    court = Court("R1.1")
    monkeypatch.setattr(cases, "_registered", [])
    cases.register(court)
    cases.register(court)
    return court


def a_finished_duel(**facts):
    match, ann, bob = a_duel(**facts)
    services.submit_score(match=match, side=0, result=win(match, score=(2, 1)), by=ann)
    return services.accept_score(match=match, by=bob), ann, bob


def claims(match):
    return list(match.claims.order_by("pk").values_list("side", "state"))


def test_a_contested_result_is_frozen_and_the_stage_goes_by_it_still():
    match, ann, _bob = a_finished_duel()

    services.contest_result(match=match, by=ann)

    match.refresh_from_db()
    assert (match.state, match.result_kind, match.games) == ("disputed", "win", [[2, 1]])
    assert claims(match) == [(0, "disputed")]
    assert check_projection(match.bracket) == []


def test_a_released_result_counts_as_before():
    match, ann, _bob = a_finished_duel()
    services.contest_result(match=match, by=ann)

    services.release_match(match=match, by=None)

    match.refresh_from_db()
    assert (match.state, match.result_kind) == ("completed", "win")
    assert claims(match) == [(0, "confirmed")]


def test_a_match_that_nobody_contests_is_not_released():
    match, ann, _bob = a_finished_duel()

    assert services.release_match(match=match, by=ann).state == "completed"


def test_a_contested_claim_waits_again_once_it_is_released():
    match, ann, bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match), by=ann)
    services.submit_score(match=match, side=1, result=win(match, 1), by=bob)

    services.release_match(match=match, by=None, raiser_side=1)

    match.refresh_from_db()
    assert match.state == "pending_result"
    assert claims(match) == [(0, "pending"), (1, "rejected")]
    assert services.accept_score(match=match, by=bob).state == "completed"


def test_only_a_claim_or_a_result_is_contested():
    match, ann, _bob = a_duel()

    with pytest.raises(IllegalTransition):
        services.contest_result(match=match, by=ann)


def test_a_decision_replaces_the_contested_result():
    match, ann, _bob = a_finished_duel()
    services.contest_result(match=match, by=ann)

    services.decide_match(
        match=match, result=win(match, 1), by=match.tournament.organizer, reason="The replay"
    )

    match.refresh_from_db()
    assert (match.state, match.sides.get(is_winner=True).side) == ("completed", 1)
    assert claims(match) == [(0, "rejected")]
    assert check_projection(match.bracket) == []


def test_the_same_result_again_ends_the_contest_too():
    match, ann, _bob = a_finished_duel()
    services.contest_result(match=match, by=ann)

    services.override_result(
        match=match,
        result=win(match, score=(2, 1)),
        by=match.tournament.organizer,
        reason="It was so",
    )

    match.refresh_from_db()
    assert (match.state, match.games) == ("completed", [[2, 1]])
    assert claims(match) == [(0, "confirmed")]


def test_a_tournament_ends_while_a_result_is_contested():
    tournament = a_live_tournament(entrants=3, stages=(LEAGUE,))
    first, *others = Match.objects.filter(tournament=tournament).with_stage()
    play(first)
    services.contest_result(match=first, by=tournament.organizer)

    for match in others:
        play(match)

    tournament.refresh_from_db()
    assert tournament.state == "completed"


def test_a_contested_result_outlasts_that_the_tournament_is_called_off():
    tournament = a_live_tournament(entrants=4)
    match = play(match_of(tournament, "R1.1"))
    services.contest_result(match=match, by=tournament.organizer)

    tournaments.cancel_tournament(tournament=tournament, by=tournament.organizer, reason="Rain")

    assert match_of(tournament, "R1.1").state == "disputed"
    assert match_of(tournament, "R1.2").state == "cancelled"


def test_the_sides_do_nothing_in_a_match_that_is_held(court):
    match, ann, bob = a_duel()
    court.held = ()
    services.submit_score(match=match, side=0, result=win(match), by=ann)
    court.held = ("R1.1",)

    for act in (
        lambda: services.start_match(match=match, by=ann),
        lambda: services.submit_score(match=match, side=1, result=win(match), by=bob),
        lambda: services.accept_score(match=match, by=bob),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "held"


def test_the_court_hears_of_a_contradiction_and_of_the_result_that_ends_it(court):
    court.held = ()
    match, ann, bob = a_duel()
    organizer = match.tournament.organizer

    services.submit_score(match=match, side=0, result=win(match), by=ann)
    services.submit_score(match=match, side=1, result=win(match, 1), by=bob)
    services.override_result(match=match, result=win(match, 1), by=organizer, reason="Seen it")

    assert court.heard == [
        ("contradicted", 1, bob),
        ("settled", win(match, 1), organizer, "Seen it"),
    ]
