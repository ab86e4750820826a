"""A laid-out tournament is made and played, through the same services as any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tournament_engine.bracket import services as brackets
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.management.importing.layout import Plan, Planned, lay_out
from tournament_engine.management.importing.problems import WrongLine
from tournament_engine.management.importing.reading import KnockoutRow, read_file
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match, MatchSide, ResultKind
from tournament_engine.match.results import Report, parse_result
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant
from tournament_engine.users import User

__all__ = ["Facts", "import_file"]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the file does not say of its tournament."""

    name: str
    slug: str | None
    game: str
    entrant_kind: str
    tiebreaks: tuple[str, ...]
    description: str = ""
    starts_at: datetime | None = None


@transaction.atomic
def import_file(path: Path, facts: Facts, *, by: User) -> Tournament:
    """Make and play the tournament of a file: the whole of it, or nothing."""
    plan = lay_out(read_file(path), tiebreaks=facts.tiebreaks)
    tournament = make(plan, facts, by=by)
    draw(tournament, plan, by=by)
    lines = {(planned.stage, planned.code): planned.row.line for planned in plan.matches}
    for planned in plan.matches:
        record(tournament, planned, lines, by=by)
    tournament.refresh_from_db()
    return tournament


def make(plan: Plan, facts: Facts, *, by: User) -> Tournament:
    """Make the tournament with its entrants, up to the end of registration."""
    tournament = tournaments.create_tournament(
        name=facts.name,
        slug=facts.slug,
        game=facts.game,
        description=facts.description,
        entrant_kind=facts.entrant_kind,
        starts_at=facts.starts_at,
        max_entrants=len(plan.entrants),
        stages=plan.stages,
        by=by,
    )
    registrations.add_entrants(tournament=tournament, names=plan.entrants, by=by)
    tournaments.publish_tournament(tournament=tournament, by=by)
    tournaments.open_registration(tournament=tournament, by=by)
    return tournaments.close_registration(tournament=tournament, by=by)


def draw(tournament: Tournament, plan: Plan, *, by: User) -> None:
    """Draw the first stage as it was, and start."""
    first = tournament.stages.get(code=plan.stages[0].code)
    entrants = {entrant.name: entrant for entrant in Entrant.objects.competing(tournament)}
    order = [entrants[name] for name in plan.entrants]
    brackets.seed_entrants(stage=first, order=order, by=by)
    bracket = brackets.generate_bracket(stage=first, by=by)
    brackets.publish_bracket(bracket=bracket, by=by)
    tournaments.start_tournament(tournament=tournament, by=by)


def record(
    tournament: Tournament, planned: Planned, lines: Mapping[tuple[str, str], int], *, by: User
) -> None:
    """Make the result of a line official."""
    match = find(tournament, planned)
    sides = names_of(match, planned, lines)
    result = parse_result(match, report(planned, sides))
    matches.confirm_result(match=match, result=result, by=by)


def find(tournament: Tournament, planned: Planned) -> Match:
    """Return the match of a line."""
    found = (
        Match.objects.filter(
            tournament=tournament, bracket__stage__code=planned.stage, code=planned.code
        )
        .select_related("tournament", "bracket__tournament", "bracket__stage")
        .prefetch_related("sides__entrant")
        .first()
    )
    if found is None:
        message = "the pools are not over yet: move this line below the last of theirs."
        raise WrongLine(planned.row.line, message)
    return found


def names_of(
    match: Match, planned: Planned, lines: Mapping[tuple[str, str], int]
) -> tuple[str, str]:
    """Return who sits in the match by side: the two of the line, or the line is wrong."""
    row = planned.row
    first, second = (known(side, planned, lines) for side in match.sides.all())
    for name in row.sides:
        if name not in (first, second):
            message = (
                f"{name} is not in {match.code}: by the lines above {first} and {second} meet"
                " there. Mend the name, or the result that led there."
            )
            raise WrongLine(row.line, message)
    return first, second


def known(side: MatchSide, planned: Planned, lines: Mapping[tuple[str, str], int]) -> str:
    """Return the name of a side that is known."""
    if side.entrant is not None:
        return side.entrant.name
    feeder = lines.get((planned.stage, side.feeder_match))
    what = f"move line {feeder} above this one" if feeder else "add its line above this one"
    message = f"{planned.code} is not ready, it waits for {side.feeder_match}: {what}."
    raise WrongLine(planned.row.line, message)


def report(planned: Planned, sides: tuple[str, str]) -> Report:
    """Return what the line says, side by side as the match has them."""
    row = planned.row
    shootout = row.shootout if isinstance(row, KnockoutRow) else None
    turned = row.sides != sides
    return Report(
        kind=ResultKind.WIN,
        games=[row.score[::-1] if turned else row.score],
        shootout=shootout[::-1] if shootout and turned else shootout,
    )
