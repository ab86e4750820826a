"""What every form of the engine does with a refusal."""

import pytest
from django import forms
from django.http import QueryDict
from tests.factories import a_game

from tournament_engine.core.models import Game
from tournament_engine.errors import Conflict, StaleVersion
from tournament_engine.forms import EngineForm, RowsField

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


class GamesForm(EngineForm):
    row = RowsField(queryset=Game.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["9" * 19, "9" * 5000, "-1", "x", "\u00b2", "12345"])
def test_a_ticked_row_that_cannot_be_is_refused_like_one_that_is_not_there(key: str):
    a_game("Go")

    form = GamesForm(QueryDict(f"row={key}"))

    assert not form.is_valid()
    assert "row" in form.errors


@pytest.mark.django_db
def test_rows_that_are_ticked_are_found():
    go = a_game("Go")

    form = GamesForm({"row": [str(go.pk)]})

    assert form.is_valid()
    assert list(form.cleaned_data["row"]) == [go]
