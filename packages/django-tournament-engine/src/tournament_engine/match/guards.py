"""What the matches have to say when their tournament moves on."""

from datetime import timedelta

from django.utils.translation import gettext as _

from tournament_engine import jobs
from tournament_engine.bracket import projection as mirrors
from tournament_engine.core import guards
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict
from tournament_engine.jobs import Job
from tournament_engine.match import projection, services
from tournament_engine.match.models import Match

__all__ = ["declare"]


_MINUTE = timedelta(minutes=1)

_JOBS = (
    Job("open_match_check_ins", _MINUTE, services.open_due_check_ins),
    Job("detect_no_shows", _MINUTE, services.mark_no_shows),
    Job("auto_confirm_results", _MINUTE, services.auto_confirm_due),
    Job("expire_reschedule_requests", _MINUTE, services.expire_requests),
    Job("run_vetoes", _MINUTE, services.run_vetoes),
    Job("send_match_reminders", 5 * _MINUTE, services.send_match_reminders),
)


def declare() -> None:
    """Register what matches ask for and what follows for them. Harmless when done again."""
    mirrors.register(projection)
    guards.register("complete", _require_settled)
    guards.then("start", services.open_matches)
    guards.then("cancel", services.cancel_matches)
    for job in _JOBS:
        jobs.register(job)


def _require_settled(tournament: Tournament) -> None:
    """Nothing is left to be played."""
    left = Match.objects.filter(tournament=tournament).unsettled().first()
    if left is not None:
        message = _("Match %(match)s has no result yet: enter it first.")
        raise Conflict(message % {"match": left.code}, code="match_not_settled")
