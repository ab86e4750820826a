"""The tournament's own questions: asked at registration, shown, put right, prefilled."""

import csv
from io import StringIO
from typing import Any

import pytest
from pytest_django import Settings
from tests.desk.browsing import address, filled, log_in, post
from tests.factories import a_registration, a_tournament, a_user

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.custom_fields.queries import answers_of
from tournament_engine.core.custom_fields.specs import FieldSpec
from tournament_engine.core.models import Tournament
from tournament_engine.errors import HookError, InvalidInput
from tournament_engine.hooks.profiles import Profiles
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration

pytestmark = pytest.mark.django_db

HANDLE = FieldSpec(code="handle", label="Handle", kind="text", is_required=True, is_public=True)
PHONE = FieldSpec(code="phone", label="Phone", kind="text")


def asking(*questions: FieldSpec, **facts: Any) -> Tournament:
    return a_tournament(entrants=0, custom_fields=list(questions or (HANDLE, PHONE)), **facts)


def test_answers_are_checked_and_kept_with_the_registration():
    cup = asking()

    with pytest.raises(InvalidInput) as refused:
        a_registration(cup, answers={"phone": "123"})
    row = a_registration(cup, answers={"handle": " ann#1 ", "no_such": "x"})

    assert (refused.value.field, Registration.objects.count()) == ("field_handle", 1)
    assert answers_of(row) == {"handle": "ann#1"}


def test_the_page_asks_them_and_says_what_is_missing():
    cup, ann = asking(), a_user("ann")

    page = log_in(ann).get(address("register", cup.slug)).content.decode()
    wrong = post(log_in(ann), "register", cup.slug, name="Ann", field_handle="")
    post(log_in(ann), "register", cup.slug, name="Ann", field_handle="ann#1")

    assert "Handle" in page
    assert list(wrong.context["form"].errors) == ["field_handle"]
    assert wrong.status_code == 422
    assert answers_of(Registration.objects.get()) == {"handle": "ann#1"}


def test_a_team_is_asked_too():
    cup, ann = asking(entrant_kind="team"), a_user("ann")

    post(log_in(ann), "register", cup.slug, name="Rooks", field_handle="rooks")

    assert answers_of(Registration.objects.get()) == {"handle": "rooks"}


def test_public_answers_are_on_the_page_of_entrants_and_the_others_at_the_desk():
    cup = asking()
    a_registration(cup, name="Ann", answers={"handle": "ann#1", "phone": "0123456"})

    public = log_in(a_user()).get(address("entrants", cup.slug)).content.decode()
    desk = log_in(cup.organizer).get(address("registrations", cup.slug)).content.decode()
    row = Registration.objects.get()
    one = log_in(cup.organizer).get(address("registration", cup.slug, row.pk)).content.decode()
    file: Any = log_in(cup.organizer).get(address("registrations_csv", cup.slug))

    assert ("ann#1" in public, "0123456" in public) == (True, False)
    assert ("ann#1" in desk, "0123456" in desk, "0123456" in one) == (True, True, True)
    rows = list(csv.DictReader(StringIO(file.getvalue().decode("utf-8-sig"), newline="")))
    assert (rows[0]["Handle"], rows[0]["Phone"]) == ("ann#1", "0123456")


@pytest.mark.parametrize("route", ["entrants", "registrations"])
def test_answers_cost_as_many_queries_for_three_as_for_one(
    django_assert_num_queries: Any, route: str
):
    cup = asking()
    client, url = log_in(cup.organizer), address(route, cup.slug)
    a_registration(cup, answers={"handle": "a"})
    client.get(url)
    with django_assert_num_queries(12, exact=False) as once:
        client.get(url)
    for handle in ("b", "c"):
        a_registration(cup, answers={"handle": handle})

    with django_assert_num_queries(len(once)):
        client.get(url)


def test_an_answer_is_put_right_and_the_log_does_not_keep_it():
    cup, ann = asking(needs_approval=True), a_user("ann")
    row = a_registration(cup, ann, answers={"handle": "xXx", "phone": "0123456"})
    services.request_changes(
        registration=row, by=cup.organizer, wanted={"field_handle": "Your real handle"}
    )

    shown = log_in(ann).get(address("my_registration", cup.slug)).content.decode()
    post(log_in(ann), "my_registration", cup.slug, action="correct", field_handle="ann#1")

    kept = row.corrections.get()
    assert "Your real handle" in shown
    assert (kept.before, kept.after) == ("xXx", "ann#1")
    assert answers_of(row) == {"handle": "ann#1", "phone": "0123456"}
    assert "ann#1" not in str(list(AuditEntry.objects.values_list("before", "after")))


def test_a_bad_answer_puts_nothing_right():
    cup, ann = asking(needs_approval=True), a_user("ann")
    row = a_registration(cup, ann, answers={"handle": "xXx"})
    services.request_changes(registration=row, by=cup.organizer, wanted={"field_handle": "No"})

    with pytest.raises(InvalidInput):
        services.correct_registration(registration=row, by=ann, values={"field_handle": ""})

    assert answers_of(row) == {"handle": "xXx"}


class Known(Profiles):
    """A site that knows everybody's handle."""

    def autofill(self, user: Any, tournament: Any) -> dict[str, str]:
        return {"handle": "from-profile", "unknown": "x"}


class Down(Profiles):
    """A site that cannot say."""

    def autofill(self, user: Any, tournament: Any) -> dict[str, str]:
        raise HookError("down", "No answer.", retryable=True)


def test_the_profile_fills_in_and_the_input_wins(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"profiles": f"{__name__}.Known"}}
    cup, ann = asking(), a_user("ann")
    form = log_in(ann).get(address("register", cup.slug)).context["form"]

    log_in(ann).post(address("register", cup.slug), filled(form, field_handle="typed"))

    assert form["field_handle"].value() == "from-profile"
    assert answers_of(Registration.objects.get()) == {"handle": "typed"}


def test_a_site_that_cannot_say_blocks_nobody(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"profiles": f"{__name__}.Down"}}
    cup = asking()

    page = log_in(a_user()).get(address("register", cup.slug))

    assert (page.status_code, page.context["form"]["field_handle"].value()) == (200, None)
