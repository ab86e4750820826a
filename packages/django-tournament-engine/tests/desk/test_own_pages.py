"""A player's own pages: where they stand, what there is to do, their team, their tournaments."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.browsing import address, log_in, post
from tests.factories import a_registration, a_tournament, a_user
from tests.people.models import Person

from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration, RosterInvitation

pytestmark = pytest.mark.django_db


def read(person: Person, route: str, *args: object) -> str:
    return log_in(person).get(address(route, *args)).content.decode()


def send(person: Person, route: str, cup: Tournament, **fields: object) -> Any:
    return post(log_in(person), route, cup.slug, **fields)


def checking_in(**facts: Any) -> tuple[Tournament, Person, Registration]:
    now, ann = timezone.now(), a_user("ann")
    times: dict[str, Any] = {
        "check_in_opens_at": now - timedelta(hours=1),
        "check_in_closes_at": now + timedelta(hours=1),
    }
    cup = a_tournament(entrants=0, **times, **facts)
    row = a_registration(cup, ann)
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    tournaments.open_check_in(tournament=cup, by=cup.organizer)
    return cup, ann, row


def a_team() -> tuple[Tournament, Person, Registration]:
    cup, ann = a_tournament(entrants=0, entrant_kind="team"), a_user("ann")
    return cup, ann, a_registration(cup, ann, name="Rooks", members=["Bob"])


def listed(row: Registration) -> list[tuple[str, str]]:
    rows = row.members.filter(is_active=True).order_by("pk")
    return [(member.name, member.role) for member in rows]


def test_who_waits_sees_their_number_in_line():
    cup, ann = a_tournament(entrants=2, max_entrants=2), a_user("ann")
    a_registration(cup)
    a_registration(cup, ann)

    page = read(ann, "my_registration", cup.slug)

    assert '<span class="te-count">2</span>' in page
    assert address("withdraw", cup.slug) in page


def test_a_place_is_accepted_by_a_button():
    cup, ann = a_tournament(entrants=2, max_entrants=2, promotion_minutes=60), a_user("ann")
    row = a_registration(cup, ann)
    first = Registration.objects.order_by("pk")[0]
    services.cancel_registration(registration=first, by=cup.organizer, reason="Ill")

    overview, page = read(ann, "tournament", cup.slug), read(ann, "my_registration", cup.slug)
    send(ann, "my_registration", cup, action="accept")

    row.refresh_from_db()
    assert 'value="accept"' in overview
    assert 'value="accept"' in page
    assert row.state == "confirmed"


def test_a_player_checks_in_on_the_tournaments_page_and_takes_it_back():
    cup, ann, row = checking_in()

    overview = read(ann, "tournament", cup.slug)
    send(ann, "my_registration", cup, action="check_in")
    row.refresh_from_db()
    there = row.checked_in_at
    page = read(ann, "my_registration", cup.slug)
    send(ann, "my_registration", cup, action="undo_check_in")
    row.refresh_from_db()

    assert 'value="check_in"' in overview
    assert there is not None
    assert "ann is in and checked in." in page
    assert row.checked_in_at is None


def test_who_is_not_registered_is_told_so():
    cup, bob = a_tournament(entrants=0), a_user()

    assert "You are not registered" in read(bob, "my_registration", cup.slug)
    assert send(bob, "my_registration", cup, action="check_in").status_code == 409
    assert send(bob, "my_roster", cup, action="leave").status_code == 409


def test_who_is_out_reads_why():
    cup, ann = a_tournament(entrants=0), a_user("ann")
    row = a_registration(cup, ann)
    services.cancel_registration(registration=row, by=cup.organizer, reason="Too loud")

    page = read(ann, "my_registration", cup.slug)

    assert "Too loud" in page
    assert "cancelled" in page


def test_no_such_act_is_refused():
    cup, ann, _row = a_team()

    assert send(ann, "my_registration", cup, action="eat").status_code == 422
    assert send(ann, "my_roster", cup, action="eat").status_code == 422


def test_a_bad_correction_is_shown_at_its_field():
    cup, ann = a_tournament(entrants=0, needs_approval=True), a_user("ann")
    row = a_registration(cup, ann)
    a_registration(cup, name="Zoe")
    services.request_changes(registration=row, by=cup.organizer, wanted={"name": "Another"})

    answer = send(ann, "my_registration", cup, action="correct", name="zoe")

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])


def test_members_are_put_right_line_by_line():
    cup, ann = a_tournament(entrants=0, entrant_kind="team", needs_approval=True), a_user("ann")
    row = a_registration(cup, ann, members=["Bob"])
    services.request_changes(registration=row, by=cup.organizer, wanted={"members": "Who?"})

    assert ">\nBob</textarea>" in read(ann, "my_registration", cup.slug)
    send(ann, "my_registration", cup, action="correct", members="Robert\nCyd")

    assert [name for name, _role in listed(row)] == ["ann", "Robert", "Cyd"]


def test_a_captain_runs_the_team_on_its_page():
    cup, ann, row = a_team()
    bob = row.members.get(name="Bob")

    send(ann, "my_roster", cup, action="add", name="Cyd", role="player")
    send(ann, "my_roster", cup, action="role", member=bob.pk, role="substitute")
    send(ann, "my_roster", cup, action="remove", member=row.members.get(name="Cyd").pk)

    assert listed(row) == [("ann", "captain"), ("Bob", "substitute")]
    assert "Make Bob a player" in read(ann, "my_roster", cup.slug)


def test_bad_input_stays_on_the_page_of_the_team():
    cup, ann, row = a_team()

    twice = send(ann, "my_roster", cup, action="add", name="bob", role="player")
    nobody = send(ann, "my_roster", cup, action="remove", member="x")
    long = send(ann, "my_roster", cup, action="invite", to="a" * 300, role="player")

    assert (twice.status_code, nobody.status_code, long.status_code) == (409, 404, 422)
    assert len(listed(row)) == 2


def test_a_link_is_made_passed_on_and_used():
    cup, ann, row = a_team()
    cyd = a_user("cyd")

    send(ann, "my_roster", cup, action="invite", to="", role="substitute")
    token = services.token_of(RosterInvitation.objects.get())
    assert f"/join/{token}/" in read(ann, "my_roster", cup.slug)
    assert "Join Rooks?" in read(cyd, "join", token)
    post(log_in(cyd), "join", token)

    assert listed(row)[-1] == ("cyd", "substitute")
    assert post(log_in(a_user()), "join", token).status_code == 409


def test_an_invitation_says_the_same_of_everybody_and_is_taken_back():
    cup, ann, _row = a_team()
    a_user("eve")

    said = set()
    for to in ("eve@example.org", "nobody@example.org"):
        sent = {"action": "invite", "to": to, "role": "player"}
        answer = log_in(ann).post(address("my_roster", cup.slug), sent, follow=True)
        said |= {str(message) for message in answer.context["messages"]}
    for invitation in RosterInvitation.objects.all():
        send(ann, "my_roster", cup, action="revoke", invitation=invitation.pk)

    assert said == {"The invitation is made. If the site knows this person, they get a notice."}
    assert not RosterInvitation.objects.usable(timezone.now()).exists()


def test_a_link_is_opened_after_the_login(client):
    cup, ann, row = a_team()
    token = services.token_of(services.invite_member(registration=row, by=ann))

    answer = client.get(address("join", token))

    assert answer.url == f"/login/?next=/tournaments/join/{token.replace(':', '%3A')}/"
    assert cup.slug not in answer.url


def test_a_member_sees_the_team_and_leaves_it():
    cup, _ann, row = a_team()
    cyd = a_user("cyd")
    row.members.create(tournament=cup, user=cyd, name="Cyd")

    page = read(cyd, "my_roster", cup.slug)
    forbidden = send(cyd, "my_roster", cup, action="add", name="Dan", role="player")
    send(cyd, "my_roster", cup, action="leave")

    assert "Leave the team" in page
    assert "Make an invitation" not in page
    assert (forbidden.status_code, listed(row)[-1]) == (403, ("Bob", "player"))


def test_the_captaincy_is_handed_over_by_a_button():
    cup, ann, row = a_team()
    cyd = row.members.create(tournament=cup, user=a_user("cyd"), name="Cyd")

    send(ann, "my_roster", cup, action="captain", member=cyd.pk)

    assert listed(row) == [("ann", "player"), ("Bob", "player"), ("Cyd", "captain")]


def test_the_staff_substitutes_on_a_page_of_its_own():
    cup, ann, row = a_team()
    bob = row.members.get(name="Bob")
    facts = {"member": bob.pk, "name": "Dan", "reason": "Ill"}

    refused = post(log_in(ann), "manage_roster", cup.slug, row.pk, **facts)
    wrong = post(log_in(cup.organizer), "manage_roster", cup.slug, row.pk, **facts | {"name": ""})
    post(log_in(cup.organizer), "manage_roster", cup.slug, row.pk, **facts)

    assert (refused.status_code, wrong.status_code) == (403, 422)
    assert listed(row) == [("ann", "captain"), ("Dan", "player")]
    assert "Left" in read(cup.organizer, "manage_roster", cup.slug, row.pk)


def test_ones_tournaments_are_on_one_page_with_their_state():
    ann, stranger = a_user("ann"), a_user()
    first, second, draft = (a_tournament(entrants=0) for _ in range(3))
    for cup in (first, second, draft):
        a_registration(cup, ann)
    Tournament.objects.filter(pk=draft.pk).update(state="draft")

    page = log_in(ann).get(address("mine")).context["page"]

    assert [row.tournament for row in page] == [second, first]
    assert "You take part in no tournament yet" in read(stranger, "mine")


def test_the_page_of_ones_tournaments_takes_as_many_queries_for_three(
    django_assert_num_queries: Any,
):
    ann = a_user("ann")
    client = log_in(ann)
    a_registration(a_tournament(entrants=0), ann)
    client.get(address("mine"))
    with django_assert_num_queries(6, exact=False) as once:
        client.get(address("mine"))
    for _ in range(2):
        a_registration(a_tournament(entrants=0), ann)

    with django_assert_num_queries(len(once)):
        client.get(address("mine"))
