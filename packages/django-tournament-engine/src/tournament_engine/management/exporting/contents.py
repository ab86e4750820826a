"""What everybody may read of a tournament, as plain values: of people no more than their name."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.tables import Table, stage_tables
from tournament_engine.core.models import Tournament
from tournament_engine.match.models import Match, MatchSide
from tournament_engine.registration.models import Entrant

__all__ = ["ENTRANT_COLUMNS", "MATCH_COLUMNS", "contents", "lines"]

ENTRANT_COLUMNS = ("seed", "name")
#: Those of a file that `import_tournament` reads.
MATCH_COLUMNS = (
    "stage",
    "pool",
    "round",
    "first",
    "second",
    "first_score",
    "second_score",
    "first_penalties",
    "second_penalties",
)


def contents(tournament: Tournament) -> dict[str, Any]:
    """Return the whole of it: facts, entrants, stages with their matches and standings."""
    matches = list(Match.objects.for_tournament_page(tournament))
    return {
        "tournament": _facts(tournament),
        "entrants": [
            {"seed": entrant.seed, "name": entrant.name}
            for entrant in Entrant.objects.competing(tournament)
        ],
        "stages": list(_stages(tournament, matches)),
    }


def lines(matches: list[dict[str, Any]], stage: str) -> Iterator[dict[str, Any]]:
    """Yield a line for each match of a stage that was played between two."""
    for match in matches:
        sides, shootout = match["sides"], match["shootout"] or ("", "")
        if len(sides) == len(shootout) and all(side["score"] is not None for side in sides):
            yield {
                "stage": stage,
                "pool": match["pool"],
                "round": match["round"],
                "first": sides[0]["name"],
                "second": sides[1]["name"],
                "first_score": sides[0]["score"],
                "second_score": sides[1]["score"],
                "first_penalties": shootout[0],
                "second_penalties": shootout[1],
            }


def _facts(tournament: Tournament) -> dict[str, Any]:
    return {
        "name": tournament.name,
        "slug": tournament.slug,
        "game": tournament.game.name,
        "state": tournament.state,
        "entrants_are": tournament.entrant_kind,
        "description": tournament.description,
        "rules": tournament.rules,
        "starts_at": _moment(tournament.starts_at),
        "completed_at": _moment(tournament.completed_at),
    }


def _stages(tournament: Tournament, matches: list[Match]) -> Iterator[dict[str, Any]]:
    configs = list(tournament.stages.order_by("position"))
    drawn = {row.stage_id: row for row in Bracket.objects.for_page(tournament)}
    names = {str(row.pk): row.name for row in Entrant.objects.filter(tournament=tournament)}
    tables = {stage.code: stage.tables for stage in stage_tables(configs, drawn, names)}
    for config in configs:
        own = [match for match in matches if match.bracket.stage_id == config.pk]
        yield {
            "code": config.code,
            "name": config.name,
            "format": config.format,
            "options": config.options,
            "matches": [_match(match, has_pools=config.format == "pools") for match in own],
            "standings": [_table(table) for table in tables[config.code]],
        }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        # Who shares a place stands there by name: nothing else would be the same every time.
        "places": [
            {"place": line.place, "name": line.name, "points": line.points}
            for line in sorted(table.lines, key=lambda line: (line.place, line.name))
        ],
    }


def _match(match: Match, *, has_pools: bool) -> dict[str, Any]:
    return {
        "match": match.code,
        "pool": match.part if has_pools else "",
        "round": "3P" if match.part == "3P" else match.round,
        "state": match.state,
        "result": match.result_kind,
        "games": match.games,
        "shootout": match.shootout,
        "sides": [_side(side) for side in match.sides.all()],
        "scheduled_at": _moment(match.scheduled_at),
        "station": match.station,
    }


def _side(side: MatchSide) -> dict[str, Any]:
    return {
        "name": "" if side.entrant is None else side.entrant.name,
        "is_bye": side.is_bye,
        "score": side.score,
        "is_winner": side.is_winner,
    }


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()
