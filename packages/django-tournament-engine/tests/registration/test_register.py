from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.utils import timezone
from tests.factories import a_registration, a_tournament, a_user

from tests.conftest import Committed
from tournament_engine import events
from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, TournamentError
from tournament_engine.hooks.teams import TeamMember
from tournament_engine.registration import eligibility
from tournament_engine.registration.models import Entrant, Registration, RosterMember
from tournament_engine.registration.services import check_eligibility, register
from tournament_engine.testing import FakeNotifications, FakeTeam, FakeTeams, FakeUsers

pytestmark = pytest.mark.django_db

_S = TournamentState


@pytest.fixture
def cup() -> Tournament:
    return a_tournament(entrants=0, max_entrants=2)


@pytest.fixture
def team_cup() -> Tournament:
    return a_tournament(entrants=0, entrant_kind="team")


def refusal(tournament: Tournament, **request: Any) -> TournamentError:
    with pytest.raises(TournamentError) as refused:
        a_registration(tournament, **request)
    return refused.value


def roster(registration: Registration) -> list[tuple[str, str]]:
    return [(member.name, member.role) for member in registration.members.all()]


def test_a_person_gets_a_place_and_becomes_an_entrant(cup: Tournament):
    ann = a_user("ann")

    registration = register(tournament=cup, user=ann, by=ann)

    assert (str(registration), registration.state, registration.user) == ("ann", "confirmed", ann)
    assert [str(entrant) for entrant in Entrant.objects.competing(cup)] == ["ann"]
    assert roster(registration) == []


def test_a_place_is_logged(cup: Tournament):
    registration = a_registration(cup)

    entry = AuditEntry.objects.filter(action="registration.made").get()
    assert (entry.actor, entry.subject_id) == (registration.user, str(registration.pk))
    assert (entry.scope, entry.after) == (str(cup.pk), {"state": "confirmed"})


def test_who_comes_when_all_places_are_taken_waits_in_order(cup: Tournament):
    states = [a_registration(cup).state for _ in range(4)]

    assert states == ["confirmed", "confirmed", "waitlisted", "waitlisted"]
    waiting = Registration.objects.waitlisted().filter(tournament=cup)
    assert [row.pk for row in waiting] == sorted(row.pk for row in waiting)
    assert Entrant.objects.count() == 2


def test_the_chosen_name_is_cleaned_and_kept(cup: Tournament):
    assert a_registration(cup, name="  Zoe\u0308  X ").name == "Zoë X"


def test_a_name_that_cannot_be_is_refused(cup: Tournament):
    error = refusal(cup, name="A\u200bnn")

    assert (type(error), error.field) == (InvalidInput, "name")
    assert Registration.objects.count() == 0


def test_a_taken_name_is_refused_however_it_is_written(cup: Tournament):
    a_registration(cup, name="Straße")

    error = refusal(cup, name="STRASSE")

    assert (type(error), error.code, error.field) == (InvalidInput, "name_taken", "name")
    assert error.message == "The name 'Straße' is taken; choose another."


def test_nobody_registers_twice(cup: Tournament):
    ann = a_user()
    a_registration(cup, ann)

    error = refusal(cup, user=ann, name="Somebody else")

    assert (type(error), error.message) == (Conflict, "You are already registered.")


@pytest.mark.parametrize("state", sorted(set(_S) - {_S.REGISTRATION_OPEN}))
def test_nobody_registers_unless_registration_is_open(cup: Tournament, state: str):
    Tournament.objects.update(state=state, visibility="public")
    cup.refresh_from_db()
    is_hidden = state in {_S.DRAFT, _S.PENDING_APPROVAL}

    error = refusal(cup)

    assert (type(error), error.code) == (
        (NotAllowed, "not_allowed") if is_hidden else (Conflict, "closed")
    )


def test_nobody_registers_after_the_closing_time_though_nobody_closed(cup: Tournament):
    now = timezone.now()
    Tournament.objects.update(closes_at=now)
    cup.refresh_from_db()
    ann = a_user()

    codes = [
        [reason.code for reason in check_eligibility(tournament=cup, user=ann, now=moment)]
        for moment in (now - timedelta(seconds=1), now)
    ]

    assert codes == [[], ["closed"]]


def test_nobody_registers_somebody_else_but_the_organiser(cup: Tournament):
    ann = a_user()

    with pytest.raises(NotAllowed):
        register(tournament=cup, user=ann, by=a_user())
    registration = register(tournament=cup, user=ann, by=cup.organizer)

    assert registration.user == ann


def test_strangers_do_not_get_into_a_private_tournament():
    private = a_tournament(entrants=0, visibility="private")

    assert type(refusal(private)) is NotAllowed


def test_every_reason_is_given_at_once(cup: Tournament, fake_users: FakeUsers):
    ann = a_user("ann")
    a_registration(cup, ann)
    Tournament.objects.update(state="live")
    cup.refresh_from_db()
    fake_users.banned.add(str(ann.pk))
    fake_users.refused[str(ann.pk)] = "Adults only."

    reasons = check_eligibility(tournament=cup, user=ann, name="Ann")

    assert [(reason.code, reason.message) for reason in reasons] == [
        ("closed", "Registration is not open."),
        ("already_registered", "You are already registered."),
        ("name_taken", "The name 'ann' is taken; choose another."),
        ("banned", "Your account may not register for tournaments."),
        ("refused", "Adults only."),
    ]


def test_a_visitor_is_asked_to_log_in(cup: Tournament):
    reasons = check_eligibility(tournament=cup, user=AnonymousUser())

    assert [reason.code for reason in reasons] == ["login"]


def test_what_the_site_refuses_is_refused(cup: Tournament, fake_users: FakeUsers):
    ann = a_user()
    fake_users.refused[str(ann.pk)] = ""

    error = refusal(cup, user=ann)

    assert (type(error), error.code) == (Conflict, "refused")
    assert error.message == "The site does not let you register here."


def test_single_players_bring_no_team(cup: Tournament):
    for request in ({"team_ref": "7"}, {"members": ["Bob"]}):
        assert refusal(cup, **request).code == "not_a_team_tournament"


def test_a_team_is_typed_in_with_its_captain_first(team_cup: Tournament):
    ann = a_user("ann")

    registration = a_registration(
        team_cup, ann, name="Rockets", members=[" Bob ", "BOB", "Ann", "Cyd"]
    )

    assert registration.name == "Rockets"
    assert roster(registration) == [("ann", "captain"), ("BOB", "player"), ("Cyd", "player")]
    assert [member.user for member in registration.members.all()] == [ann, None, None]


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({"name": ""}, "name"),
        ({"members": ["B\x07b"]}, "members"),
        ({"members": [f"Player {n}" for n in range(50)]}, "members"),
    ],
    ids=["no name", "bad member", "too many"],
)
def test_a_team_that_cannot_be_is_refused(
    team_cup: Tournament, request_: dict[str, Any], field: str
):
    assert refusal(team_cup, **request_).field == field


@pytest.fixture
def rockets(fake_teams: FakeTeams) -> Any:
    ann, bob = a_user("ann"), a_user("bob")
    fake_teams.teams["7"] = FakeTeam(
        "Rockets",
        frozenset({str(ann.pk)}),
        (
            TeamMember(str(ann.pk), "Ann", "captain"),
            TeamMember(str(bob.pk), "Bob", "coach"),
            TeamMember("gone", "Cyd", "substitute"),
            TeamMember(None, "Dee"),
        ),
    )
    return ann, bob


def test_a_team_of_the_sites_own_brings_its_name_and_members(team_cup: Tournament, rockets: Any):
    ann, bob = rockets

    registration = register(tournament=team_cup, user=ann, by=ann, team_ref="7")

    assert (registration.name, registration.team_ref) == ("Rockets", "7")
    assert roster(registration) == [
        ("Ann", "captain"),
        ("Bob", "player"),
        ("Cyd", "substitute"),
        ("Dee", "player"),
    ]
    assert [member.user for member in registration.members.all()] == [ann, bob, None, None]


def test_a_team_is_registered_by_those_who_speak_for_it(team_cup: Tournament, rockets: Any):
    _ann, bob = rockets

    error = refusal(team_cup, user=bob, team_ref="7")

    assert (error.code, error.field) == ("not_captain", "team_ref")


def test_a_team_is_registered_once(team_cup: Tournament, rockets: Any, fake_teams: FakeTeams):
    ann, _bob = rockets
    register(tournament=team_cup, user=ann, by=ann, team_ref="7")
    eve = a_user()
    team = fake_teams.teams["7"]
    fake_teams.teams["7"] = FakeTeam(team.name, team.managers | {str(eve.pk)})

    error = refusal(team_cup, user=eve, team_ref="7", name="Rockets II")

    assert (error.code, error.field) == ("team_registered", "team_ref")


def test_a_player_is_in_one_team(team_cup: Tournament, rockets: Any):
    ann, bob = rockets
    a_registration(team_cup, bob, name="Comets")

    error = refusal(team_cup, user=ann, team_ref="7", name="Rockets")

    assert (error.code, error.field) == ("member_registered", "members")
    assert error.message == "bob already plays for Comets; take them off your team's list."


def test_a_member_of_a_team_does_not_register_another(team_cup: Tournament, rockets: Any):
    ann, bob = rockets
    register(tournament=team_cup, user=ann, by=ann, team_ref="7")

    assert refusal(team_cup, user=bob).code == "already_registered"


def test_who_was_faster_is_told_by_the_constraints(
    cup: Tournament, monkeypatch: pytest.MonkeyPatch
):
    ann = a_user()
    a_registration(cup, ann)
    by_rows, answers = eligibility.by_rows, iter([False, True])
    monkeypatch.setattr(
        eligibility, "by_rows", lambda *asked: by_rows(*asked) if next(answers) else ()
    )

    error = refusal(cup, user=ann, name="Another")

    assert (type(error), error.code) == (Conflict, "already_registered")
    assert Registration.objects.count() == 1


def test_a_constraint_that_no_reason_explains_is_not_hidden(
    cup: Tournament, monkeypatch: pytest.MonkeyPatch
):
    ann = a_user()
    a_registration(cup, ann)
    monkeypatch.setattr(eligibility, "by_rows", lambda *asked: ())

    with pytest.raises(IntegrityError):
        a_registration(cup, ann, name="Another")


def test_news_and_notice_go_out_with_the_commit(
    cup: Tournament, fake_notifications: FakeNotifications, committed: Committed
):
    heard: list[tuple[tuple[int, ...], str]] = []

    def listen(*, registrations: tuple[int, ...], state: str, **_: Any) -> None:
        heard.append((registrations, state))

    events.registration_changed.connect(listen)
    with committed():
        registration = a_registration(cup)
    events.registration_changed.disconnect(listen)

    assert heard == [((registration.pk,), "confirmed")]
    [notice] = fake_notifications.sent
    assert (notice.event, notice.recipients) == (
        "registration_confirmed",
        (str(registration.user_id),),
    )
    assert notice.context == {
        "tournament": cup.name,
        "url": f"{cup.get_absolute_url()}me/",
        "name": registration.name,
        "reason": "",
        "until": "",
    }


def test_a_roster_shows_names():
    assert str(RosterMember(name="Ann")) == "Ann"
