"""What every form of the engine does with a refusal."""

from django import forms
from django.http import QueryDict

from tournament_engine.errors import Conflict, StaleVersion
from tournament_engine.forms import EngineForm

DAYS = [("sat", "Saturday"), ("sun", "Sunday")]


class DaysForm(EngineForm):
    days = forms.MultipleChoiceField(choices=DAYS)
    version = forms.IntegerField(widget=forms.HiddenInput)


def refused(form: EngineForm, error: Conflict) -> EngineForm:
    def refuse() -> None:
        raise error

    form.attempt(refuse)
    return form


def test_a_stale_form_is_shown_with_the_version_of_now_and_all_that_was_entered():
    sent = QueryDict("days=sat&days=sun&version=1")

    form = refused(DaysForm(sent), StaleVersion("Look again.", version=4))

    assert (form["days"].value(), form["version"].value()) == (["sat", "sun"], "4")
    assert form.non_field_errors() == ["Look again."]
    assert sent["version"] == "1"


def test_a_form_with_a_prefix_and_plain_data_is_shown_with_the_version_of_now():
    plain = {"a-days": ["sat"], "a-version": 1}

    form = refused(DaysForm(plain, prefix="a"), StaleVersion("Look again.", version=4))

    assert form["version"].value() == "4"


def test_another_refusal_leaves_the_version_as_it_was_read():
    form = refused(DaysForm(QueryDict("days=sat&version=1")), Conflict("No."))

    assert form["version"].value() == "1"
