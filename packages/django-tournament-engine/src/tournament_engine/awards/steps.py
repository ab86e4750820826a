"""What awards do when a tournament ends, and why prizes wait until then."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from tournament_engine import events, jobs
from tournament_engine.awards import news, services
from tournament_engine.awards.waiting import why_a_prize_waits
from tournament_engine.core import conclusion, guards
from tournament_engine.core.models import Tournament
from tournament_engine.economy import holds
from tournament_engine.jobs import Job
from tournament_engine.users import User
from tournament_engine.workflow import Step

__all__ = ["declare"]


def declare() -> None:
    """Register the steps of the conclusion, what holds the money, and who hears of badges.

    Harmless when it is done again.
    """
    news.declare()
    conclusion.register(Step(code="prizes", label=_("Prizes"), order=20, run=_distribute))
    step = Step(code="certificates", label=_("Certificates"), order=30, run=_certify)
    conclusion.register(step)
    conclusion.register(Step(code="achievements", label=_("Achievements"), order=40, run=_award))
    # What a tournament that is called off had given before it was opened again goes back.
    guards.then("cancel", _award)
    jobs.register(Job("issue_certificates", timedelta(minutes=1), services.make_certificates))
    holds.register(why_a_prize_waits)
    events.then(events.tournament_concluded, services.pay_prizes)


def _distribute(tournament: Tournament) -> None:
    services.distribute_prizes(tournament=tournament)


def _award(tournament: Tournament, _by: User | None = None) -> None:
    services.award_achievements(tournament=tournament)


def _certify(tournament: Tournament) -> None:
    services.issue_certificates(tournament=tournament)
