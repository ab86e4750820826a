"""What disputes have to say when their tournament moves on."""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine.bracket import projection as mirrors
from tournament_engine.core import guards
from tournament_engine.core.models import Tournament
from tournament_engine.dispute import court, services
from tournament_engine.dispute.models import Dispute
from tournament_engine.errors import Conflict
from tournament_engine.match import cases
from tournament_engine.match.models import Match

__all__ = ["declare"]


def declare() -> None:
    """Register what disputes ask for and what follows for them. Harmless when done again."""
    cases.register(court)
    mirrors.register(court)
    guards.register("conclude", _require_decided)
    guards.register("conclude", _require_windows_over)
    guards.then("cancel", services.withdraw_all)


def _require_decided(tournament: Tournament) -> None:
    """Nobody waits for a decision."""
    case = Dispute.objects.unresolved().filter(tournament=tournament).select_related("match")
    left = case.first()
    if left is not None:
        message = _("A dispute about match %(match)s is open: it has to be decided first.")
        raise Conflict(message % {"match": left.match.code}, code="dispute_open")


def _require_windows_over(tournament: Tournament) -> None:
    """Nobody can object any more, neither to a result nor to a decision."""
    window = timedelta(minutes=tournament.dispute_window_minutes)
    last = max(filter(None, _last_moments(tournament)), default=None)
    if last is not None and timezone.now() < last + window:
        message = _("The sides can still object to the last results: wait until that time is over.")
        raise Conflict(message, code="dispute_window")


def _last_moments(tournament: Tournament) -> tuple[datetime | None, datetime | None]:
    """Return when the last result came in, and the last decision that can be appealed against."""
    results = Match.objects.filter(tournament=tournament)
    decisions = Dispute.objects.filter(tournament=tournament, appealed_at=None)
    return (
        results.aggregate(last=Max("completed_at"))["last"],
        decisions.aggregate(last=Max("decided_at"))["last"],
    )
