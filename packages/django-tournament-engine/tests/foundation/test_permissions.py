import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.urls import reverse
from rules.permissions import permissions as capabilities
from tests.desk.browsing import log_in
from tests.factories import a_site_admin, a_tournament, a_user

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import CREATE, MANAGE, VIEW
from tournament_engine.errors import NotAllowed

pytestmark = pytest.mark.django_db


def test_a_capability_that_nobody_declared_is_a_mistake_never_a_yes():
    with pytest.raises(LookupError, match="fly_to_the_moon"):
        permissions.can(a_site_admin(), "tournament_engine.fly_to_the_moon")


def test_require_says_nothing_to_those_who_may():
    tournament = a_tournament(entrants=0)

    permissions.require(tournament.organizer, MANAGE, tournament)
    permissions.require_unless_system(tournament.organizer, MANAGE, tournament)


def test_require_refuses_strangers_visitors_and_nobody():
    tournament = a_tournament(entrants=0)

    for who in (a_user(), AnonymousUser(), None):
        with pytest.raises(NotAllowed, match="You are not allowed to do this"):
            permissions.require(who, MANAGE, tournament)


def test_the_system_may_act_where_a_service_lets_it():
    tournament = a_tournament(entrants=0)

    permissions.require_unless_system(None, MANAGE, tournament)

    with pytest.raises(NotAllowed):
        permissions.require_unless_system(a_user(), MANAGE, tournament)


def test_has_perm_agrees_with_the_registry():
    tournament = a_tournament(entrants=0)
    people = [tournament.organizer, a_user(), a_user(is_active=False), a_site_admin()]

    answers = [
        (user.has_perm(MANAGE, tournament), permissions.can(user, MANAGE, tournament))
        for user in people
    ]

    assert answers == [(True, True), (False, False), (False, False), (True, True)]


def test_has_perm_knows_nothing_of_other_peoples_capabilities():
    assert not a_user().has_perm("blog.add_post")


def test_has_perm_without_an_object_is_of_a_table_or_of_nobody_s_row_in_particular():
    tournament, person = a_tournament(entrants=0), a_user()

    assert person.has_perm(VIEW, tournament)
    assert person.has_perm(CREATE)
    assert not person.has_perm(VIEW)
    assert not tournament.organizer.has_perm(MANAGE)


def test_every_capability_answers_without_an_object():
    person = a_user()

    for capability in capabilities:
        person.has_perm(capability)


def test_the_staff_of_the_admin_need_not_be_superusers():
    person = a_user(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_dispute"))

    index = log_in(person).get(reverse("admin:index"))
    cases = log_in(person).get(reverse("admin:tournament_engine_dispute_changelist"))
    others = log_in(person).get(reverse("admin:tournament_engine_tournament_changelist"))

    assert [page.status_code for page in (index, cases, others)] == [200, 200, 403]


def test_a_filter_returns_the_rows_that_one_may():
    mine = a_tournament(entrants=0)
    a_tournament(entrants=0)

    rows = permissions.filter(mine.organizer, MANAGE, Tournament.objects.all())

    assert list(rows) == [mine]


def test_a_person_who_was_shut_out_of_the_site_makes_nothing():
    assert permissions.can(a_user(), CREATE)
    assert not permissions.can(a_user(is_active=False), CREATE)
