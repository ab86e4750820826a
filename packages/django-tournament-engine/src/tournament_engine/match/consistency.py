"""Whether the rows still say what happened: the history replayed, and compared with them."""

from collections.abc import Iterator, Mapping

from bracketcore import Match as StageMatch
from bracketcore import Stage
from tournament_engine.bracket import stages
from tournament_engine.bracket.models import Bracket
from tournament_engine.match.mirror import feeder_of, mirrored, seen
from tournament_engine.match.models import Match

__all__ = ["check_projection"]


def check_projection(bracket: Bracket) -> list[str]:
    """Return a sentence for everything that differs from the stored history; [] when all is well.

    A bracket that is not drawn has neither history nor matches.
    """
    bracket.refresh_from_db()
    rows = {match.code: match for match in Match.objects.for_bracket(bracket)}
    if not bracket.snapshot:
        return [f"{code}: there is a row, and no draw." for code in rows]
    stage = stages.replay(bracket)
    return [*_about_snapshot(bracket, stage), *_about_rows(stage, rows)]


def _about_snapshot(bracket: Bracket, stage: Stage) -> Iterator[str]:
    if stage != stages.load(bracket):
        yield "The snapshot differs from the history: store the replayed stage."
    if [entrant.id for entrant in stage.entrants] != bracket.seeding:
        yield "The seeding differs from the entrants of the stage."


def _about_rows(stage: Stage, rows: Mapping[str, Match]) -> Iterator[str]:
    if list(rows) != [planned.id for planned in stage.matches]:
        yield "The rows are not the matches of the stage, in their order."
        return
    for planned in stage.matches:
        yield from _about_match(stage, planned, rows[planned.id])


def _about_match(stage: Stage, planned: StageMatch, match: Match) -> Iterator[str]:
    sides = list(match.sides.all())
    told, true = mirrored(match, sides), seen(stage, planned.id)
    if told != true:
        yield f"{planned.id}: the row says {told}, the stage says {true}."
    shape = (match.part, match.round, match.best_of, match.decisive)
    if shape != (planned.bracket, planned.round, stage.best_of(planned.id), planned.decisive):
        yield f"{planned.id}: the row has another shape than the stage: {shape}."
    feeders = [
        {
            "feeder": side.feeder,
            "feeder_match": side.feeder_match,
            "feeder_seed": side.feeder_seed,
            "feeder_place": side.feeder_place,
        }
        for side in sides
    ]
    if feeders != [feeder_of(slot) for slot in planned.slots]:
        yield f"{planned.id}: the row is fed by {feeders}, the stage by {planned.slots}."
