"""The end of a tournament: concluded once nothing about it is open, later put away."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import events, workflow
from tournament_engine.audit import services as audit
from tournament_engine.core import conclusion, guards
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.services.edges import check_edge, move, take
from tournament_engine.errors import Conflict
from tournament_engine.text import sentence
from tournament_engine.users import User

__all__ = ["archive_tournament", "conclude_tournament", "waive_step"]

_S = TournamentState

_LONGEST_REASON = 500


def conclude_tournament(*, tournament: Tournament, by: User | None) -> Tournament:
    """Do every step that is left of a completed tournament, then close it for good.

    Each step is a transaction of its own, done once however often this is called. While one
    is left the tournament stays completed, and a Conflict names it.
    """
    with transaction.atomic():
        take(tournament, by, system=True)
        check_edge(tournament, {_S.COMPLETED}, _S.CONCLUDED)
        guards.check("conclude", tournament)
    steps = workflow.proceed(conclusion.KIND, conclusion.key_of(tournament), tournament)
    left = [step.code for step in steps if step.is_open]
    if left:
        labels = conclusion.labels()
        message = _("Not done yet: %(steps)s. It is tried again; waive it to conclude without it.")
        words = {"steps": ", ".join(labels[code] for code in left)}
        raise Conflict(message % words, code="steps_open")
    return _conclude(tournament, by)


@transaction.atomic
def _conclude(tournament: Tournament, by: User | None) -> Tournament:
    take(tournament, by, system=True)
    tournament.concluded_at = timezone.now()
    news = events.tournament_concluded
    concluded = move(tournament, "conclude", {_S.COMPLETED}, _S.CONCLUDED, by=by, news=news)
    workflow.finish(conclusion.KIND, conclusion.key_of(tournament))
    return concluded


@transaction.atomic
def waive_step(*, tournament: Tournament, step: str, by: User, reason: str) -> Tournament:
    """Let a tournament be concluded without a step that cannot be done."""
    take(tournament, by)
    reason = sentence(reason, field="reason", longest=_LONGEST_REASON)
    run = conclusion.run_of(tournament)
    if run is None or tournament.state != _S.COMPLETED or not workflow.waive(run, step, reason):
        raise Conflict(_("This step is not open: look at the console again."), code="not_open")
    audit.log(
        by=by,
        action="conclusion.waived",
        subject=tournament,
        after={"step": step},
        reason=reason,
    )
    return tournament


@transaction.atomic
def archive_tournament(*, tournament: Tournament, by: User | None) -> Tournament:
    """Take a tournament that is over out of the lists; its pages stay at their addresses."""
    take(tournament, by, system=True)
    sources = {_S.CONCLUDED, _S.CANCELLED}
    return move(tournament, "archive", sources, _S.ARCHIVED, by=by)
