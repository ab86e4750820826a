"""What the matches have to say when their tournament moves on."""

from django.utils.translation import gettext as _

from tournament_engine.bracket import projection as mirrors
from tournament_engine.core import guards
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict
from tournament_engine.match import projection, services
from tournament_engine.match.models import Match

__all__ = ["declare"]


def declare() -> None:
    """Register what matches ask for and what follows for them. Harmless when done again."""
    mirrors.register(projection)
    guards.register("complete", _require_settled)
    guards.then("start", services.open_matches)
    guards.then("cancel", services.cancel_matches)


def _require_settled(tournament: Tournament) -> None:
    """Nothing is left to be played."""
    left = Match.objects.filter(tournament=tournament).unsettled().first()
    if left is not None:
        message = _("Match %(match)s has no result yet: enter it first.")
        raise Conflict(message % {"match": left.code}, code="match_not_settled")
