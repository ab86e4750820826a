"""The organiser chooses who goes on where the places of the stages before are shared."""

from typing import Any

import pytest
from tests.desk.browsing import address, filled, log_in, post
from tests.factories import PLAYOFF, POOLS
from tests.playing import a_live_tournament, bracket_of, sides

from bracketcore import Win
from tournament_engine.bracket import services
from tournament_engine.core.models import Tournament
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Entrant

pytestmark = pytest.mark.django_db

NAMES = ["Ann", "Bob", "Cyd", "Dee", "Eve", "Fay"]


@pytest.fixture
def level() -> Tournament:
    """Return a cup in whose pools everybody won once by the same score."""
    tournament = a_live_tournament(entrants=NAMES, stages=(POOLS, PLAYOFF))
    for match in Match.objects.filter(tournament=tournament).with_stage():
        pool = Entrant.objects.filter(sides__match__bracket=match.bracket)
        ring = sorted(set(pool.filter(sides__match__part=match.part)), key=lambda one: one.pk)
        ids = [str(one.pk) for one in ring]
        first, second = sides(match)
        is_ahead = (ids.index(first) + 1) % 3 == ids.index(second)
        result = Win(first if is_ahead else second, score=(1, 0) if is_ahead else (0, 1))
        matches.confirm_result(match=match, result=result, by=tournament.organizer)
    return tournament


def page(tournament: Tournament) -> Any:
    organiser = log_in(tournament.organizer)
    return organiser.get(address("manage_stage", tournament.slug, "playoff"))


def act(tournament: Tournament, action: str, **fields: object) -> Any:
    organiser = log_in(tournament.organizer)
    return post(organiser, "manage_stage", tournament.slug, "playoff", action=action, **fields)


def numbers(tournament: Tournament, **by_name: str) -> dict[str, object]:
    """Return what a browser sends of the form with these numbers typed in."""
    form = page(tournament).context["seeds_form"]
    typed = {
        name: by_name[form.by_field[name].name]
        for name in form.by_field
        if form.by_field[name].name in by_name
    }
    return filled(form, **typed)


def seeding(tournament: Tournament) -> list[str]:
    names = dict(Entrant.objects.values_list("pk", "name"))
    return [names[int(key)] for key in bracket_of(tournament, "playoff").seeding]


def test_the_console_leads_to_the_stage_that_waits(level: Tournament):
    console = log_in(level.organizer).get(address("console", level.slug)).content.decode()

    assert "Choose who goes on to “Playoff”" in console
    assert f'href="{address("manage_stage", level.slug, "playoff")}"' in console


def test_the_page_says_what_to_do_and_shows_who_reached_what(level: Tournament):
    shown = page(level)

    assert "Number the 4 who do, 1 for the best" in shown.content.decode()
    form = shown.context["seeds_form"]
    assert {field.help_text for field in form.fields.values()} == {
        "Pool A, place 1, shared",
        "Pool B, place 1, shared",
    }
    assert {field.initial for field in form.fields.values()} == {None}


def test_numbers_draw_the_next_stage_and_a_button_shows_it_to_everybody(level: Tournament):
    typed = numbers(level, Fay="1", Ann="2", Bob="3", Cyd="4")

    answer = act(level, "qualify_numbers", **typed)
    drawn = bracket_of(level, "playoff").state
    offered = log_in(level.organizer).get(address("console", level.slug)).content.decode()
    act(level, "publish")

    assert (answer.status_code, drawn) == (302, "generated")
    assert "Publish bracket" in offered
    assert seeding(level) == ["Fay", "Ann", "Bob", "Cyd"]
    ready = Match.objects.filter(bracket__stage__code="playoff", state="ready")
    assert ready.count() == 2


def test_a_list_of_names_draws_it_as_well(level: Tournament):
    act(level, "qualify_list", order="Dee\nEve\nFay\nAnn")

    assert seeding(level) == ["Dee", "Eve", "Fay", "Ann"]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"Ann": "1", "Bob": "2", "Cyd": "3"},
    ],
)
def test_too_few_numbers_draw_nothing_and_say_what_to_do(level: Tournament, typed: dict[str, str]):
    answer = act(level, "qualify_numbers", **numbers(level, **typed))

    message = "Number those who go on from 1 to 4; leave the others empty."
    assert answer.status_code == 422
    assert dict(answer.context["seeds_form"].errors) == {"__all__": [message]}
    assert bracket_of(level, "playoff").state == "pending"


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("1", "Ann has seed 1 too: give each entrant its own."),
        ("5", "Ensure this value is less than or equal to 4."),
    ],
)
def test_a_number_twice_or_too_high_is_refused_at_its_field(
    level: Tournament, number: str, message: str
):
    typed = numbers(level, Ann="1", Bob=number, Cyd="3", Dee="4")

    answer = act(level, "qualify_numbers", **typed)

    assert answer.status_code == 422
    assert [message] in answer.context["seeds_form"].errors.values()


def test_a_list_of_too_many_names_is_refused(level: Tournament):
    answer = act(level, "qualify_list", order="\n".join(NAMES))

    message = "Name the 4 who go on, each once, from the stages before this one."
    assert answer.status_code == 422
    assert dict(answer.context["order_form"].errors) == {"order": [message]}


def test_a_draw_that_was_thrown_away_is_chosen_again_from_the_results(level: Tournament):
    by = level.organizer
    for match in Match.objects.filter(tournament=level, part="A").with_stage():
        _widen(match, by)
    for match in Match.objects.filter(tournament=level, part="B").with_stage():
        _widen(match, by)
    drawn = bracket_of(level, "playoff")
    before = seeding(level)
    services.discard_bracket(bracket=drawn, by=by)

    shown = page(level)
    act(level, "qualify_numbers", **filled(shown.context["seeds_form"]))

    assert "The results say who goes on." in shown.content.decode()
    assert seeding(level) == before


def _widen(match: Match, by: Any) -> None:
    """Let the first of two win by more the earlier it came: nobody shares a place any more."""
    first, second = sides(match)
    lower = min((first, second), key=int)
    high = 10 - int(lower) % 10
    score = (high, 0) if lower == first else (0, high)
    matches.override_result(match=match, result=Win(lower, score=score), by=by, reason="Misread")


def test_who_has_left_is_marked(level: Tournament):
    ann = Entrant.objects.get(name="Ann", tournament=level)
    services.withdraw_entrant(entrant=ann, by=level.organizer, reason="Ill")

    form = page(level).context["seeds_form"]

    told = {form.by_field[name].name: field.help_text for name, field in form.fields.items()}
    assert told["Ann"].endswith(", has left")
    assert not told["Bob"].endswith(", has left")


def test_nobody_is_chosen_before_the_stages_before_are_played():
    cup = a_live_tournament(entrants=NAMES, stages=(POOLS, PLAYOFF))

    answers = [act(cup, "qualify_numbers"), act(cup, "qualify_list", order="Ann")]
    first = post(log_in(cup.organizer), "manage_stage", cup.slug, "pools", action="qualify_numbers")

    assert [answer.status_code for answer in (*answers, first)] == [409, 409, 409]


def test_an_undecided_stage_is_not_drawn_without_a_choice(level: Tournament):
    answer = act(level, "generate")

    assert answer.status_code == 409
    assert "leave it open who goes on" in answer.content.decode()


def test_a_first_stage_that_was_thrown_away_while_live_is_the_next_step():
    cup = a_live_tournament(entrants=NAMES)
    services.discard_bracket(bracket=bracket_of(cup), by=cup.organizer)

    console = log_in(cup.organizer).get(address("console", cup.slug)).content.decode()

    assert "Seed and draw" in console
