"""Teams that people join and leave at once, on a database that runs them at once.

Each race has a twin with the guard taken out, which shows that the guard is what holds.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

import pytest
from tests.factories import a_registration, a_tournament, a_user
from tests.people.models import Person
from tests.registration.racing import someone, told
from tests.threads import at_once

from tournament_engine.core.models import Tournament
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration, RosterMember
from tournament_engine.registration.services import invitations

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql", "patient"),
]


def two_teams() -> tuple[Tournament, list[Registration]]:
    cup = a_tournament(entrants=0, entrant_kind="team")
    return cup, [a_registration(cup) for _ in range(2)]


def joining(team: Registration, user: Person) -> Callable[[], str]:
    invitation = services.invite_member(registration=team, by=someone(team))
    token = services.token_of(invitation)
    return told(lambda: services.accept_invitation(token=token, by=user))


def test_a_person_who_joins_two_teams_at_once_is_in_one():
    _cup, teams = two_teams()
    bob = a_user()
    calls = [joining(team, bob) for team in teams for _ in range(5)]

    answers = at_once(calls)

    assert answers.count("done") == 1
    assert set(answers) == {"done", "member_registered"}
    assert RosterMember.objects.filter(user=bob, is_active=True).count() == 1


def test_without_the_lock_the_database_alone_keeps_a_person_in_one_team(no_lock: None):
    _cup, teams = two_teams()
    bob = a_user()

    answers = at_once([joining(team, bob) for team in teams for _ in range(5)])

    assert answers.count("done") == 1
    assert RosterMember.objects.filter(user=bob, is_active=True).count() == 1


def test_without_either_guard_a_person_is_in_two_teams(
    no_lock: None, no_constraint: None, monkeypatch: pytest.MonkeyPatch
):
    _cup, teams = two_teams()
    bob = a_user()
    calls = [joining(team, bob) for team in teams]
    everybody_looks_first(monkeypatch, len(calls))

    at_once(calls)

    assert RosterMember.objects.filter(user=bob, is_active=True).count() == 2


def everybody_looks_first(monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    """Hold each one who was found free until all were."""
    looked, all_looked = [], Event()
    look = invitations._require_free  # noqa: SLF001 - the place where bad luck strikes

    def wait_for_all(*args: Any) -> None:
        look(*args)
        looked.append(1)
        if len(looked) >= people:
            all_looked.set()
        all_looked.wait(2)

    monkeypatch.setattr(invitations, "_require_free", wait_for_all)


def test_one_link_lets_one_person_in():
    _cup, [team, _other] = two_teams()
    token = services.token_of(services.invite_member(registration=team, by=someone(team)))
    people = [a_user() for _ in range(10)]

    answers = at_once(
        [told(partial(services.accept_invitation, token=token, by=user)) for user in people]
    )

    assert Counter(answers) == {"done": 1, "invitation_void": 9}


def test_without_the_lock_one_link_lets_many_in(no_lock: None, monkeypatch: pytest.MonkeyPatch):
    _cup, [team, _other] = two_teams()
    token = services.token_of(services.invite_member(registration=team, by=someone(team)))
    people = [a_user() for _ in range(4)]
    everybody_looks_first(monkeypatch, len(people))

    answers = at_once(
        [told(partial(services.accept_invitation, token=token, by=user)) for user in people]
    )

    assert answers.count("done") > 1


def test_leaving_and_joining_at_once_leave_nobody_in_two_places():
    team_cup, [team, other] = two_teams()
    bob = a_user()
    member = services.accept_invitation(
        token=services.token_of(services.invite_member(registration=team, by=someone(team))),
        by=bob,
    )
    leave = told(
        lambda: services.leave_roster(
            member=RosterMember.objects.select_related("registration__tournament").get(
                pk=member.pk
            ),
            by=bob,
        )
    )

    answers = at_once([leave, joining(other, bob), leave, joining(other, bob)])

    assert answers.count("done") in {1, 2}
    active = RosterMember.objects.filter(tournament=team_cup, user=bob, is_active=True)
    assert active.count() == answers[1::2].count("done")


def leaving(member: RosterMember, is_gone: Event) -> Callable[[], str]:
    """Leave a roster, and say when that is committed."""
    rows = RosterMember.objects.select_related("registration__tournament")
    leave = told(lambda: services.leave_roster(member=rows.get(pk=member.pk), by=person_of(member)))

    def go() -> str:
        answer = leave()
        is_gone.set()
        return answer

    return go


def person_of(member: RosterMember) -> Person:
    person = member.user
    assert isinstance(person, Person)
    return person


def a_member_and_two_other_teams() -> tuple[RosterMember, list[Registration]]:
    cup = a_tournament(entrants=0, entrant_kind="team")
    team, *others = [a_registration(cup) for _ in range(3)]
    invitation = services.invite_member(registration=team, by=someone(team))
    token = services.token_of(invitation)
    return services.accept_invitation(token=token, by=a_user()), others


def look_once_it_is_left(monkeypatch: pytest.MonkeyPatch, is_gone: Event, *, together: int) -> None:
    """Let those who join look only when the leaving is committed, and go on `together`."""
    looked, all_looked = [], Event()
    look = invitations._require_free  # noqa: SLF001 - the place where bad luck strikes

    def wait(*args: Any) -> None:
        is_gone.wait(2)
        look(*args)
        looked.append(1)
        if len(looked) >= together:
            all_looked.set()
        all_looked.wait(2)

    monkeypatch.setattr(invitations, "_require_free", wait)


def test_one_who_leaves_a_roster_while_joining_two_others_is_in_one():
    member, others = a_member_and_two_other_teams()
    bob, is_gone = person_of(member), Event()
    joins = [joining(team, bob) for team in others for _ in range(3)]

    answers = at_once([leaving(member, is_gone), *joins])

    active = RosterMember.objects.filter(user=bob, is_active=True)
    assert answers[0] == "done"
    assert answers[1:].count("done") == active.count() <= 1
    assert set(answers[1:]) <= {"done", "member_registered", "invitation_void"}


def test_without_the_guards_one_who_leaves_while_joining_two_others_is_in_both(
    no_lock: None, no_constraint: None, monkeypatch: pytest.MonkeyPatch
):
    member, others = a_member_and_two_other_teams()
    bob, is_gone = person_of(member), Event()
    joins = [joining(team, bob) for team in others]
    look_once_it_is_left(monkeypatch, is_gone, together=len(joins))

    at_once([leaving(member, is_gone), *joins])

    assert RosterMember.objects.filter(user=bob, is_active=True).count() == 2
