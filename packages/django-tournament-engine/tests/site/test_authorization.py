"""Who gets what from each route: the reviewed table `data/authorization.txt`.

Every route of the engine is asked by everybody, in a public tournament where each has a part
and in a private one of somebody else, by every method. What an answer writes is rolled back.
To add a route, run this with WRITE_AUTHORIZATION=1, and look at each number of its new lines.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from tests.challenges import a_dare
from tests.desk.browsing import log_in
from tests.factories import a_site_admin, a_staff_member, a_user
from tests.people.models import Person
from tests.playing import a_live_tournament
from tests.sponsoring import a_sponsorship

from tournament_engine import urls
from tournament_engine.challenge.models import ChallengeCompletion
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.core.services import assign_staff
from tournament_engine.registration.models import Registration

# Everything once more: what it reaches, the tests of each part hold to account.
pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]

TABLE = Path(__file__).parent / "data" / "authorization.txt"
ROUTES = {str(route.name): route for route in urls.urlpatterns}
METHODS = ("get", "post", "delete")
#: Answered as "delete" is, whoever asks: what these tell apart, those who run it would see.
LIKE_DELETE = ("put", "patch")
POWERFUL = ("visitor", "organizer", "site_staff")
ROLES = ("visitor", "outsider", "entrant", "invited", *Role.values, "organizer", "site_staff")


@pytest.fixture(autouse=True)
def no_limits(settings: Settings) -> None:
    """Let everybody ask as often as this takes: who may is not how often."""
    settings.TOURNAMENT_ENGINE = {"RATE_LIMITS": None}


@pytest.fixture(scope="module")
def cups(whole_module: None) -> dict[str, Tournament]:
    """Return the tournament where everybody has a part, and one of somebody else."""
    made = {
        "own": a_live_tournament(entrants=4, has_questions=True),
        "other": a_live_tournament(entrants=4, has_questions=True, visibility="private"),
    }
    for cup in made.values():
        a_sponsorship(cup)
        somebody_claims(cup)
    return made


def somebody_claims(cup: Tournament) -> None:
    """Let there be a challenge, and a claim of the first entrant's that waits."""
    ChallengeCompletion.objects.create(
        challenge=a_dare(cup),
        tournament=cup,
        entrant=cup.entrants.order_by("pk")[0],
        reached_at=timezone.now(),
    )


@pytest.fixture(scope="module")
def browsers(cups: dict[str, Tournament]) -> dict[str, Client]:
    """Return the browser of one person for each role in the first of them."""
    cup = cups["own"]
    entrant, invited = a_user(), a_user()
    # One who plays in the match that is asked for.
    last = Registration.objects.filter(tournament=cup).order_by("-pk")[0]
    Registration.objects.filter(pk=last.pk).update(user=entrant)
    assign_staff(tournament=cup, user=invited, role=Role.CO_ORGANIZER, by=cup.organizer)
    people: dict[str, Person] = {
        "outsider": a_user(),
        "entrant": entrant,
        "invited": invited,
        **{role: a_staff_member(cup, role) for role in Role.values},
        "organizer": cup.organizer,
        "site_staff": a_site_admin(),
    }
    return {"visitor": Client(), **{role: log_in(person) for role, person in people.items()}}


def address_of(name: str, cup: Tournament) -> str:
    """Return the address of a route in a tournament; where it names nothing here, of nothing."""
    first = cup.registrations.order_by("pk")[0]
    assignment = cup.staff.order_by("pk").first()
    claim = ChallengeCompletion.objects.get(tournament=cup)
    words: dict[str, object] = {
        "slug": cup.slug,
        "stage": "knockout",
        "code": "R1.1",
        "part": "R",
        "number": 1,
        "registration": first.pk,
        "sponsorship": cup.sponsorships.get().pk,
        "assignment": 0 if assignment is None else assignment.pk,
        "challenge": claim.challenge_id,
        "claim": claim.pk,
    }
    wanted = ROUTES[name].pattern.converters
    return reverse(
        f"tournament_engine:{name}", kwargs={word: words.get(word, 0) for word in wanted}
    )


def answer(client: Client, method: str, address: str) -> int:
    """Return how the site answers, and let nothing of it stay."""
    with transaction.atomic():
        status = int(getattr(client, method)(address).status_code)
        transaction.set_rollback(True)
    return status


def lines_of(name: str, cups: dict[str, Tournament], browsers: dict[str, Client]) -> Iterator[str]:
    for whose, cup in cups.items():
        address = address_of(name, cup)
        for method in METHODS:
            told = [str(answer(browsers[role], method, address)) for role in ROLES]
            yield " ".join([f"{name:<18}", f"{whose:<5}", f"{method:<6}", *told])


def reviewed() -> dict[str, list[str]]:
    """Return the lines of the table by route."""
    found: dict[str, list[str]] = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            found.setdefault(line.split()[0], []).append(line)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(ROUTES))
def test_everybody_gets_from_a_route_what_the_table_says(
    name: str, cups: dict[str, Tournament], browsers: dict[str, Client]
):
    lines = list(lines_of(name, cups, browsers))

    if os.environ.get("WRITE_AUTHORIZATION"):
        write(name, lines)
    assert lines == reviewed().get(name, [])
    for cup in cups.values():
        address = address_of(name, cup)
        for role in POWERFUL:
            known = answer(browsers[role], "delete", address)
            others = [answer(browsers[role], method, address) for method in LIKE_DELETE]
            assert (role, others) == (role, [known] * len(others))


def write(name: str, lines: list[str]) -> None:
    known = reviewed() | {name: lines}
    head = f"# route, tournament, method: the status for {' '.join(ROLES)}"
    rows = [row for route in sorted(known) if route in ROUTES for row in known[route]]
    TABLE.write_text("\n".join([head, *rows, ""]))


def test_the_table_names_no_route_that_is_gone():
    assert reviewed().keys() == ROUTES.keys()


def test_nothing_in_the_table_is_an_error_of_ours_or_open_to_those_it_should_not_be():
    columns = {role: index for index, role in enumerate(ROLES, start=3)}
    for rows in reviewed().values():
        for row in rows:
            cells = row.split()
            route, whose, method = cells[:3]
            assert not any(cell.startswith("5") for cell in cells[3:])
            if whose == "other" and "slug" in ROUTES[route].pattern.converters:
                outside = {cells[columns[role]] for role in ROLES if role != "site_staff"}
                assert outside <= {"404", "405"}, row
            if "/manage/" in str(ROUTES[route].pattern) and method != "get":
                assert cells[columns["visitor"]] in {"302", "404", "405"}, row
                assert cells[columns["outsider"]] in {"403", "404", "405"}, row
