"""Who is in a team: members come, go and take roles, until the roster is locked."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import a_registration, a_tournament, a_user, everybody_checked_in
from tests.people.models import Person
from tests.playing import a_live_tournament, started

from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, TournamentError
from tournament_engine.registration import services
from tournament_engine.registration.models import MemberRole, Registration, RosterMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def captain() -> Person:
    return a_user("ann")


@pytest.fixture
def team(captain: Person) -> Registration:
    cup = a_tournament(entrants=0, entrant_kind="team")
    return a_registration(cup, captain, name="Rooks", members=["Bob"])


def listed(team: Registration) -> list[tuple[str, str]]:
    """Return who is on the list, and as what."""
    rows = team.members.filter(is_active=True).order_by("pk")
    return [(member.name, member.role) for member in rows]


def member(team: Registration, name: str) -> RosterMember:
    return team.members.select_related("registration__tournament").get(name=name)


def with_account(team: Registration, name: str = "Cyd") -> RosterMember:
    row = RosterMember.objects.create(
        tournament=team.tournament, registration=team, user=a_user(), name=name
    )
    return member(team, row.name)


def locked(team: Registration) -> Registration:
    """Return the team once the check-in is closed."""
    cup, now = team.tournament, timezone.now()
    a_registration(cup, name="Bishops")
    tournaments.update_tournament(
        tournament=cup,
        by=cup.organizer,
        version=cup.version,
        check_in_opens_at=now - timedelta(hours=1),
        check_in_closes_at=now + timedelta(hours=1),
    )
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    tournaments.open_check_in(tournament=cup, by=cup.organizer)
    everybody_checked_in(cup)
    tournaments.close_check_in(tournament=cup, by=cup.organizer)
    return team


def substitute(team: Registration, by: Any = None, **facts: Any) -> RosterMember:
    told: dict[str, Any] = {"member": member(team, "Bob"), "name": "Dan", "reason": "Ill"}
    return services.substitute_member(by=by or team.tournament.organizer, **told | facts)


def test_a_captain_changes_the_list(team: Registration, captain: Person):
    services.add_member(registration=team, name="Dan", role="substitute", by=captain)
    services.set_role(member=member(team, "Bob"), role="substitute", by=captain)
    services.set_role(member=member(team, "Dan"), role="player", by=captain)

    assert listed(team) == [("ann", "captain"), ("Bob", "substitute"), ("Dan", "player")]


def test_who_is_taken_off_has_left_and_may_play_for_others(team: Registration, captain: Person):
    row = with_account(team)
    other = a_registration(team.tournament, name="Bishops")

    services.remove_member(member=row, by=captain)
    other.members.create(tournament=team.tournament, user=row.user, name="Cyd")

    row.refresh_from_db()
    assert (row.is_active, row.left_at is None) == (False, False)


def test_a_member_leaves_alone_and_nobody_is_sent_away_by_others(team: Registration):
    row = with_account(team)
    assert row.user is not None

    with pytest.raises(NotAllowed):
        services.leave_roster(member=row, by=a_user())
    services.leave_roster(member=row, by=row.user)

    assert listed(team) == [("ann", "captain"), ("Bob", "player")]


def test_the_captaincy_is_handed_over_to_somebody_with_an_account(
    team: Registration, captain: Person
):
    row = with_account(team)

    with pytest.raises(Conflict) as refused:
        services.name_captain(member=member(team, "Bob"), by=captain)
    services.name_captain(member=row, by=captain)

    assert refused.value.code == "no_account"
    assert listed(team) == [("ann", "player"), ("Bob", "player"), ("Cyd", "captain")]


def test_a_captain_stays_until_another_one_is_named(team: Registration, captain: Person):
    acts = [
        lambda row: services.remove_member(member=row, by=captain),
        lambda row: services.leave_roster(member=row, by=captain),
        lambda row: services.set_role(member=row, role="player", by=captain),
    ]

    for act in acts:
        with pytest.raises(Conflict) as refused:
            act(member(team, "ann"))
        assert refused.value.code == "captain"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": "bob"}, "member_twice"),
        ({"name": " "}, "empty"),
        ({"name": "Dan", "role": "captain"}, "role"),
    ],
)
def test_a_bad_member_is_refused(
    team: Registration, captain: Person, facts: dict[str, str], code: str
):
    with pytest.raises(TournamentError) as refused:
        services.add_member(registration=team, by=captain, **facts)

    assert (refused.value.code, len(listed(team))) == (code, 2)


def test_a_list_has_an_end(team: Registration, captain: Person):
    for number in range(48):
        services.add_member(registration=team, by=captain, name=f"Player {number}")

    with pytest.raises(InvalidInput) as refused:
        services.add_member(registration=team, by=captain, name="One more")

    assert refused.value.code == "too_many_members"


def test_strangers_and_members_change_nothing(team: Registration):
    bob = with_account(team)

    for nobody in (a_user(), bob.user):
        assert nobody is not None
        with pytest.raises(NotAllowed):
            services.add_member(registration=team, by=nobody, name="Dan")


def test_the_staff_helps_with_a_list_while_it_is_open(team: Registration):
    services.add_member(registration=team, by=team.tournament.organizer, name="Dan")

    assert ("Dan", "player") in listed(team)


def test_nobody_who_has_left_is_changed(team: Registration, captain: Person):
    services.remove_member(member=member(team, "Bob"), by=captain)

    with pytest.raises(Conflict) as refused:
        services.set_role(member=member(team, "Bob"), role="substitute", by=captain)

    assert refused.value.code == "member_left"


def test_single_players_have_no_roster():
    cup = a_tournament(entrants=0)
    row = a_registration(cup)

    with pytest.raises(Conflict) as refused:
        services.add_member(registration=row, by=row.user, name="Dan")  # type: ignore[arg-type]

    assert refused.value.code == "no_teams"


def test_rosters_are_locked_when_the_check_in_closes(team: Registration, captain: Person):
    locked(team)

    for nobody in (captain, team.tournament.organizer):
        with pytest.raises(Conflict) as refused:
            services.add_member(registration=team, by=nobody, name="Dan")
        assert refused.value.code == "roster_locked"


def test_the_staff_substitutes_once_rosters_are_locked(team: Registration, captain: Person):
    locked(team)

    with pytest.raises(NotAllowed):
        substitute(team, by=captain)
    newcomer = substitute(team)

    assert listed(team) == [("ann", "captain"), ("Dan", "player")]
    assert newcomer.name == "Dan"


def test_one_of_the_substitutes_takes_the_place(team: Registration, captain: Person):
    services.add_member(registration=team, by=captain, name="Eve", role="substitute")
    locked(team)

    substitute(team, name="eve")

    assert listed(team) == [("ann", "captain"), ("Eve", "player")]


def test_a_captain_who_is_substituted_hands_the_role_over(team: Registration):
    dan = a_user("dan")

    substitute(team, member=member(team, "ann"), name="Dan", user=dan)

    assert listed(team) == [("Bob", "player"), ("Dan", "captain")]


def test_nobody_is_substituted_by_somebody_who_plays_for_others(team: Registration):
    other = a_registration(team.tournament, name="Bishops")

    with pytest.raises(Conflict) as refused:
        substitute(team, name="Dan", user=other.user)

    assert refused.value.code == "member_registered"
    assert listed(team) == [("ann", "captain"), ("Bob", "player")]


def test_nobody_is_substituted_when_all_is_over(team: Registration):
    cup = team.tournament
    tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")

    with pytest.raises(Conflict) as refused:
        substitute(team)

    assert refused.value.code == "roster_locked"


def test_the_staff_substitutes_while_it_is_played(team: Registration):
    cup = team.tournament
    a_registration(cup, name="Bishops")
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    started(cup)

    substitute(team)

    assert ("Dan", "player") in listed(team)


def test_a_team_that_the_site_gives_two_captains_has_the_first(team: Registration):
    captains = team.members.filter(role=MemberRole.CAPTAIN)

    assert captains.count() == 1
    assert a_live_tournament(entrants=2).pk != team.tournament_id
    assert Tournament.objects.count() == 2
