"""Results feed the rankings: once for each version of a result, taken back when it is corrected."""

import pytest
from tests.factories import LEAGUE, a_tournament, a_user
from tests.playing import (
    a_duel,
    a_live_tournament,
    a_live_tournament_of_people,
    match_of,
    play,
    sides,
    win,
)

from bracketcore import Draw, Walkover
from tests.conftest import Committed
from tournament_engine import outbox
from tournament_engine.bracket import services as brackets
from tournament_engine.core.models import EntrantKind
from tournament_engine.hooks.models import Rating
from tournament_engine.hooks.rankings import Outcome, OutcomeKind
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match
from tournament_engine.match.ranked import RankedResult
from tournament_engine.match.services.rankings import update_rankings
from tournament_engine.outbox import OutboxMessage
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.registration.ranking import ranked_id
from tournament_engine.testing import FakeRankings

pytestmark = pytest.mark.django_db


def flush() -> None:
    """Let the time pass that the outbox waits after a failure."""
    OutboxMessage.objects.update(available_at="2000-01-01T00:00Z")
    outbox.flush()


def correct(match: Match, side: int, *, cascade: bool = False) -> Match:
    return matches.override_result(
        match=match,
        result=win(match, side),
        by=match.tournament.organizer,
        reason="Typing error",
        cascade=cascade,
    )


def test_a_confirmed_result_counts_in_its_game(committed: Committed):
    match, ann, bob = a_duel()

    with committed():
        play(match)

    rated = dict(Rating.objects.values_list("entrant", "value"))
    assert rated == {f"user:{ann.pk}": 1510, f"user:{bob.pk}": 1490}
    assert set(Rating.objects.values_list("scope", flat=True)) == {str(match.tournament.game_id)}


def test_a_correction_takes_the_old_result_back_and_lets_the_new_one_count(committed: Committed):
    match, ann, bob = a_duel()
    with committed():
        play(match)

    with committed():
        correct(match, 1)

    rated = dict(Rating.objects.values_list("entrant", "value"))
    assert rated == {f"user:{ann.pk}": 1490, f"user:{bob.pk}": 1510}


def test_a_draw_counts_half(fake_rankings: FakeRankings, committed: Committed):
    match, ann, bob = a_duel(stages=(LEAGUE,))

    with committed():
        matches.confirm_result(match=match, result=Draw(), by=match.tournament.organizer)

    [counted] = fake_rankings.counted.values()
    scope = str(match.tournament.game_id)
    first, second = f"user:{ann.pk}", f"user:{bob.pk}"
    assert counted == (Outcome(scope, first, second, 0.5, OutcomeKind.DRAW),)


def test_a_walkover_is_told_as_one_and_moves_no_points(committed: Committed):
    match, ann, _bob = a_duel()
    with committed():
        matches.confirm_result(
            match=match, result=Walkover(sides(match)[0]), by=match.tournament.organizer
        )

    [noted] = RankedResult.objects.all()
    assert (noted.outcomes[0]["kind"], noted.outcomes[0]["first"]) == ("walkover", f"user:{ann.pk}")
    assert Rating.objects.count() == 0


def test_names_that_stand_for_nobody_are_not_ranked(
    fake_rankings: FakeRankings, committed: Committed
):
    match = match_of(a_live_tournament(entrants=2), "R1.1")

    with committed():
        play(match)

    assert (fake_rankings.calls, RankedResult.objects.count()) == (0, 0)


def test_a_result_is_told_again_after_a_failure_and_counts_once(
    fake_rankings: FakeRankings, committed: Committed
):
    match, _ann, _bob = a_duel()
    fake_rankings.refuse, fake_rankings.lose = 1, 1

    with committed():
        play(match)
    flush()
    flush()
    flush()

    assert (fake_rankings.calls, len(fake_rankings.counted)) == (3, 1)
    assert not RankedResult.objects.untold().exists()


def test_a_correction_while_the_service_is_down_leaves_the_last_result_alone(
    fake_rankings: FakeRankings, committed: Committed
):
    match, _ann, bob = a_duel()
    fake_rankings.refuse = 2
    with committed():
        play(match)
    with committed():
        correct(match, 1)

    flush()

    [(counted,)] = fake_rankings.counted.values()
    assert (counted.second, counted.score) == (f"user:{bob.pk}", 0.0)
    assert len(fake_rankings.reverted) == 1


def test_a_cascade_takes_back_what_it_clears(fake_rankings: FakeRankings, committed: Committed):
    tournament = a_live_tournament_of_people(4)
    with committed():
        for code in ("R1.1", "R1.2", "R2.1"):
            play(match_of(tournament, code))

    with committed():
        correct(match_of(tournament, "R1.1"), 1, cascade=True)

    finals = {f"match:{match_of(tournament, 'R2.1').pk}:"}
    assert len(fake_rankings.counted) == 2
    assert not any(key.startswith(tuple(finals)) for key in fake_rankings.counted)


def test_byes_and_the_walkovers_of_those_who_left_are_told_at_the_end(
    fake_rankings: FakeRankings, committed: Committed
):
    tournament = a_live_tournament_of_people(3)
    last = match_of(tournament, "R2.1")
    with committed():
        play(match_of(tournament, "R1.2"))
    entrant = Entrant.objects.get(pk=sides(last)[0])

    with committed():
        brackets.withdraw_entrant(entrant=entrant, by=tournament.organizer, reason="Ill")

    kinds = sorted(outcome.kind for (outcome,) in fake_rankings.counted.values())
    assert kinds == [OutcomeKind.BYE, OutcomeKind.WALKOVER, OutcomeKind.WIN]


def test_nothing_new_is_told_twice(fake_rankings: FakeRankings, committed: Committed):
    match, _ann, _bob = a_duel()
    with committed():
        play(match)

    assert update_rankings(matches=Match.objects.all()) == 0
    assert fake_rankings.calls == 1


def test_seeds_follow_the_ranking_and_the_unranked_come_last(fake_rankings: FakeRankings):
    tournament = a_tournament(entrants=["Typed in"])
    people = [a_user() for _number in range(4)]
    for person in people:
        registrations.register(tournament=tournament, user=person, by=person)
    scope = str(tournament.game_id)
    for person, value in zip(people, (1500.0, None, 1700.0, 1500.0), strict=True):
        if value is not None:
            fake_rankings.given[scope, f"user:{person.pk}"] = value
    stage = tournament.stages.get()

    bracket = brackets.seed_entrants(stage=stage, method="ranked", by=tournament.organizer)

    names = {str(row.pk): row for row in Entrant.objects.select_related("registration")}
    order = [names[key].registration.user for key in bracket.seeding]
    assert order == [people[2], people[0], people[3], None, people[1]]


@pytest.mark.parametrize(
    ("facts", "kind", "expected"),
    [
        ({"team_ref": "7", "user_id": 1}, EntrantKind.TEAM, "team:7"),
        ({"team_ref": "", "user_id": 1}, EntrantKind.TEAM, ""),
        ({"team_ref": "", "user_id": 1}, EntrantKind.SOLO, "user:1"),
        ({"team_ref": "", "user_id": None}, EntrantKind.SOLO, ""),
    ],
)
def test_an_entrant_is_ranked_as_the_team_or_the_person_behind_it(
    facts: dict[str, object], kind: EntrantKind, expected: str
):
    assert ranked_id(Registration(**facts), kind) == expected
