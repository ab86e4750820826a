"""The answers to a tournament's questions beside the rows of a list. Reads only."""

from collections.abc import Iterable, Sequence

from tournament_engine.core.custom_fields.queries import shown_answers
from tournament_engine.registration.corrections import shown
from tournament_engine.registration.models import Registration

__all__ = ["with_answers"]


def with_answers(
    rows: Iterable[Registration], columns: Sequence[str], *, public: bool
) -> list[tuple[Registration, list[str]]]:
    """Return each row with its answers in the order of the columns, in one query for all."""
    listed = list(rows)
    if not columns:
        return [(row, []) for row in listed]
    answers = shown_answers(listed, public=public)
    return [(row, _in_order(dict(answers.get(row.pk, ())), columns)) for row in listed]


def _in_order(given: dict[str, object], columns: Sequence[str]) -> list[str]:
    return [shown(given.get(label)) for label in columns]
