"""Why a prize may have to wait: the results are not final yet, or somebody has to say yes."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.dispute.models import Dispute
from tournament_engine.economy.holds import reason_to_wait
from tournament_engine.economy.lifecycle import PAYABLE
from tournament_engine.economy.models import Payout, PayoutKind

__all__ = ["reasons_to_wait", "why_a_prize_waits"]

_FINAL = frozenset({TournamentState.CONCLUDED, TournamentState.ARCHIVED})


def why_a_prize_waits(payout: Payout) -> str:
    """Return why a prize cannot be paid yet; empty when nothing can change the results."""
    if payout.kind != PayoutKind.PRIZE:
        return ""
    return _open_results(payout.tournament, _contested([payout.tournament_id]))


def reasons_to_wait(payouts: Sequence[Payout]) -> Mapping[int, str]:
    """Return for those lines of a page that wait why they do; the tournaments are at hand."""
    return dict(_reasons([row for row in payouts if row.state in PAYABLE]))


def _reasons(payouts: Sequence[Payout]) -> Iterator[tuple[int, str]]:
    prizes = {row.tournament_id for row in payouts if row.kind == PayoutKind.PRIZE}
    contested = _contested(prizes)
    for row in payouts:
        is_approved = not row.needs_approval or row.approved_at is not None
        if row.kind == PayoutKind.PRIZE and is_approved:
            # Of many prizes nothing is asked one by one.
            reason = _open_results(row.tournament, contested)
        else:
            reason = reason_to_wait(row)
        if reason or row.waits_for_check:
            yield row.pk, reason or row.check_reason


def _open_results(tournament: Tournament, contested: Collection[int]) -> str:
    if tournament.pk in contested:
        return _("A result is contested: prizes wait until that is decided.")
    if tournament.state not in _FINAL:
        return _("The tournament is not concluded: its results may still be corrected.")
    return ""


def _contested(tournaments: Collection[int]) -> Collection[int]:
    rows = Dispute.objects.unresolved().filter(tournament__in=tournaments)
    return set(rows.values_list("tournament", flat=True))
