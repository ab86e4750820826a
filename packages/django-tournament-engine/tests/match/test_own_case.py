"""Who decides a match: those whose role says so, and nobody a dispute of one's own."""

import pytest
from tests.factories import a_site_admin, a_staff_member, a_user
from tests.playing import a_live_tournament_of_people, match_of, sides, win

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.errors import NotAllowed
from tournament_engine.match import services
from tournament_engine.match.models import Match
from tournament_engine.match.permissions import CORRECT, MANAGE, is_party
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Registration
from tournament_engine.testing import FakeTeam

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup() -> Tournament:
    return a_live_tournament_of_people(4)


def player_of(match: Match, side: int = 0):
    entrant = int(sides(match)[side])
    return Registration.objects.get(entrant=entrant).user


def test_a_referee_decides_and_a_head_referee_corrects(cup: Tournament):
    referee = a_staff_member(cup, Role.REFEREE)
    head = a_staff_member(cup, Role.HEAD_REFEREE)
    match = match_of(cup, "R1.1")
    second = sides(match)[1]

    services.override_result(match=match, result=win(match), by=referee)
    with pytest.raises(NotAllowed):
        services.override_result(match=match, result=win(match, 1), by=referee, reason="Misread")
    services.override_result(match=match, result=win(match, 1), by=head, reason="Misread")

    match.refresh_from_db()
    assert match.result_kind == "win"
    assert sides(match_of(cup, "R2.1"))[0] == second


def test_a_bracket_manager_corrects_but_does_not_decide(cup: Tournament):
    manager = a_staff_member(cup, Role.BRACKET_MANAGER)
    match = match_of(cup, "R1.1")
    second = sides(match)[1]

    with pytest.raises(NotAllowed):
        services.override_result(match=match, result=win(match), by=manager)
    services.override_result(match=match, result=win(match), by=cup.organizer)
    services.override_result(match=match, result=win(match, 1), by=manager, reason="Misread")

    assert sides(match_of(cup, "R2.1"))[0] == second


def test_a_head_referee_may_reopen_what_ended_the_tournament(cup: Tournament):
    head = a_staff_member(cup, Role.HEAD_REFEREE)
    for code in ("R1.1", "R1.2", "R2.1"):
        match = match_of(cup, code)
        services.override_result(match=match, result=win(match), by=cup.organizer)
    match = match_of(cup, "R1.1")

    services.override_result(
        match=match, result=win(match, 1), by=head, reason="Misread", cascade=True
    )

    cup.refresh_from_db()
    assert cup.state == "live"


def test_a_referee_who_plays_does_not_decide_his_own_match(cup: Tournament):
    match = match_of(cup, "R1.1")
    referee = a_staff_member(cup, Role.HEAD_REFEREE, player_of(match))

    own = [permissions.can(referee, code, match_of(cup, "R1.1")) for code in (MANAGE, CORRECT)]
    others = [permissions.can(referee, code, match_of(cup, "R1.2")) for code in (MANAGE, CORRECT)]

    assert (own, others) == ([False, False], [True, True])


def test_an_organiser_who_plays_writes_results_down_until_they_are_disputed(cup: Tournament):
    match = match_of(cup, "R1.1")
    person = player_of(match)
    Tournament.objects.update(organizer=person)
    match = match_of(cup, "R1.1")
    assert permissions.can(person, MANAGE, match)

    Match.objects.filter(pk=match.pk).update(state="disputed")

    match = match_of(cup, "R1.1")
    assert not permissions.can(person, MANAGE, match)


def test_the_site_s_staff_has_no_short_cut_in_a_dispute_of_its_own(cup: Tournament):
    admin, other = a_site_admin(), a_site_admin()
    match = match_of(cup, "R1.1")
    Registration.objects.filter(entrant=int(sides(match)[0])).update(user=admin)
    Match.objects.filter(pk=match.pk).update(state="disputed")

    match = match_of(cup, "R1.1")

    assert not permissions.can(admin, MANAGE, match)
    assert permissions.can(other, MANAGE, match)


def test_whoever_is_on_the_roster_or_manages_the_team_is_a_party(fake_teams, cup: Tournament):
    match = match_of(cup, "R1.1")
    member, manager = a_user(), a_user()
    registration = Registration.objects.get(entrant=int(sides(match)[1]))
    registration.members.create(tournament=cup, user=member, name="Bob", role="player")
    fake_teams.teams["t1"] = FakeTeam("Team", frozenset({str(manager.pk)}))
    Registration.objects.filter(pk=registration.pk).update(team_ref="t1")

    parties = [is_party(person, match) for person in (member, manager, a_user())]

    assert parties == [True, True, False]


def test_a_referee_disqualifies_and_does_not_enter_or_cancel(cup: Tournament):
    referee = a_staff_member(cup, Role.REFEREE)

    with pytest.raises(NotAllowed):
        registrations.add_entrants(tournament=cup, names=["Eve"], by=referee)

    row = cup.registrations.all()[0]
    registrations.disqualify(registration=row, by=referee, reason="Cheating")
    assert row.state == "disqualified"
