"""Deny by default: no table holds a person or a text without saying what of it is whose."""

import pytest
from django.apps import apps
from django.db.models import CharField, FileField, ForeignKey, JSONField, TextField

from tournament_engine.privacy.below import APART
from tournament_engine.privacy.holdings import Holding, holdings, is_person
from tournament_engine.uploads.models import StoredFile

MODELS = [
    model for model in apps.get_app_config("tournament_engine").get_models() if model not in APART
]
BY_MODEL = {one.model: one for one in holdings()}
TEXTS = (CharField, TextField, JSONField, FileField)


def told(holding: Holding) -> set[str]:
    """Return the columns of which a table says what they hold."""
    texts = {*holding.blank, *holding.said, *holding.renamed, *holding.swept, *holding.impersonal}
    return texts | {*holding.files}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_table_says_what_it_holds_of_people(model):
    columns = model._meta.concrete_fields
    speaks = {one.name for one in columns if isinstance(one, TEXTS) and not one.choices}
    keys = {one.name for one in columns if is_person(one)}
    # A table without words and people has nothing to say.
    holding = BY_MODEL.get(model, Holding(model=model))

    assert speaks - told(holding) - ({*speaks} if holding.deleted else set()) == set()
    assert keys <= ({*holding.keys} if model in BY_MODEL else set())


@pytest.mark.parametrize("holding", holdings(), ids=lambda one: one.model.__name__)
def test_what_a_table_says_is_there_and_can_be_done(holding: Holding):
    columns = {one.name: one for one in holding.model._meta.concrete_fields}

    assert told(holding) - columns.keys() == set()
    for key in set(holding.keys) - set(holding.handled):
        assert columns[key].null or holding.deleted
    for name in holding.files:
        assert isinstance(columns[name], ForeignKey)
        assert columns[name].related_model is StoredFile


def test_a_table_that_belongs_to_a_tournament_is_forgotten_under_its_lock():
    reached = [
        one.label
        for one in holdings()
        if (one.owner or one.keys) and not one.tournament and _path(one)
    ]

    assert reached == []


def _path(one: Holding) -> bool:
    columns = {column.name for column in one.model._meta.concrete_fields}
    return bool(columns & {"tournament", "registration", "match", "bracket", "payment", "dispute"})
