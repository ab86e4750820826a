"""What a tournament says of itself as plain data, and that data read back with its types.

Other domains let their part come along: a prize plan, sponsors. People, money, results and
the state are no settings and are in no snapshot.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tournament_engine import moments
from tournament_engine.core.configuration import EDITABLE, MOMENTS
from tournament_engine.core.custom_fields.specs import FieldSpec, spec_of
from tournament_engine.core.models import Tournament
from tournament_engine.core.stages import StageSpec, stage_spec_of
from tournament_engine.errors import InvalidInput
from tournament_engine.users import User

__all__ = [
    "Difference",
    "Part",
    "Settings",
    "are_same",
    "differences",
    "facts_of",
    "has_settled_parts",
    "moved_parts",
    "questions_of",
    "register",
    "settings_of",
    "shifted",
    "stages_of",
    "write_parts",
]

#: Plain data that JSON can hold.
Settings: TypeAlias = Mapping[str, Any]

#: Written with the facts but made anew for each tournament, or not a column at all.
_APART = frozenset({"stages", "custom_fields", "slug"})
FACTS = tuple(name for name in EDITABLE if name not in _APART)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What another domain adds: read as plain data, written for a tournament by somebody.

    `write` is called inside the transaction that holds the tournament's lock. `move` puts the
    moments in the data as far ahead as the start of a copy, or takes them out where the copy
    has none. A part that is not restored stays as it is when an earlier version comes back; one
    that is settled is restored before the tournament is published, and not after it.
    """

    code: str
    label: str | Promise
    read: Callable[[Tournament], Any]
    write: Callable[[Tournament, Any, User], object]
    move: Callable[[Any, timedelta | None], Any] = lambda data, _by: data
    is_restored: bool = True
    is_settled: bool = True


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that two versions say differently."""

    label: str
    before: str
    after: str


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Let a part come along; one with the same code is replaced."""
    _parts[part.code] = part


def settings_of(tournament: Tournament) -> dict[str, Any]:
    """Return what a tournament says of itself now."""
    return {
        "facts": {name: _plain(tournament, name) for name in FACTS},
        "stages": [asdict(stage_spec_of(row)) for row in tournament.stages.all()],
        "custom_fields": [asdict(spec_of(row)) for row in tournament.custom_fields.all()],
        "parts": {code: part.read(tournament) for code, part in _parts.items()},
    }


def _plain(tournament: Tournament, name: str) -> Any:
    if name == "game":
        return tournament.game.name
    value = getattr(tournament, name)
    return value.isoformat() if isinstance(value, datetime) else value


def facts_of(settings: Settings) -> dict[str, Any]:
    """Return the facts with their types; one that is no fact any more is left out."""
    return {name: _typed(name, value) for name, value in settings["facts"].items() if name in FACTS}


def _typed(name: str, value: Any) -> Any:
    if name == "game":
        return value
    field = Tournament._meta.get_field(name)
    try:
        return field.to_python(value)  # type: ignore[union-attr]  # every fact but the game is plain
    except ValidationError as error:
        message = _("The version holds no valid “%(name)s”: it cannot be restored.")
        words = {"name": name}
        raise InvalidInput(message % words, code="invalid", field=name) from error


def stages_of(settings: Settings) -> list[StageSpec]:
    """Return the stages."""
    return [StageSpec(**stage) for stage in settings["stages"]]


def questions_of(settings: Settings) -> list[FieldSpec]:
    """Return the questions to those who register."""
    return [FieldSpec(**question) for question in settings["custom_fields"]]


def has_settled_parts(tournament: Tournament, settings: Settings) -> bool:
    """Return whether something differs that another domain added, and that settles."""
    return any(part.is_restored and part.is_settled for part in _changed(tournament, settings))


def write_parts(
    tournament: Tournament, settings: Settings, by: User, *, is_copy: bool = False
) -> None:
    """Let the other domains write their parts, where they have changed."""
    for part in _changed(tournament, settings):
        if is_copy or part.is_restored:
            part.write(tournament, settings["parts"][part.code], by)


def _changed(tournament: Tournament, settings: Settings) -> list[Part]:
    kept = settings.get("parts", {})
    return [
        part
        for code, part in _parts.items()
        if code in kept and kept[code] != part.read(tournament)
    ]


def moved_parts(settings: Settings, starts_at: datetime | None) -> dict[str, Any]:
    """Return the parts with their moments moved so that play begins at `starts_at`."""
    by = _distance(facts_of(settings), starts_at)
    kept = settings.get("parts", {})
    return {code: part.move(kept[code], by) for code, part in _parts.items() if code in kept}


def _distance(facts: Mapping[str, Any], starts_at: datetime | None) -> timedelta | None:
    """Return how far all moments move; None where there is nothing to reckon from."""
    begun = facts.get("starts_at")
    return None if begun is None or starts_at is None else starts_at - begun


def shifted(facts: Mapping[str, Any], starts_at: datetime | None) -> dict[str, Any]:
    """Return the facts with all moments moved so that play begins at `starts_at`.

    Without that moment, or where the facts do not say when play begins, there are none: then
    no refund has a date either, and the organiser writes the policy anew.
    """
    moved = {name: facts[name] for name in facts if name not in MOMENTS}
    by = _distance(facts, starts_at)
    moved["refund_policy"] = _moved_policy(facts.get("refund_policy", []), by)
    if starts_at is None:
        return moved
    for name in MOMENTS:
        moved[name] = _moved(facts.get(name), by)
    return moved | {"starts_at": starts_at}


def _moved(moment: datetime | None, by: timedelta | None) -> datetime | None:
    return None if moment is None or by is None else moment + by


def _moved_policy(steps: Iterable[Settings], by: timedelta | None) -> list[Settings]:
    """Return the steps of a refund policy as far ahead as the start; none without a distance."""
    if by is None:
        return []
    return [
        {**step, "until": (datetime.fromisoformat(step["until"]) + by).isoformat()}
        for step in steps
    ]


def are_same(kept: Settings, settings: Settings) -> bool:
    """Say whether a kept version says all that these settings say, in the same order."""
    # As the database gives it back: a list that was a tuple is no change.
    return bool(kept == json.loads(json.dumps(settings)))


def differences(before: Settings, after: Settings) -> list[Difference]:
    """Return what two versions say differently, with a label for each thing."""
    found = list(_differences(_told(before), _told(after)))
    return sorted(found, key=lambda one: one.label)


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[Difference]:
    for label in before.keys() | after.keys():
        one, other = before.get(label, ""), after.get(label, "")
        if one != other:
            yield Difference(label=label, before=one, after=other)


def _told(settings: Settings) -> dict[str, str]:
    """Return every single thing that a version says, under its label."""
    told = {_label(name): _fact(name, value) for name, value in settings["facts"].items()}
    for kind, all_of_it, rows in (
        (_("Stage"), _("Stages"), settings["stages"]),
        (_("Question"), _("Questions"), settings["custom_fields"]),
    ):
        names = [str(row.get("name") or row.get("label")) for row in rows]
        told[all_of_it] = ", ".join(names)
        for name, row in zip(names, rows, strict=True):
            told |= {
                f"{kind} “{name}”: {key}": _text(value)
                for key, value in row.items()
                if value not in ("", [], {}, None, False)
            }
    parts = settings.get("parts", {})
    return told | {str(_parts[code].label): _text(parts[code]) for code in parts if code in _parts}


def _label(name: str) -> str:
    return str(Tournament._meta.get_field(name).verbose_name) if name in FACTS else name  # type: ignore[union-attr]  # every fact has one


def _fact(name: str, value: Any) -> str:
    """Return a fact as a reader says it; what cannot be read is told as it is."""
    if isinstance(value, str) and name in MOMENTS:
        with suppress(ValueError):
            return moments.shown(datetime.fromisoformat(value))
    if isinstance(value, str) and name in FACTS:
        choices = dict(Tournament._meta.get_field(name).flatchoices)  # type: ignore[union-attr]  # as above
        return str(choices.get(value, value))
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(one)}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value))
    return "" if value is None else str(value)
