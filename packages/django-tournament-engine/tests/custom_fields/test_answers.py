"""What a tournament asks, and what it takes for an answer."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict
from tests.factories import a_registration, a_tournament, a_user

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core import services
from tournament_engine.core.custom_fields.answers import clean_field_values
from tournament_engine.core.custom_fields.forms import CustomFieldsForm
from tournament_engine.core.custom_fields.models import CustomField, CustomFieldValue
from tournament_engine.core.custom_fields.queries import answers_of, history_of, shown_answers
from tournament_engine.core.custom_fields.specs import FieldSpec, spec_of
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput

pytestmark = pytest.mark.django_db

RANKS = ("Iron", "Gold")
PLATFORM = FieldSpec(code="platform", label="Platform", kind="choice", options=("PC", "Console"))
LOGIN = FieldSpec(
    code="login",
    label="Login",
    is_required=True,
    shown_by="platform",
    shown_when="PC",
)


def asking(*specs: FieldSpec, **facts: Any) -> Tournament:
    return a_tournament(entrants=0, custom_fields=specs, **facts)


def answer(given: Any, **facts: Any) -> Any:
    """Return what is stored of an answer to one question; None where nothing is."""
    tournament = asking(FieldSpec(code="it", label="It", **facts))
    return clean_field_values(tournament, {"it": given}).get("it")


TAKEN: list[tuple[dict[str, Any], Any, Any]] = [
    ({"kind": "text"}, "  Two  words ", "Two words"),
    ({"kind": "text", "pattern": "[A-Z]{2}"}, "AB", "AB"),
    ({"kind": "text", "preset": "riot"}, "Ann#EUW", "Ann#EUW"),
    ({"kind": "number"}, "12.50", "12.5"),
    ({"kind": "number"}, "1,5", "1.5"),
    ({"kind": "number"}, "-3", "-3"),
    ({"kind": "number"}, "1e3", "1000"),
    ({"kind": "number"}, "-0.0", "0"),
    ({"kind": "number"}, 7, "7"),
    ({"kind": "number"}, Decimal("0.1"), "0.1"),
    ({"kind": "toggle"}, True, True),
    ({"kind": "toggle"}, False, False),
    ({"kind": "date"}, " 2026-05-01 ", "2026-05-01"),
    ({"kind": "date"}, date(2026, 5, 1), "2026-05-01"),
    ({"kind": "url"}, "https://example.org/a", "https://example.org/a"),
    ({"kind": "email"}, "ann@example.org", "ann@example.org"),
    ({"kind": "choice", "options": RANKS}, "Gold", "Gold"),
    ({"kind": "multi_choice", "options": RANKS}, ["Gold", "Iron"], ["Iron", "Gold"]),
    ({"kind": "multi_choice", "options": RANKS}, "Gold", ["Gold"]),
    ({"kind": "text"}, "", None),
    ({"kind": "multi_choice", "options": RANKS}, [], None),
]


@pytest.mark.parametrize(("facts", "given", "stored"), TAKEN)
def test_an_answer_is_stored_in_one_form(facts: dict[str, Any], given: Any, stored: Any):
    assert answer(given, **facts) == stored


REFUSED: list[tuple[dict[str, Any], Any, str]] = [
    ({"kind": "text"}, "x" * 501, "at most 500"),
    ({"kind": "text"}, "a\u202eb", "cannot be seen"),
    ({"kind": "text"}, ["a"], "Enter a text"),
    ({"kind": "text", "pattern": "[A-Z]{2}"}, "ab", "does not look as it should"),
    ({"kind": "text", "pattern": "[A-Z]{2}", "help_text": "Two capitals."}, "ab", "Two capitals"),
    ({"kind": "text", "preset": "riot"}, "Ann", "Riot ID"),
    ({"kind": "number"}, "many", "Enter a number"),
    ({"kind": "number"}, True, "Enter a number"),
    ({"kind": "number"}, "NaN", "Enter a number"),
    ({"kind": "number"}, "Infinity", "Enter a number"),
    ({"kind": "number"}, "1e999999999", "at most 15 digits"),
    ({"kind": "number"}, "1e-999999999", "at most 15 digits"),
    ({"kind": "number"}, "1234567890.123456789", "at most 15 digits"),
    ({"kind": "toggle"}, "on", "yes or no"),
    ({"kind": "date"}, "1 May", "Enter a date"),
    ({"kind": "date"}, "2026-02-30", "Enter a date"),
    ({"kind": "url"}, "javascript:alert(1)", "web address"),
    ({"kind": "url"}, "ftp://example.org", "web address"),
    ({"kind": "email"}, "ann", "e-mail address"),
    ({"kind": "choice", "options": RANKS}, "Wood", "one of the answers"),
    ({"kind": "multi_choice", "options": RANKS}, ["Gold", "Wood"], "among the answers"),
    ({"is_required": True}, "", "Fill this in"),
    ({"is_required": True}, "  ", "Enter a name"),
    ({"kind": "toggle", "is_required": True}, False, "Tick this"),
    ({"kind": "toggle", "is_required": True}, None, "Tick this"),
]


@pytest.mark.parametrize(("facts", "given", "sentence"), REFUSED)
def test_a_bad_answer_is_refused_at_its_field(facts: dict[str, Any], given: Any, sentence: str):
    with pytest.raises(InvalidInput, match=sentence) as refused:
        answer(given, **facts)

    assert (refused.value.code, refused.value.field) == ("invalid_answer", "field_it")


def test_a_question_is_asked_only_of_those_whose_answer_leads_to_it():
    tournament = asking(PLATFORM, LOGIN)

    with pytest.raises(InvalidInput) as refused:
        clean_field_values(tournament, {"platform": "PC"})
    console = clean_field_values(tournament, {"platform": "Console", "login": "ann"})

    assert refused.value.field == "field_login"
    assert console == {"platform": "Console"}


@pytest.mark.parametrize(
    ("other", "when", "given", "is_asked"),
    [
        ({"kind": "toggle"}, "yes", True, True),
        ({"kind": "toggle"}, "yes", False, False),
        ({"kind": "toggle"}, "no", None, True),
        ({"kind": "multi_choice", "options": RANKS}, "Gold", ["Iron", "Gold"], True),
        ({"kind": "multi_choice", "options": RANKS}, "Gold", ["Iron"], False),
        ({"kind": "choice", "options": RANKS}, "Gold", None, False),
        ({"kind": "choice", "options": ("no", "so")}, "no", None, False),
    ],
)
def test_every_kind_of_choice_can_lead_to_a_question(
    other: dict[str, Any], when: str, given: Any, is_asked: bool
):
    tournament = asking(
        FieldSpec(code="first", label="First", **other),
        FieldSpec(code="then", label="Then", shown_by="first", shown_when=when),
    )

    answers = clean_field_values(tournament, {"first": given, "then": "so"})

    assert ("then" in answers) == is_asked


WRONG: list[tuple[list[FieldSpec], str]] = [
    ([FieldSpec(code="", label="It")], "no name of a question"),
    ([FieldSpec(code="Not a slug", label="It")], "no name of a question"),
    ([FieldSpec(code="it", label="It"), FieldSpec(code="it", label="It")], "Two questions"),
    ([FieldSpec(code="it", label=" ")], "Enter a name"),
    ([FieldSpec(code="it", label="It", kind="poem")], "no kind of answer"),
    ([FieldSpec(code="it", label="It", kind="date", preset="riot")], "only texts"),
    ([FieldSpec(code="it", label="It", preset="riot", pattern="a")], "two patterns"),
    ([FieldSpec(code="it", label="It", preset="steam")], "nobody knows"),
    ([FieldSpec(code="it", label="It", pattern="(a")], "“It”: The pattern has"),
    ([FieldSpec(code="it", label="It", kind="choice")], "between 1 and 50"),
    ([FieldSpec(code="it", label="It", kind="choice", options=("a", "a"))], "same answer twice"),
    ([FieldSpec(code="it", label="It", shown_by="no", shown_when="a")], "asked before it"),
    (
        [
            FieldSpec(code="it", label="It"),
            FieldSpec(code="so", label="So", shown_by="it", shown_when="a"),
        ],
        "not on “it”",
    ),
    (
        [PLATFORM, FieldSpec(code="so", label="So", shown_by="platform", shown_when="Mac")],
        "PC, Console",
    ),
    ([FieldSpec(code=f"q{number}", label="Q") for number in range(31)], "at most 30"),
]


@pytest.mark.parametrize(("specs", "sentence"), WRONG)
def test_questions_that_make_no_sense_are_refused(specs: list[FieldSpec], sentence: str):
    with pytest.raises(InvalidInput, match=sentence) as refused:
        asking(*specs)

    assert refused.value.field == "custom_fields"
    assert not Tournament.objects.exists()


def update(tournament: Tournament, *specs: FieldSpec) -> Tournament:
    return services.update_tournament(
        tournament=tournament,
        by=tournament.organizer,
        version=tournament.version,
        custom_fields=specs,
    )


def test_questions_are_replaced_all_at_once_and_one_that_stays_keeps_its_row():
    tournament = asking(PLATFORM, LOGIN, state=TournamentState.DRAFT)
    platform = CustomField.objects.get(code="platform")

    update(tournament, FieldSpec(code="age", label="Age", kind="number"), PLATFORM)

    codes = list(tournament.custom_fields.values_list("code", flat=True))
    assert codes == ["age", "platform"]
    assert CustomField.objects.get(code="platform").pk == platform.pk
    assert tournament.version == 2


def test_the_same_questions_again_change_nothing():
    tournament = asking(PLATFORM, LOGIN, state=TournamentState.DRAFT)

    update(tournament, PLATFORM, LOGIN)

    assert tournament.version == 1
    assert [spec_of(row) for row in tournament.custom_fields.all()] == [
        spec_of(row) for row in CustomField.objects.order_by("position")
    ]


def test_questions_are_settled_once_the_tournament_is_published():
    tournament = asking(PLATFORM, state=TournamentState.PUBLISHED)

    with pytest.raises(Conflict) as refused:
        update(tournament)

    assert (refused.value.code, refused.value.field) == ("locked", "custom_fields")
    assert tournament.custom_fields.count() == 1


def sent(**fields: str | list[str]) -> MultiValueDict[str, str]:
    lists = {key: [value] if isinstance(value, str) else value for key, value in fields.items()}
    return MultiValueDict(lists)


EVERYTHING = [
    FieldSpec(code="nick", label="Nick", help_text="As in the game.", is_required=True),
    FieldSpec(code="age", label="Age", kind="number"),
    FieldSpec(code="adult", label="I am 18", kind="toggle", is_required=True),
    FieldSpec(code="born", label="Born", kind="date"),
    FieldSpec(code="site", label="Site", kind="url"),
    FieldSpec(code="mail", label="Mail", kind="email"),
    PLATFORM,
    FieldSpec(code="days", label="Days", kind="multi_choice", options=("Sat", "Sun")),
    LOGIN,
]


def test_one_form_asks_and_checks_every_kind():
    tournament = asking(*EVERYTHING)

    form = CustomFieldsForm(
        sent(
            field_nick="Ann",
            field_age="20",
            field_adult="on",
            field_born="2006-01-02",
            field_site="https://example.org",
            field_mail="ann@example.org",
            field_platform="PC",
            field_days=["Sun", "Sat"],
            field_login="ann1",
        ),
        tournament=tournament,
    )

    assert form.is_valid()
    assert form.asks_something
    assert form.values() == {
        "nick": "Ann",
        "age": "20",
        "adult": True,
        "born": "2006-01-02",
        "site": "https://example.org",
        "mail": "ann@example.org",
        "platform": "PC",
        "days": ["Sat", "Sun"],
        "login": "ann1",
    }


def test_the_form_names_every_field_that_is_wrong():
    tournament = asking(*EVERYTHING)

    form = CustomFieldsForm(
        sent(field_age="old", field_platform="PC", field_mail="ann"), tournament=tournament
    )

    assert not form.is_valid()
    assert set(form.errors) == {
        "field_nick",
        "field_age",
        "field_adult",
        "field_mail",
        "field_login",
    }


def test_the_form_says_whom_a_question_is_for_and_shows_known_answers():
    tournament = asking(PLATFORM, LOGIN)

    form = CustomFieldsForm(tournament=tournament, answers={"platform": "PC", "gone": "x"})

    assert form.fields["field_login"].help_text == "Only if “Platform” is answered with “PC”."
    assert form.initial == {"field_platform": "PC"}
    assert not form.fields["field_login"].required


def test_a_tournament_that_asks_nothing_has_an_empty_form():
    form = CustomFieldsForm(sent(), tournament=asking())

    assert form.is_valid()
    assert (form.asks_something, form.values()) == (False, {})


def test_answers_keep_their_history():
    tournament = asking(PLATFORM, FieldSpec(code="nick", label="Nick", is_public=True))
    person = a_user()
    registration = a_registration(tournament, person)

    services.store_field_values(
        registration=registration, values={"platform": "PC", "nick": "ann"}, by=person
    )
    services.store_field_values(registration=registration, values={"nick": "anna"}, by=None)

    assert answers_of(registration) == {"platform": None, "nick": "anna"}
    history = history_of(registration)
    assert [(row.field.code, row.value, row.is_current, row.by) for row in history] == [
        ("platform", "PC", False, person),
        ("platform", None, True, None),
        ("nick", "ann", False, person),
        ("nick", "anna", True, None),
    ]


def test_answers_that_stay_the_same_write_nothing():
    tournament = asking(PLATFORM)
    registration = a_registration(tournament)
    values = {"platform": "PC"}

    first = services.store_field_values(registration=registration, values=values, by=None)
    second = services.store_field_values(registration=registration, values=values, by=None)

    assert (len(first), second) == (1, [])
    assert AuditEntry.objects.filter(action="registration.answered").count() == 1


def test_the_log_names_the_questions_and_keeps_the_answers_out():
    tournament = asking(PLATFORM)

    services.store_field_values(
        registration=a_registration(tournament), values={"platform": "PC"}, by=None
    )

    entry = AuditEntry.objects.get(action="registration.answered")
    assert (entry.before, entry.after) == ({}, {"fields": ["platform"]})


def test_everybody_reads_public_answers_and_the_desk_reads_all(
    django_assert_num_queries: Any,
):
    tournament = asking(PLATFORM, FieldSpec(code="nick", label="Nick", is_public=True))
    registrations = [a_registration(tournament) for _ in range(3)]
    for number, row in enumerate(registrations):
        services.store_field_values(
            registration=row, values={"platform": "PC", "nick": f"n{number}"}, by=None
        )

    with django_assert_num_queries(2):
        public = shown_answers(registrations, public=True)
        everything = shown_answers(registrations, public=False)

    first = registrations[0].pk
    assert public[first] == [("Nick", "n0")]
    assert everything[first] == [("Platform", "PC"), ("Nick", "n0")]


def test_one_answer_to_a_question_is_in_force():
    tournament = asking(PLATFORM)
    registration = a_registration(tournament)
    for value in ("PC", "Console"):
        services.store_field_values(registration=registration, values={"platform": value}, by=None)

    assert [str(row) for row in CustomFieldValue.objects.filter(is_current=True)] == ["Console"]
