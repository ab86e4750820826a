"""Where an entrant sits, whom it meets, and whether another may sit there instead. Reads only."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bracketcore import Stage
from tournament_engine.bracket import stages
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.errors import Conflict
from tournament_engine.registration.models import Entrant

__all__ = ["Meeting", "Seat", "preview_replacement", "require_unplayed", "seats_of"]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A match in which an entrant sits, and the names of the others who do."""

    code: str
    others: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Where an entrant sits in one stage: its seed, and the matches that are known."""

    stage: str
    seed: int
    meetings: tuple[Meeting, ...]
    is_drawn: bool


def seats_of(entrant: Entrant) -> list[Bracket]:
    """Return the stages that an entrant is seeded in, drawn or still to be drawn."""
    rows = Bracket.objects.with_stage().filter(tournament=entrant.tournament_id).order_by("pk")
    return [row for row in rows if str(entrant.pk) in row.seeding]


def require_unplayed(entrant: Entrant) -> None:
    """Refuse to give the seats of one to another who has played in one of them."""
    for bracket in seats_of(entrant):
        if bracket.state != StageState.PENDING and _has_result(stages.load(bracket), entrant):
            message = _(
                "%(name)s has played in “%(stage)s”: nobody takes over what was played. "
                "Take %(name)s out of the matches instead."
            )
            words = {"name": entrant.name, "stage": bracket.stage.name}
            raise Conflict(message % words, code="has_played")


def preview_replacement(*, entrant: Entrant) -> list[Seat]:
    """Say which seats a substitute would take over, in which matches, and do nothing."""
    require_unplayed(entrant)
    names = dict(Entrant.objects.filter(tournament=entrant.tournament_id).values_list("pk", "name"))
    return [_seat(bracket, entrant, names) for bracket in seats_of(entrant)]


def _has_result(stage: Stage, entrant: Entrant) -> bool:
    return any(stage.result(code) is not None for code in _sat_in(stage, str(entrant.pk)))


def _sat_in(stage: Stage, key: str) -> list[str]:
    return [match.id for match in stage.matches if key in stage.pairing(match.id)]


def _seat(bracket: Bracket, entrant: Entrant, names: dict[int, str]) -> Seat:
    key = str(entrant.pk)
    is_drawn = bracket.state != StageState.PENDING
    stage = stages.load(bracket) if is_drawn else None
    return Seat(
        stage=bracket.stage.name,
        seed=bracket.seeding.index(key) + 1,
        meetings=() if stage is None else _meetings(stage, key, names),
        is_drawn=is_drawn,
    )


def _meetings(stage: Stage, key: str, names: dict[int, str]) -> tuple[Meeting, ...]:
    """Return the matches of one who has not played yet; a bye is none."""
    sat_in = [code for code in _sat_in(stage, key) if stage.state(code) != "skipped"]
    return tuple(Meeting(code=code, others=_others(stage, code, key, names)) for code in sat_in)


def _others(stage: Stage, code: str, key: str, names: dict[int, str]) -> tuple[str, ...]:
    seated = [one for one in stage.pairing(code) if isinstance(one, str) and one != key]
    return tuple(names[int(one)] for one in seated)
