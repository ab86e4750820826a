"""The staff's pages: who is asked, how one answers, and what each role then sees."""

from typing import Any

import pytest
from pytest_django import Settings
from tests.desk.browsing import address, log_in, match_address, post
from tests.factories import a_staff_member, a_tournament, a_user
from tests.people.models import Person
from tests.playing import a_live_tournament, match_of

from tournament_engine.core import staff_forms
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import StaffAssignment, Tournament
from tournament_engine.core.roles import OWNER, Role
from tournament_engine.core.services import transfer_ownership
from tournament_engine.hooks.users import UserRef, Users

pytestmark = pytest.mark.django_db


def invite(tournament: Tournament, person: str, role: str = Role.REFEREE, **more: object) -> Any:
    """Fill in the form of the staff page as the organiser."""
    browser = log_in(tournament.organizer)
    return post(
        browser, "staff", tournament.slug, action="invite", person=person, role=role, **more
    )


def test_a_person_is_asked_by_the_whole_address_and_accepts():
    tournament, person = a_tournament(entrants=0), a_user("referee")

    asked = invite(tournament, "Referee@example.org")
    row = StaffAssignment.objects.get()
    browser = log_in(person)
    shown = browser.get(row.get_absolute_url())
    answer: Any = browser.post(row.get_absolute_url(), {"action": "accept"})

    assert asked.url == address("staff", tournament.slug)
    assert tournament.name in shown.content.decode()
    assert answer.url == address("console", tournament.slug)
    row.refresh_from_db()
    assert (row.user, row.role, row.state) == (person, "referee", "active")


class ByNickname(Users):
    """A site where several people go by one nickname."""

    def search(self, query: str, *, limit: int = 10) -> list[UserRef]:
        people = Person.objects.filter(email__startswith=query).order_by("email")[:limit]
        return [UserRef(str(person.pk), query) for person in people]


def test_where_several_go_by_a_name_one_is_chosen(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"users": f"{__name__}.ByNickname"}}
    tournament = a_tournament(entrants=0)
    first, _second = a_user("ann1"), a_user("ann2")

    unclear = invite(tournament, "ann")
    asked = invite(tournament, "ann", chosen=str(first.pk))

    assert unclear.status_code == 422
    assert "choose one of them" in unclear.content.decode()
    assert asked.status_code == 302
    assert StaffAssignment.objects.get().user == first


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"person": "nobody at all"}, "Nobody is found"),
        ({"person": ""}, "Fill this in."),
        ({"role": "emperor"}, "not one of the available choices"),
    ],
)
def test_the_form_says_what_to_mend(fields: dict[str, str], words: str):
    tournament = a_tournament(entrants=0)
    a_user("ann")

    answer = invite(tournament, **({"person": "ann@example.org"} | fields))

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_invitation_is_no_page_for_anybody_else(client):
    tournament = a_tournament(entrants=0)
    a_user("ann")
    invite(tournament, "ann@example.org")
    page = StaffAssignment.objects.get().get_absolute_url()

    others = log_in(a_user())

    assert client.get(page).url == f"/login/?next={page}"
    assert others.get(page).status_code == 404
    assert others.post(page, {"action": "accept"}).status_code == 404
    assert StaffAssignment.objects.get().state == "invited"


def test_one_may_decline_and_then_no_longer_accept():
    tournament, person = a_tournament(entrants=0), a_user("ann")
    invite(tournament, "ann@example.org")
    page = StaffAssignment.objects.get().get_absolute_url()
    browser = log_in(person)

    nothing = browser.post(page, {"action": "think"})
    declined = browser.post(page, {"action": "decline"})
    late = browser.post(page, {"action": "accept"})

    assert (nothing.status_code, declined.status_code, late.status_code) == (422, 302, 409)
    assert "declined" in browser.get(page).content.decode()


def test_the_organiser_takes_a_role_back_and_the_next_click_is_refused():
    tournament = a_live_tournament(entrants=4)
    person = a_staff_member(tournament)
    browser = log_in(person)
    assert browser.get(address("console", tournament.slug)).status_code == 200

    row = tournament.staff.get()
    post(log_in(tournament.organizer), "staff", tournament.slug, action="revoke", assignment=row.pk)

    assert browser.get(address("console", tournament.slug)).status_code == 403


def test_one_leaves_by_the_same_page():
    tournament = a_tournament(entrants=0)
    person = a_staff_member(tournament)
    row = tournament.staff.get()

    answer = post(log_in(person), "staff", tournament.slug, action="leave", assignment=row.pk)

    row.refresh_from_db()
    assert (answer.url, row.state) == (address("list"), "left")


@pytest.mark.parametrize("number", ["", "x", "²", "999999"])
def test_an_assignment_that_is_not_here_is_not_found(number: str):
    tournament = a_tournament(entrants=0)
    browser = log_in(tournament.organizer)

    answer = post(browser, "staff", tournament.slug, action="revoke", assignment=number)

    assert answer.status_code == 404


def test_an_assignment_of_another_tournament_is_not_found():
    mine, other = a_tournament(entrants=0), a_tournament(entrants=0)
    a_staff_member(other)
    row = other.staff.get()

    browser = log_in(mine.organizer)
    answer = post(browser, "staff", mine.slug, action="revoke", assignment=row.pk)

    row.refresh_from_db()
    assert (answer.status_code, row.state) == (404, "active")


def test_the_page_of_the_staff_offers_only_what_one_may_give():
    tournament = a_tournament(entrants=0)
    second = a_staff_member(tournament, Role.CO_ORGANIZER)
    referee = a_staff_member(tournament, Role.REFEREE)

    forms = [
        log_in(person).get(address("staff", tournament.slug)).context["form"]
        for person in (tournament.organizer, second, referee)
    ]

    offered = [[role for role, _name in form.fields["role"].choices] for form in forms[:2]]
    assert offered[0] == [*Role.values, OWNER]
    assert offered[1] == [role for role in Role.values if role != Role.CO_ORGANIZER]
    assert forms[2] is None


def test_a_tournament_is_offered_on_the_page_of_the_staff():
    tournament, person = a_tournament(entrants=0), a_user("ann")

    invite(tournament, "ann@example.org", role=OWNER)
    page = StaffAssignment.objects.get().get_absolute_url()
    shown = log_in(person).get(page).content.decode()
    log_in(person).post(page, {"action": "accept"})

    tournament.refresh_from_db()
    assert "as its organiser" in shown
    assert tournament.organizer == person


def test_a_second_offer_is_refused_on_the_form():
    tournament = a_tournament(entrants=0)
    a_user("ann")
    transfer_ownership(tournament=tournament, user=a_user(), by=tournament.organizer)

    answer = invite(tournament, "ann@example.org", role=OWNER)

    assert answer.status_code == 409
    assert "offered to somebody already" in answer.content.decode()


def test_an_act_that_the_page_does_not_offer_is_refused():
    tournament = a_tournament(entrants=0)

    answer = post(log_in(tournament.organizer), "staff", tournament.slug, action="dance")

    assert answer.status_code == 422


#: What the console shows to each role, by the panels' templates.
PANELS = {
    Role.HEAD_REFEREE: {
        "match/panel.html",
        "dispute/panel.html",
        "challenge/panel.html",
        "registration/panel.html",
        "core/audit_panel.html",
        "core/staff_panel.html",
    },
    Role.REFEREE: {
        "match/panel.html",
        "dispute/panel.html",
        "challenge/panel.html",
        "registration/panel.html",
        "core/staff_panel.html",
    },
    Role.BRACKET_MANAGER: {
        "bracket/step.html",
        "bracket/panel.html",
        "bracket/preflight.html",
        "core/staff_panel.html",
    },
    Role.REGISTRATION_STAFF: {"registration/panel.html", "core/staff_panel.html"},
    Role.PAYMENT_STAFF: {
        "registration/payments_panel.html",
        "awards/panel.html",
        "core/staff_panel.html",
    },
    Role.MODERATOR: {"core/staff_panel.html", "community/panel.html"},
}


@pytest.mark.parametrize("role", PANELS)
@pytest.mark.parametrize(
    "facts",
    [{"state": TournamentState.DRAFT}, {"visibility": "private"}],
    ids=["draft", "private"],
)
def test_the_console_of_a_hidden_tournament_shows_each_role_its_own_panels(role: Role, facts):
    tournament = a_tournament(entrants=4, **facts)
    person = a_staff_member(tournament, role)

    page = log_in(person).get(address("console", tournament.slug))

    shown = {panel["template"].split("/", 1)[1] for panel in page.context["panels"]}
    assert shown == PANELS[role]
    assert address("edit", tournament.slug) not in page.content.decode()
    assert list(Tournament.objects.visible_to(person)) == [tournament]


def test_mine_are_those_that_one_helps_to_run(client):
    tournament = a_tournament(entrants=0, state=TournamentState.DRAFT)
    a_tournament(entrants=0)
    person = a_staff_member(tournament)

    page = log_in(person).get(address("list"), {"status": "mine"})

    assert [row.name for row in page.context["page"]] == [tournament.name]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_the_staff_takes_as_many_queries_for_three_as_for_one(
    rows: int, django_assert_num_queries
):
    tournament = a_tournament(entrants=0)
    for _number in range(rows):
        a_staff_member(tournament)
    browser = log_in(tournament.organizer)

    with django_assert_num_queries(6):
        browser.get(address("staff", tournament.slug))


ENDLESS = "9" * 5000


def test_a_button_that_means_no_row_is_a_missing_page_however_long_its_number():
    match = match_of(a_live_tournament(), "R1.1")
    slug, browser = match.tournament.slug, log_in(match.tournament.organizer)
    choosing = {"action": "choose", "step": ENDLESS}

    sent = [
        post(browser, "staff", slug, action="revoke", assignment=ENDLESS),
        post(browser, "inbox", notice=ENDLESS),
        post(browser, "sponsors", slug, action="remove", sponsorship=ENDLESS),
        post(browser, "schedule", slug, request=ENDLESS, action="accept_time"),
        browser.post(match_address("official", match), {"action": "take", "claim": ENDLESS}),
        browser.post(match_address("match_act", match), {"action": "decline_time", "request": "²"}),
    ]
    step = browser.post(match_address("match_act", match), choosing)

    assert [answer.status_code for answer in sent] == [404] * 6
    assert step.status_code == 409


def test_a_sign_that_no_database_takes_is_refused_before_anybody_is_looked_for(
    monkeypatch: pytest.MonkeyPatch,
):
    asked: list[str] = []

    def find(typed: str) -> list[UserRef]:
        asked.append(typed)
        return []

    monkeypatch.setattr(staff_forms, "find_people", find)

    form = staff_forms.InviteForm({"person": "ann\0", "role": "x"}, roles=[("x", "X")])

    assert not form.is_valid()
    assert asked == [""]
