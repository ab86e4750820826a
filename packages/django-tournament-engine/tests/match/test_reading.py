import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories import a_site_admin, a_user
from tests.playing import (
    a_closed_tournament,
    a_duel,
    a_live_tournament,
    bracket_of,
    first_stage,
    match_of,
    play,
    win,
)

from tournament_engine import hooks, permissions
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.models import Bracket
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match, MatchSide
from tournament_engine.match.permissions import CONFIRM, MANAGE, REPORT
from tournament_engine.match.queries import sides_of
from tournament_engine.registration.models import Registration, RosterMember
from tournament_engine.testing import FakeTeam, FakeTeams
from tournament_engine.users import AnyUser

pytestmark = pytest.mark.django_db


def test_a_draw_that_is_not_published_shows_no_match():
    tournament = a_closed_tournament(entrants=4)
    brackets.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)

    assert list(Match.objects.for_tournament_page(tournament)) == []
    assert list(Bracket.objects.for_page(tournament)) == []
    assert Match.objects.for_bracket(bracket_of(tournament)).count() == 3


def test_the_matches_of_a_tournament_come_in_playing_order_with_their_sides():
    tournament = a_live_tournament(entrants=3)

    rows = Match.objects.for_tournament_page(tournament)

    told = [(row.code, [str(side.entrant) for side in row.sides.all()]) for row in rows]
    assert told == [
        ("R1.1", ["Entrant 1", "None"]),
        ("R1.2", ["Entrant 2", "Entrant 3"]),
        ("R2.1", ["Entrant 1", "None"]),
    ]


def test_a_stage_is_read_without_what_a_list_does_not_show():
    tournament = a_live_tournament(entrants=3)

    (bracket,) = Bracket.objects.filter(tournament=tournament).for_list()

    assert bracket.get_deferred_fields() == {"snapshot", "seeding"}


def test_a_player_finds_his_own_matches():
    match, ann, _bob = a_duel()

    assert list(Match.objects.for_user(ann)) == [match]
    assert list(Match.objects.for_user(a_user())) == []
    assert list(Match.objects.for_user(AnonymousUser())) == []


def test_a_settled_match_is_neither_open_nor_to_be_reported():
    match, ann, _bob = a_duel()
    open_before = list(Match.objects.unsettled()), list(Match.objects.for_user(ann).reportable())

    play(match)

    assert open_before == ([match], [match])
    assert (list(Match.objects.unsettled()), list(Match.objects.reportable())) == ([], [])


def test_the_page_of_a_match_has_its_claims_at_hand(django_assert_num_queries):
    match, _ann, _bob = a_duel()

    with django_assert_num_queries(3):
        row = Match.objects.for_match_page().get(pk=match.pk)
        read = (list(row.claims.all()), [str(side.entrant) for side in row.sides.all()])

    assert read[0] == []
    assert row.bracket.stage.code == "knockout"


def test_the_captain_acts_for_the_entrant():
    match, ann, _bob = a_duel()
    captain, player = a_user(), a_user()
    registration = Registration.objects.get(user=ann)
    for user, role in ((captain, "captain"), (player, "player")):
        RosterMember.objects.create(
            tournament=match.tournament, registration=registration, user=user, name="X", role=role
        )

    assert (set(sides_of(captain, match)), set(sides_of(player, match))) == ({0}, set())
    assert list(Match.objects.for_user(captain)) == [match]


def know_team(team):
    teams = hooks.teams()
    assert isinstance(teams, FakeTeams)
    teams.teams["7"] = team


def test_whoever_manages_the_team_acts_for_the_entrant(settings):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"teams": "tournament_engine.testing.FakeTeams"}}
    match, ann, _bob = a_duel()
    manager = a_user()
    know_team(FakeTeam(name="Seven", managers=frozenset({str(manager.pk)})))
    Registration.objects.filter(user=ann).update(team_ref="7")

    assert sides_of(manager, match) == {0}
    assert list(Match.objects.for_user(manager)) == [match]


def test_nobody_acts_for_a_side_without_being_logged_in():
    match, _ann, _bob = a_duel()

    assert sides_of(AnonymousUser(), match) == frozenset()


def test_the_capabilities_of_a_match():
    match, ann, _bob = a_duel()
    people: list[AnyUser] = [ann, match.tournament.organizer, a_site_admin(), a_user()]
    people.append(AnonymousUser())

    table = {
        capability: [permissions.can(user, capability, match) for user in people]
        for capability in (REPORT, CONFIRM, MANAGE)
    }

    assert table == {
        REPORT: [True, False, False, False, False],
        CONFIRM: [False] * 5,
        MANAGE: [False, True, True, False, False],
    }


def test_a_row_that_somebody_changed_by_hand_is_found():
    tournament = a_live_tournament(entrants=4)
    play(match_of(tournament, "R1.1"))
    bracket = bracket_of(tournament)

    MatchSide.objects.filter(match__code="R2.1", side=0).update(entrant=None)
    Match.objects.filter(code="R1.2").update(best_of=5)
    MatchSide.objects.filter(match__code="R1.2", side=1).update(feeder_seed=9)

    assert [line.partition(":")[0] for line in check_projection(bracket)] == [
        "R1.2",
        "R1.2",
        "R1.2",
        "R2.1",
    ]


def test_a_snapshot_that_differs_from_its_history_is_found():
    tournament = a_live_tournament(entrants=4)
    play(match_of(tournament, "R1.1"))
    bracket = bracket_of(tournament)

    Bracket.objects.update(snapshot={**bracket.snapshot, "history": []})

    assert check_projection(bracket) == [
        "The snapshot differs from the history: store the replayed stage."
    ]


def test_a_seeding_that_differs_from_the_stage_is_found():
    bracket = bracket_of(a_live_tournament(entrants=2))

    Bracket.objects.update(seeding=bracket.seeding[::-1])

    assert check_projection(bracket) == ["The seeding differs from the entrants of the stage."]


def test_a_missing_match_is_found():
    bracket = bracket_of(a_live_tournament(entrants=4))

    Match.objects.filter(code="R1.1").delete()

    assert check_projection(bracket) == [
        "The rows are not the matches of the stage, in their order."
    ]


def test_matches_without_a_draw_are_found():
    bracket = bracket_of(a_live_tournament(entrants=2))

    Bracket.objects.update(snapshot={}, state="pending")

    assert check_projection(bracket) == ["R1.1: there is a row, and no draw."]


def test_a_stored_stage_plays_on_where_it_was():
    tournament = a_live_tournament(entrants=4)
    match = match_of(tournament, "R1.1")
    play(match)

    event = bracket_of(tournament).events.get()

    assert (event.number, event.by, event.data) == (
        1,
        tournament.organizer,
        {
            "event": "recorded",
            "match": "R1.1",
            "result": {"result": "win", "winner": win(match).winner},
        },
    )
