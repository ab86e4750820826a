"""What became of the money of a tournament."""

from tournament_engine.core.models import Tournament
from tournament_engine.economy import report
from tournament_engine.economy.models import Payout
from tournament_engine.economy.report import Total

__all__ = ["totals"]


def totals(tournament: Tournament) -> list[Total]:
    """Return the sums of every currency that lines of a tournament are in."""
    return report.totals(Payout.objects.filter(tournament=tournament))
