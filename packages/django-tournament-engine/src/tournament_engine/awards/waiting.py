"""Why a prize may have to wait: the results are not final yet."""

from django.utils.translation import gettext as _

from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.dispute.models import Dispute
from tournament_engine.economy.models import Payout, PayoutKind

__all__ = ["why_a_prize_waits"]

_FINAL = frozenset({TournamentState.CONCLUDED, TournamentState.ARCHIVED})


def why_a_prize_waits(payout: Payout) -> str:
    """Return why a prize cannot be paid yet; empty when nothing can change the results."""
    if payout.kind != PayoutKind.PRIZE:
        return ""
    if Dispute.objects.unresolved().filter(tournament=payout.tournament_id).exists():
        return _("A result is contested: prizes wait until that is decided.")
    if payout.tournament.state not in _FINAL:
        return _("The tournament is not concluded: its results may still be corrected.")
    return ""
