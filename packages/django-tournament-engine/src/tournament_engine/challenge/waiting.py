"""Why a reward may have to wait: results can still be corrected, or the play be taken up again."""

from django.utils.translation import gettext as _

from tournament_engine.challenge.lifecycle import FINAL
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.economy.models import Payout, PayoutKind

__all__ = ["why_a_reward_waits"]

#: Nothing is played any more in these; what was given before a cancellation is owed.
_SETTLED = FINAL | {TournamentState.CANCELLED}


def why_a_reward_waits(payout: Payout) -> str:
    """Return why a reward cannot be paid yet; empty when nothing can change any more."""
    if payout.kind != PayoutKind.REWARD or payout.tournament.state in _SETTLED:
        return ""
    return _("The tournament is not concluded: rewards of challenges wait until then.")
