"""What an organiser asks of a stage, checked before it becomes a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from tournament_engine.core.models import StageConfig, Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.text import one_line

__all__ = ["MAX_STAGES", "StageSpec", "same_stages", "stage_rows", "stage_spec_of"]

MAX_STAGES = 8

_LONGEST_CODE = 40
_LONGEST_NAME = 80
_SEEDINGS = ("", "cross", "standings")


@dataclass(frozen=True, kw_only=True)
class StageSpec:
    """One stage of a tournament, as StageConfig stores it.

    A source is `{"stage": "pools", "places": [1, 2]}` and names an earlier stage.
    `seeding` is "cross", "standings", or the places in bracket order ["A1", "B2", …].
    """

    code: str
    name: str
    format: str
    options: Mapping[str, Any] = field(default_factory=dict)
    sources: Sequence[Mapping[str, Any]] = ()
    seeding: str | Sequence[str] = ""


def stage_rows(specs: Sequence[StageSpec], tournament: Tournament) -> list[StageConfig]:
    """Return unsaved rows of valid stages; whether a format can be built is `bracket`'s to say."""
    if len(specs) > MAX_STAGES:
        raise _refusal(_("Use at most %(most)d stages.") % {"most": MAX_STAGES})
    earlier: list[str] = []
    for spec in specs:
        _check_code(spec.code, earlier)
        _check_sources(spec, earlier)
        _check_seeding(spec)
        earlier.append(spec.code)
    return [_row(spec, position, tournament) for position, spec in enumerate(specs, start=1)]


def stage_spec_of(row: StageConfig) -> StageSpec:
    """Return what a row asks, without its place."""
    return StageSpec(**{name: getattr(row, name) for name in StageSpec.__dataclass_fields__})


def same_stages(specs: Sequence[StageSpec], tournament: Tournament) -> bool:
    """Return whether the specs say what the tournament's rows say already."""
    stored = [_content(row) for row in tournament.stages.all()]
    return [_content(row) for row in stage_rows(specs, tournament)] == stored


def _row(spec: StageSpec, position: int, tournament: Tournament) -> StageConfig:
    return StageConfig(
        tournament=tournament,
        position=position,
        code=spec.code,
        name=one_line(spec.name, field="stages", longest=_LONGEST_NAME),
        format=spec.format,
        options=dict(spec.options),
        sources=[
            {"stage": source["stage"], "places": list(source["places"])} for source in spec.sources
        ],
        seeding=spec.seeding if isinstance(spec.seeding, str) else list(spec.seeding),
    )


def _content(row: StageConfig) -> tuple[object, ...]:
    return (row.code, row.name, row.format, row.options, row.sources, row.seeding)


def _check_code(code: str, earlier: Sequence[str]) -> None:
    if not code or slugify(code) != code or len(code) > _LONGEST_CODE:
        message = _("'%(code)s' is no address of a stage; use small letters, digits and hyphens.")
        raise _refusal(message % {"code": code})
    if code in earlier:
        message = _("Two stages have the address '%(code)s'; give each its own.")
        raise _refusal(message % {"code": code})


def _check_sources(spec: StageSpec, earlier: Sequence[str]) -> None:
    for source in spec.sources:
        if source.get("stage") not in earlier:
            message = _("Stage '%(code)s' must be fed by a stage before it.")
            raise _refusal(message % {"code": spec.code})
        if not _are_places(source.get("places")):
            message = _("Say which places of '%(source)s' go on to '%(code)s': 1, 2, …")
            raise _refusal(message % {"code": spec.code, "source": source["stage"]})


def _are_places(places: object) -> bool:
    match places:
        case list() | tuple() if places:
            numbers = [n for n in places if type(n) is int and n > 0]
            return len(set(numbers)) == len(places)
        case _:
            return False


def _check_seeding(spec: StageSpec) -> None:
    if isinstance(spec.seeding, str) and spec.seeding not in _SEEDINGS:
        message = _(
            "Stage '%(code)s' must be seeded across the pools, by the standings, or by "
            "a list of places."
        )
        raise _refusal(message % {"code": spec.code})


def _refusal(message: str) -> InvalidInput:
    return InvalidInput(message, code="invalid_stages", field="stages")
