"""What the stages have to say when their tournament moves on."""

from django.utils.translation import gettext as _

from tournament_engine.bracket import services, stages
from tournament_engine.bracket.lifecycle import PLAYABLE, StageState
from tournament_engine.bracket.limits import check_options
from tournament_engine.bracket.models import Bracket
from tournament_engine.core import guards
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict

__all__ = ["declare"]


def declare() -> None:
    """Register what stages ask for. Harmless when it is done again."""
    guards.register("configure", _require_formats)
    for act in ("open", "postpone", "enter", "leave"):
        guards.register(act, _require_no_draw)
    guards.register("start", _require_published)
    guards.register("complete", _require_complete)
    # From now on people see the tournament: the hash stands there long before any draw.
    guards.then("publish", services.announce_draws)
    guards.then("approve", services.announce_draws)


def _require_formats(tournament: Tournament) -> None:
    """Every stage can be built from its options, and its matches can be written down."""
    for stage in tournament.stages.all():
        stages.build_format(stage)
        check_options(stage.options)


def _require_no_draw(tournament: Tournament) -> None:
    """Nobody comes or goes while a draw stands that counts on everybody."""
    if tournament.brackets.exclude(state=StageState.PENDING).exists():
        message = _("The draw is made: it has to be discarded before anybody comes or goes.")
        raise Conflict(message, code="drawn")


def _require_published(tournament: Tournament) -> None:
    """Those who play first know whom they meet."""
    first = tournament.stages.order_by("position").first()
    if first is None or not Bracket.objects.filter(stage=first, state__in=PLAYABLE).exists():
        message = _("Draw and publish the first stage, then start the tournament.")
        raise Conflict(message, code="stage_not_published")


def _require_complete(tournament: Tournament) -> None:
    """Every stage was played to its end."""
    left = tournament.stages.exclude(bracket__state=StageState.COMPLETED).first()
    if left is not None:
        message = _("“%(stage)s” is not played to its end: finish it first.")
        raise Conflict(message % {"stage": left.name}, code="stage_not_complete")
