"""Who leaves while it is played: which stages that concerns, and who has left. Reads only."""

from django.utils.translation import gettext as _

from tournament_engine.bracket import stages
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.qualification import fed_by
from tournament_engine.errors import Conflict
from tournament_engine.registration.models import Entrant

__all__ = ["departed", "has_played", "left_to_play"]


def left_to_play(entrant: Entrant) -> list[Bracket]:
    """Return the stages that an entrant leaves: those under way, and those that may send it on."""
    rows = Bracket.objects.with_stage().filter(tournament=entrant.tournament_id)
    drawn = rows.exclude(state=StageState.PENDING).order_by("stage__position")
    own = [row for row in drawn if str(entrant.pk) in row.seeding]
    for row in own:
        if row.state == StageState.GENERATED:
            message = _("“%(stage)s” is drawn with this entrant: publish or discard it first.")
            raise Conflict(message % {"stage": row.stage.name}, code="drawn")
    return [row for row in own if row.state != StageState.COMPLETED or _sends_on(row)]


def _sends_on(bracket: Bracket) -> bool:
    """Whether a stage that is still to be drawn takes entrants from this one."""
    later = fed_by(bracket.stage)
    drawn = Bracket.objects.filter(stage__in=later).exclude(state=StageState.PENDING)
    return drawn.count() < len(later)


def has_played(bracket: Bracket, entrant: Entrant) -> bool:
    """Whether an entrant has a result in a stage that is under way."""
    if bracket.state == StageState.COMPLETED:
        return False
    stage, key = stages.load(bracket), str(entrant.pk)
    return any(
        key in stage.pairing(match.id) and stage.result(match.id) is not None
        for match in stage.matches
    )


def departed(bracket: Bracket) -> list[str]:
    """Return the entrants of a stage, as it names them, who left the tournament before it."""
    competing = set(Entrant.objects.competing(bracket.tournament).values_list("pk", flat=True))
    return [entrant for entrant in bracket.seeding if int(entrant) not in competing]
