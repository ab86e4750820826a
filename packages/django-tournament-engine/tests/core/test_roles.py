"""Which role may do what, in which tournament, and from when to when."""

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import Settings
from tests.factories import a_site_admin, a_staff_member, a_tournament, a_user

from tournament_engine import permissions
from tournament_engine.core import roles
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import APPROVE, CONSOLE, holders, holds
from tournament_engine.core.roles import CAPABILITIES, Role
from tournament_engine.core.services import revoke_staff
from tournament_engine.economy.permissions import MANAGE_PAYOUTS

pytestmark = pytest.mark.django_db

#: The table of the contract, written once more and by hand.
ALLOWED = {
    Role.CO_ORGANIZER: CAPABILITIES,
    Role.HEAD_REFEREE: {
        roles.MANAGE_MATCH,
        roles.CORRECT_MATCH,
        roles.REVIEW_DISPUTE,
        roles.DECIDE_ESCALATED,
        roles.DISQUALIFY,
        roles.REINSTATE,
        roles.VIEW_AUDIT,
        roles.REVIEW_CLAIMS,
    },
    Role.REFEREE: {
        roles.MANAGE_MATCH,
        roles.REVIEW_DISPUTE,
        roles.DISQUALIFY,
        roles.REVIEW_CLAIMS,
    },
    Role.BRACKET_MANAGER: {roles.MANAGE_BRACKET, roles.CORRECT_MATCH},
    Role.REGISTRATION_STAFF: {roles.MANAGE_REGISTRATIONS},
    Role.PAYMENT_STAFF: {roles.REVIEW_PAYMENTS, MANAGE_PAYOUTS},
    Role.MODERATOR: {roles.ANNOUNCE},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_carries_what_the_table_says_and_nothing_in_another_tournament(role: Role):
    mine, other = a_tournament(entrants=0), a_tournament(entrants=0)
    person = a_staff_member(mine, role)

    held = {code for code in CAPABILITIES if holds(person, mine, code)}

    assert held == ALLOWED[role]
    assert not any(holds(person, other, code) for code in CAPABILITIES)
    assert permissions.can(person, CONSOLE, mine)
    assert not permissions.can(person, CONSOLE, other)


def test_the_organiser_holds_everything_but_the_site_s_own_word():
    tournament = a_tournament(entrants=0)

    assert all(holds(tournament.organizer, tournament, code) for code in CAPABILITIES)
    assert not permissions.can(tournament.organizer, APPROVE, tournament)
    assert permissions.can(a_site_admin(), APPROVE, tournament)


def test_visitors_and_closed_accounts_hold_nothing():
    tournament = a_tournament(entrants=0)
    gone = a_staff_member(tournament, Role.CO_ORGANIZER)
    gone.is_active = False

    for nobody in (AnonymousUser(), gone):
        assert not permissions.can(nobody, CONSOLE, tournament)
        assert not holds(nobody, tournament, roles.MANAGE)
        assert not Tournament.objects.staffed_by(nobody).exists()


def test_a_revoked_role_is_gone_at_once():
    tournament = a_tournament(entrants=0)
    person = a_staff_member(tournament, Role.REFEREE)
    assert holds(person, tournament, roles.MANAGE_MATCH)

    revoke_staff(assignment=tournament.staff.get(), by=tournament.organizer)

    tournament.refresh_from_db()
    assert not holds(person, tournament, roles.MANAGE_MATCH)


def test_roles_are_read_once_for_a_person_and_a_tournament(django_assert_max_num_queries):
    tournament = a_tournament(entrants=0)
    person = a_staff_member(tournament, Role.REFEREE)
    permissions.is_site_staff(person)

    with django_assert_max_num_queries(1):
        for code in CAPABILITIES:
            holds(person, tournament, code)


@pytest.mark.parametrize("code", sorted(CAPABILITIES))
def test_a_list_of_tournaments_agrees_with_each_of_them(code: str):
    tournament = a_tournament(entrants=0)
    people = [a_staff_member(tournament, role) for role in Role]
    people += [tournament.organizer, a_user(), a_site_admin()]

    alone = [holds(person, tournament, code) for person in people]
    listed = [Tournament.objects.held_by(person, code).exists() for person in people]

    assert alone == listed


def test_rows_of_a_tournament_are_narrowed_as_it_is():
    mine, _other = a_tournament(entrants=1), a_tournament(entrants=1)
    person = a_staff_member(mine, Role.REGISTRATION_STAFF)
    rows = type(mine.registrations.get()).objects.all()

    found = permissions.filter(person, roles.MANAGE_REGISTRATIONS, rows)

    assert [row.tournament for row in found] == [mine]


def test_holders_are_the_organiser_and_those_whose_role_carries_it():
    tournament = a_tournament(entrants=0)
    referee = a_staff_member(tournament, Role.REFEREE)
    a_staff_member(tournament, Role.MODERATOR)

    people = holders(tournament, roles.MANAGE_MATCH)

    assert set(people) == {tournament.organizer, referee}


def test_a_site_adds_a_role_and_takes_it_away_again(settings: Settings):
    tournament = a_tournament(entrants=0)
    caster = {"name": "Caster", "capabilities": [roles.ANNOUNCE, "blog.add_post"]}
    settings.TOURNAMENT_ENGINE = {"ROLES": {"caster": caster}}
    person = a_staff_member(tournament, "caster")

    held = [code for code in CAPABILITIES if holds(person, tournament, code)]
    assert (roles.name_of("caster"), held) == ("Caster", [roles.ANNOUNCE])

    settings.TOURNAMENT_ENGINE = {}
    assert not permissions.can(person, CONSOLE, tournament)
    assert not Tournament.objects.staffed_by(person).exists()
    assert roles.name_of("caster") == "caster"
