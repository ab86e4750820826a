"""The create page: a tournament, its format and its entrants, all or nothing."""

import pytest
from tests.desk.browsing import address, csv_file, log_in, new_tournament
from tests.factories import a_game, a_user

from tournament_engine.core.models import Game, Tournament
from tournament_engine.registration.models import Registration

pytestmark = pytest.mark.django_db


def stages(tournament: Tournament) -> list[tuple[str, str, object]]:
    return [(row.code, row.format, row.options) for row in tournament.stages.all()]


def test_a_name_and_a_game_are_enough():
    organiser = a_user()

    answer = new_tournament(log_in(organiser))

    made = Tournament.objects.get()
    assert answer.url == address("console", "club-cup")
    assert (made.name, made.state, made.organizer) == ("Club Cup", "draft", organiser)
    options = {"third_place": False, "best_of": 1}
    assert stages(made) == [("knockout", "single_elimination", options)]


def test_a_game_of_the_list_is_taken_whatever_its_case():
    chess = a_game("Chess")

    new_tournament(log_in(a_user()), game="chess")

    assert list(Game.objects.all()) == [chess]


def test_pasted_names_come_in_their_order_and_make_the_places_they_need():
    names = [f"Player {number}" for number in range(1, 101)]

    new_tournament(log_in(a_user()), names="\n".join(names))

    assert [row.name for row in Registration.objects.order_by("pk")] == names
    assert Tournament.objects.get().max_entrants == 100


def test_names_come_from_a_csv_file_too():
    file = csv_file("name,seed\nBob,2\nAnn,1\n")

    new_tournament(log_in(a_user()), file=file)

    assert [row.name for row in Registration.objects.order_by("pk")] == ["Ann", "Bob"]


def test_a_round_robin_has_its_legs():
    new_tournament(log_in(a_user()), recipe="round_robin", legs="2", best_of="3")

    options = {"legs": 2, "best_of": 3}
    assert stages(Tournament.objects.get()) == [("league", "round_robin", options)]


def test_pools_go_on_to_a_knockout():
    new_tournament(log_in(a_user()), recipe="pools", pools="8", advance="2", third_place="on")

    made = Tournament.objects.get()
    assert stages(made) == [
        ("pools", "pools", {"pools": 8, "best_of": 1}),
        ("knockout", "single_elimination", {"third_place": True, "best_of": 1}),
    ]
    final = made.stages.get(code="knockout")
    assert (final.sources, final.seeding) == ([{"stage": "pools", "places": [1, 2]}], "cross")


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"name": ""}, "name", "Fill this in."),
        ({"game": ""}, "game", "Fill this in."),
        ({"recipe": "pools", "pools": ""}, "pools", "Enter the number of pools."),
        (
            {"recipe": "pools", "pools": "1", "advance": "1"},
            "advance",
            "Let two places or more advance from a single pool.",
        ),
        (
            {"names": "Ann\n\nBob\nann"},
            "names",
            "Line 4: 'ann' is there twice (line 1); take one of them out.",
        ),
        (
            {"opens_at": "2030-05-02T10:00", "closes_at": "2030-05-01T10:00"},
            "closes_at",
            "Registration must close after it opens.",
        ),
    ],
)
def test_bad_input_says_what_to_do_and_makes_nothing(fields, field: str, message: str):
    answer = new_tournament(log_in(a_user()), **fields)

    form = answer.context["form"]
    assert answer.status_code == 422
    assert dict(form.errors) == {field: [message]}
    assert form.fields[field].widget.attrs["autofocus"] is True
    assert (Tournament.objects.count(), Registration.objects.count()) == (0, 0)


def test_more_names_than_places_make_no_tournament_at_all():
    answer = new_tournament(log_in(a_user()), max_entrants="2", names="Ann\nBob\nCyd")

    assert answer.status_code == 409
    assert list(answer.context["form"].errors) == ["names"]
    assert Tournament.objects.count() == 0


def test_a_bad_line_of_a_file_is_named_at_the_file():
    answer = new_tournament(log_in(a_user()), file=csv_file("name\nAnn\nAnn\n"))

    message = "Line 3: 'Ann' is there twice (line 2); take one of them out."
    assert dict(answer.context["form"].errors) == {"file": [message]}
    assert Tournament.objects.count() == 0


def test_a_list_and_a_file_at_once_are_refused():
    answer = new_tournament(log_in(a_user()), names="Ann", file=csv_file("name\nBob\n"))

    message = "Give the names in one place: the list or the file."
    assert dict(answer.context["form"].errors) == {"file": [message]}


def test_an_option_of_another_format_may_be_empty():
    new_tournament(log_in(a_user()), recipe="knockout", pools="", advance="")

    assert Tournament.objects.count() == 1


def test_other_fields_that_are_sent_change_nothing():
    stranger = a_user()

    new_tournament(log_in(a_user()), state="live", organizer=str(stranger.pk), slug="mine")

    made = Tournament.objects.get()
    assert (made.state, made.slug, made.organizer == stranger) == ("draft", "club-cup", False)


def test_a_visitor_is_led_to_the_login(client):
    answer = client.get(address("create"))

    assert answer.url == f"/login/?next={address('create')}"
