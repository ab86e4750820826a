import pytest
from tests.factories import LEAGUE
from tests.playing import a_duel, a_live_tournament, match_of, play, win

from tournament_engine.bracket import services as brackets
from tournament_engine.core import services as tournaments
from tournament_engine.errors import Conflict, IllegalTransition
from tournament_engine.match import cases, services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match

pytestmark = pytest.mark.django_db


class Court:
    """Whoever decides contests, as a test wants it: it keeps what it heard."""

    def __init__(self):
        self.heard = []

    def contradicted(self, match, *, side, by):
        self.heard.append(("contradicted", side, by))

    def settled(self, match, *, result, by, reason):
        self.heard.append(("settled", result, by, reason))


@pytest.fixture
def court(monkeypatch):
    court = Court()
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


@pytest.mark.usefixtures("court")
def test_a_contested_claim_waits_again_once_it_is_released():
    match, ann, bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match), by=ann)
    services.submit_score(match=match, side=1, result=win(match, 1), by=bob)

    services.release_match(match=match, by=None, raiser_side=1)

    match.refresh_from_db()
    assert match.state == "pending_result"
    assert claims(match) == [(0, "pending"), (1, "rejected")]
    assert services.accept_score(match=match, by=bob).state == "completed"


def test_a_match_that_waits_for_its_sides_is_not_contested():
    tournament = a_live_tournament(entrants=4)

    with pytest.raises(IllegalTransition):
        services.contest_result(match=match_of(tournament, "R2.1"), by=tournament.organizer)


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


def test_the_sides_do_nothing_in_a_match_that_is_held():
    match, ann, bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match), by=ann)
    services.hold_matches(tournament=match.tournament, held=[match.pk])

    for act in (
        lambda: services.start_match(match=match, by=ann),
        lambda: services.submit_score(match=match, side=1, result=win(match), by=bob),
        lambda: services.accept_score(match=match, by=bob),
        lambda: services.confirm_result(
            match=match, result=win(match), by=match.tournament.organizer
        ),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "match_held"

    services.hold_matches(tournament=match.tournament, held=[])
    assert services.accept_score(match=match, by=bob).state == "completed"


def test_a_match_that_is_held_still_learns_who_plays_in_it():
    tournament = a_live_tournament(entrants=4)
    services.hold_matches(tournament=tournament, held=[match_of(tournament, "R2.1").pk])

    play(match_of(tournament, "R1.1"))
    play(match_of(tournament, "R1.2"))

    final = match_of(tournament, "R2.1")
    assert (final.state, final.is_held) == ("ready", True)


def test_nobody_withdraws_out_of_a_match_that_is_held():
    match, ann, _bob = a_duel()
    entrant = match.tournament.entrants.get(sides__match=match, sides__side=0)
    services.hold_matches(tournament=match.tournament, held=[match.pk])

    with pytest.raises(Conflict) as refused:
        brackets.withdraw_entrant(entrant=entrant, by=ann)

    assert refused.value.code == "match_held"


def test_no_cascade_touches_a_contested_match_until_it_is_decided():
    tournament = a_live_tournament(entrants=4)
    first = play(match_of(tournament, "R1.1"))
    play(match_of(tournament, "R1.2"))
    final = play(match_of(tournament, "R2.1"))
    services.contest_result(match=final, by=None)
    services.hold_matches(tournament=tournament, held=[final.pk])

    with pytest.raises(Conflict) as refused:
        services.override_result(
            match=match_of(tournament, "R1.1"),
            result=win(first, 1),
            by=tournament.organizer,
            reason="A mistake",
            cascade=True,
        )

    assert refused.value.code == "match_held"
    assert match_of(tournament, "R2.1").state == "disputed"


def test_a_replay_takes_the_result_back_and_what_came_of_it():
    tournament = a_live_tournament(entrants=4)
    first = play(match_of(tournament, "R1.1"))
    play(match_of(tournament, "R1.2"))
    play(match_of(tournament, "R2.1"))
    services.contest_result(match=first, by=None)

    with pytest.raises(Conflict) as refused:
        services.replay_match(match=first, by=tournament.organizer)
    services.replay_match(match=first, by=tournament.organizer, cascade=True)

    assert refused.value.code == "later_matches_played"
    assert match_of(tournament, "R1.1").state == "ready"
    assert match_of(tournament, "R2.1").state == "waiting"
    assert check_projection(first.bracket) == []


def test_a_replay_of_what_was_only_claimed_rejects_the_claims():
    match, ann, bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match), by=ann)
    services.submit_score(match=match, side=1, result=win(match, 1), by=bob)

    services.replay_match(match=match, by=match.tournament.organizer)

    match.refresh_from_db()
    assert match.state == "ready"
    assert claims(match) == [(0, "rejected"), (1, "rejected")]


def test_what_nobody_contests_is_not_played_again():
    match, _ann, _bob = a_duel()
    services.cancel_matches(match.tournament, None)

    with pytest.raises(IllegalTransition, match="cannot be played again"):
        services.replay_match(match=match, by=match.tournament.organizer)


def test_the_order_to_play_again_is_contested_and_stands():
    match, ann, bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match), by=ann)
    services.submit_score(match=match, side=1, result=win(match, 1), by=bob)
    services.replay_match(match=match, by=match.tournament.organizer)
    services.contest_result(match=match, by=bob)

    services.release_match(match=match, by=None, raiser_side=1)

    match.refresh_from_db()
    assert match.state == "ready"


def test_the_court_hears_of_a_contradiction_and_of_the_result_that_ends_it(court):
    match, ann, bob = a_duel()
    organizer = match.tournament.organizer

    services.submit_score(match=match, side=0, result=win(match), by=ann)
    services.submit_score(match=match, side=1, result=win(match, 1), by=bob)
    services.override_result(match=match, result=win(match, 1), by=organizer, reason="Seen it")

    assert court.heard == [
        ("contradicted", 1, bob),
        ("settled", win(match, 1), organizer, "Seen it"),
    ]
