"""Finding what is held of a person, row by row, and what is done to it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Field, Model, Q, TextField
from django.db.models.fields.json import JSONField
from django.db.models.functions import Cast
from django.utils import timezone

from tournament_engine.audit.models import AuditEntry
from tournament_engine.privacy.holdings import Holding, holdings, is_person
from tournament_engine.privacy.people import Person, erased, names_of, pseudonym
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.services import orphans
from tournament_engine.users import User

__all__ = [
    "Found",
    "acts_of",
    "entries",
    "files",
    "files_of",
    "forget",
    "found",
    "let_go_of_files",
    "person_in",
    "sweep_site",
    "told",
    "tournaments",
]


#: What people are called, where a table holds it: in the tournament, and in its game.
_NAMES = frozenset({"name", "recipient_name", "identity"})


@dataclass(frozen=True, kw_only=True)
class Found:
    """The keys of the rows that are about a person, and of those that name one who acted."""

    holding: Holding
    owned: Sequence[Any]
    touched: Sequence[Any]


def tournaments(user: User) -> list[int]:
    """Return the tournaments in which somebody left something, in the order of their locks."""
    keys: set[int | None] = set()
    for one in holdings():
        if one.tournament:
            keys.update(one.touched(user).values_list(one.tournament, flat=True))
    return sorted(key for key in keys if key is not None)


def found(one: Holding, user: User, tournament: int | None) -> Found:
    """Return which rows of a table are somebody's in a tournament, or where there is none."""
    here = {} if tournament is None else {one.tournament: tournament}
    return Found(
        holding=one,
        owned=sorted(set(one.owned(user).filter(**here).values_list("pk", flat=True))),
        touched=sorted(set(one.touched(user).filter(**here).values_list("pk", flat=True))),
    )


def person_in(known: Person, places: Iterable[Holding], tournament: int | None) -> Person:
    """Return a person as they are called in one tournament, with a pseudonym for it."""
    names: set[str] = set()
    for one in places if tournament is not None else ():
        columns = _NAMES & {*one.renamed, *one.blank}
        for row in one.owned(known.user).filter(**{one.tournament: tournament}) if columns else ():
            if one.is_named(row, known.user):
                names.update(str(row.serializable_value(column)) for column in columns)
    return replace(known, names=names_of(known.user, names), pseudonym=pseudonym())


def forget(what: Found, person: Person, tournament: int | None) -> int:
    """Follow the rules of one table; return how many rows were touched."""
    one = what.holding
    mine = one.model._base_manager.filter(pk__in=what.owned)
    if one.also is not None:
        one.also(person, one.model._base_manager.filter(pk__in=what.touched))
    if one.deleted:
        mine.delete()
    else:
        _rename(one, mine, person)
        gone = {name: _nothing(one.column(name)) for name in one.blank}
        gone |= dict.fromkeys(one.said, erased()) | dict.fromkeys(one.files)
        if gone:
            mine.update(**gone)
    for key in set(one.keys) - set(one.handled):
        rows = one.model._base_manager.filter(pk__in=what.touched, **{key: person.user})
        rows.update(**{key: None})
    if one.swept and tournament is not None:
        _sweep(one, one.model._base_manager.filter(**{one.tournament: tournament}), person)
    return len(what.touched)


def files(places: Iterable[Found]) -> set[int]:
    """Return the stored files of the rows that are about a person."""
    keys: set[int] = set()
    for what in places:
        rows = what.holding.model._base_manager.filter(pk__in=what.owned)
        for name in what.holding.files:
            keys.update(rows.exclude(**{name: None}).values_list(name, flat=True))
    return keys


def let_go_of_files(user: User) -> set[int]:
    """Take the person off the files that others use, and return those that nobody does."""
    own = StoredFile.objects.filter(uploaded_by=user)
    unused = set(orphans(timezone.now()).filter(uploaded_by=user).values_list("pk", flat=True))
    own.update(uploaded_by=None)
    return unused


def sweep_site(person: Person) -> None:
    """Take the names out of what belongs to no tournament: notices of others, and what waits."""
    for one in holdings():
        if one.swept and not one.tournament:
            _sweep(one, one.model._base_manager.all(), person)


def entries(person: Person, scope: str, places: Iterable[Found]) -> list[AuditEntry]:
    """Return the entries by a person, about rows of theirs, or with a name of theirs."""
    theirs = {
        (what.holding.model._meta.label_lower, str(key)) for what in places for key in what.owned
    }
    own = AuditEntry.objects.filter(erased_at=None).filter(Q(scope=scope) | Q(actor=person.user))
    return [
        entry
        for entry in own.order_by("pk").iterator(chunk_size=500)
        if entry.actor_id == person.user.pk
        or (entry.subject_type, entry.subject_id) in theirs
        or person.is_named_in([entry.before, entry.after, entry.reason])
    ]


def told(one: Holding, user: User) -> list[dict[str, object]]:
    """Return the rows of a table that are about a person, and the keys of those they touched."""
    own = set(one.owned(user).values_list("pk", flat=True))
    return [
        _values(one, row, user)
        if row.pk in own
        else {"id": str(row.pk), "as": _roles(one, row, user)}
        for row in one.touched(user).order_by("pk")
    ]


def files_of(user: User) -> list[dict[str, object]]:
    """Return the files that somebody sent."""
    own = StoredFile.objects.filter(uploaded_by=user).order_by("pk")
    return [
        {
            "purpose": stored.purpose,
            "name": stored.name,
            "size": stored.size,
            "sha256": stored.sha256,
            "sent": stored.created_at.isoformat(),
        }
        for stored in own
    ]


def acts_of(user: User) -> list[dict[str, object]]:
    """Return what the log tells of what somebody did."""
    own = AuditEntry.objects.filter(actor=user).order_by("pk")
    return [
        {
            "time": entry.occurred_at.isoformat(),
            "action": entry.action,
            "subject": f"{entry.subject_type} {entry.subject_id}",
            "before": entry.before,
            "after": entry.after,
            "reason": entry.reason,
        }
        for entry in own
    ]


def _values(one: Holding, row: Model, user: User) -> dict[str, object]:
    """Return a row without the keys of other people."""
    shown: dict[str, object] = {}
    for column in one.model._meta.concrete_fields:
        value = row.serializable_value(column.attname)
        if is_person(column):
            value = None if value is None else "you" if value == user.pk else "somebody else"
        shown[column.name] = value
    return shown


def _roles(one: Holding, row: Model, user: User) -> list[str]:
    return [key for key in one.keys if row.serializable_value(f"{key}_id") == user.pk]


def _rename(one: Holding, rows: Any, person: Person) -> None:
    if not one.renamed:
        return
    for row in rows:
        if one.is_named(row, person.user):
            names = {name: make(person.pseudonym) for name, make in one.renamed.items()}
            rows.model._base_manager.filter(pk=row.pk).update(**names)


def _sweep(one: Holding, rows: Any, person: Person) -> None:
    for name in one.swept:
        for row in _named_in(rows, one.column(name), person):
            value = row.serializable_value(name)
            clean = person.without(value)
            if clean != value:
                one.model._base_manager.filter(pk=row.pk).update(**{name: clean})


def _named_in(rows: Any, column: "Field[Any, Any]", person: Person) -> Any:
    """Narrow rows to those in which a name may stand: as it is, or as JSON writes it."""
    # SQLite keeps the text of JSON, with other letters escaped; PostgreSQL shows them.
    forms = {form for name in person.names for form in (name, json.dumps(name)[1:-1])}
    text = Cast(column.name, TextField()) if isinstance(column, JSONField) else column.name
    named = rows.annotate(te_text=text) if isinstance(column, JSONField) else rows
    where = "te_text" if isinstance(column, JSONField) else column.name
    return named.filter(reduce(or_, (Q((f"{where}__contains", form)) for form in forms)))


def _nothing(column: "Field[Any, Any]") -> Any:
    if column.null:
        return None
    return column.get_default() if isinstance(column, JSONField) else ""
