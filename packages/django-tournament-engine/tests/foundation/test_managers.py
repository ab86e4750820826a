"""No row is put away by a mark: what a manager returns is what there is.

Whatever goes leaves by a state of its life cycle, which every reader chooses, or is removed.
So uniqueness, the admin and the pages speak of the same rows.
"""

from django.apps import apps
from django.db.models import Model

MARKS = {"deleted", "deleted_at", "is_deleted", "removed", "removed_at", "is_removed"}


def every_model() -> list[type[Model]]:
    return list(apps.get_app_config("tournament_engine").get_models())


def test_no_manager_hides_rows():
    hiding = [
        (model.__name__, manager.name)
        for model in every_model()
        for manager in model._meta.managers
        if manager.get_queryset().query.where
    ]

    assert hiding == []


def test_no_table_marks_its_rows_as_deleted():
    marked = [
        f"{model.__name__}.{field.name}"
        for model in every_model()
        for field in model._meta.concrete_fields
        if field.name in MARKS
    ]

    assert marked == []
