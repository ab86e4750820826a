"""The organiser's page of questions."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.browsing import address, filled, log_in, post
from tests.factories import a_tournament, a_user

from tournament_engine.core.custom_fields.specs import FieldSpec
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament

pytestmark = pytest.mark.django_db

_S = TournamentState
NICK = FieldSpec(code="nick", label="Nick")
AGE = FieldSpec(code="age", label="Age", kind="number")
PLATFORM = FieldSpec(code="platform", label="Platform", kind="choice", options=("PC", "Console"))


def asking(*specs: FieldSpec, state: TournamentState = _S.DRAFT) -> Tournament:
    return a_tournament(state=state, entrants=0, custom_fields=specs)


def codes(tournament: Tournament) -> list[str]:
    return list(tournament.custom_fields.values_list("code", flat=True))


def send(tournament: Tournament, action: str, **fields: object) -> Any:
    client = log_in(tournament.organizer)
    return post(client, "fields", tournament.slug, action=action, **fields)


def test_a_question_is_added_at_the_end_with_a_name_made_from_its_words():
    tournament = asking(NICK)

    answer = send(tournament, "add", label="Your nick!", kind="text", pattern="[a-z]+")
    again = send(tournament, "add", label="Nick", kind="text")

    assert (answer.status_code, again.status_code) == (302, 302)
    assert codes(tournament) == ["nick", "your-nick", "nick-2"]


def test_a_list_is_given_line_by_line_and_a_question_may_depend_on_it():
    tournament = asking(PLATFORM)

    send(
        tournament,
        "add",
        label="Map",
        kind="choice",
        options="Sea\n\nHills ",
        shown_by="platform",
        shown_when="PC",
    )

    row = tournament.custom_fields.get(code="map")
    assert (row.options, row.shown_by, row.shown_when) == (["Sea", "Hills"], "platform", "PC")


def test_a_bad_question_is_shown_again_with_what_is_wrong():
    tournament = asking(NICK)

    answer = send(tournament, "add", label="Tag", kind="text", pattern="(a")

    assert answer.status_code == 422
    assert "The pattern has a “(” without its “)”." in answer.content.decode()
    assert codes(tournament) == ["nick"]


@pytest.mark.parametrize(
    ("action", "code", "order"),
    [
        ("up", "age", ["age", "nick", "platform"]),
        ("down", "age", ["nick", "platform", "age"]),
        ("up", "nick", ["nick", "age", "platform"]),
        ("down", "platform", ["nick", "age", "platform"]),
        ("remove", "age", ["nick", "platform"]),
    ],
)
def test_questions_are_moved_and_taken_away(action: str, code: str, order: list[str]):
    tournament = asking(NICK, AGE, PLATFORM)

    assert send(tournament, action, code=code).status_code == 302
    assert codes(tournament) == order


def test_a_question_that_others_depend_on_is_not_moved_behind_them():
    tournament = asking(
        PLATFORM, FieldSpec(code="map", label="Map", shown_by="platform", shown_when="PC")
    )

    assert send(tournament, "down", code="platform").status_code == 422
    assert codes(tournament) == ["platform", "map"]


@pytest.mark.parametrize("fields", [{"action": "up", "code": "none"}, {"action": "dance"}])
def test_what_is_not_there_changes_nothing(fields: dict[str, str]):
    tournament = asking(NICK)

    assert send(tournament, **fields).status_code in {404, 422}
    assert tournament.version == Tournament.objects.get().version


def test_a_question_is_changed_on_its_own_page():
    tournament = asking(PLATFORM)
    client = log_in(tournament.organizer)
    form = client.get(address("field", tournament.slug, "platform")).context["form"]

    answer = client.post(
        address("field", tournament.slug, "platform"),
        filled(form, label="Machine", is_public="on"),
    )

    row = tournament.custom_fields.get()
    assert answer.status_code == 302
    assert (row.code, row.label, row.is_public, row.options) == (
        "platform",
        "Machine",
        True,
        ["PC", "Console"],
    )


def test_a_bad_change_is_shown_again():
    tournament = asking(PLATFORM)

    answer = post(
        log_in(tournament.organizer),
        "field",
        tournament.slug,
        "platform",
        label="Machine",
        kind="choice",
        version=tournament.version,
    )

    assert answer.status_code == 422
    assert tournament.custom_fields.get().label == "Platform"


def test_questions_of_a_published_tournament_are_only_read():
    tournament = asking(NICK, state=_S.PUBLISHED)

    page = log_in(tournament.organizer).get(address("fields", tournament.slug))

    assert "what it asks is settled" in page.content.decode()
    assert send(tournament, "remove", code="nick").status_code == 409
    own = log_in(tournament.organizer).get(address("field", tournament.slug, "nick"))
    assert own.status_code == 409


def test_what_an_organiser_types_is_shown_as_text():
    attack = "<script>alert(1)</script>"
    tournament = asking(
        FieldSpec(code="x", label=attack, help_text=attack, kind="choice", options=(attack,))
    )

    page = log_in(tournament.organizer).get(address("fields", tournament.slug))

    assert "<script>alert" not in page.content.decode()
    assert page.content.decode().count("&lt;script&gt;") >= 3


def test_only_who_runs_the_tournament_sees_the_page():
    tournament = asking(NICK, state=_S.PUBLISHED)

    assert log_in(a_user()).get(address("fields", tournament.slug)).status_code == 403


def test_the_page_costs_the_same_for_many_questions():
    counts = []
    for size in (1, 3):
        tournament = asking(*[FieldSpec(code=f"q{n}", label=f"Q {n}") for n in range(size)])
        client = log_in(tournament.organizer)
        with CaptureQueriesContext(connection) as count:
            client.get(address("fields", tournament.slug))
        counts.append(len(count))

    assert counts[0] == counts[1]


def test_a_question_that_somebody_changed_meanwhile_is_looked_at_again():
    tournament = asking(PLATFORM)
    client, page = log_in(tournament.organizer), address("field", tournament.slug, "platform")
    mine, theirs = (client.get(page).context["form"] for _number in range(2))
    client.post(page, filled(theirs, is_required="on"))

    late = client.post(page, filled(mine, label="Machine"))

    row = tournament.custom_fields.get()
    assert late.status_code == 409
    assert late.context["form"]["label"].value() == "Machine"
    assert (row.label, row.is_required) == ("Platform", True)
