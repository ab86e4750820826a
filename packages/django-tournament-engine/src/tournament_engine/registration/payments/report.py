"""The treasurer's report: every fee of a tournament as a table for a spreadsheet. Reads only."""

from collections.abc import Iterator, Sequence

from tournament_engine import spreadsheet
from tournament_engine.core.models import Tournament
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout
from tournament_engine.money import major
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.payments.refunds import refunds_by_payment

__all__ = ["csv_lines"]

_TITLES = (
    "name",
    "registration",
    "state",
    "method",
    "fee",
    "paid",
    "currency",
    "reference",
    "payer",
    "sent",
    "decided",
    "decided_by",
    "refund",
    "refund_state",
)


def csv_lines(tournament: Tournament) -> Iterator[str]:
    """Yield the lines of a CSV file of every fee, first come first."""
    return spreadsheet.lines(_rows(tournament))


def _rows(tournament: Tournament) -> Iterator[Sequence[str]]:
    yield _TITLES
    refunds = refunds_by_payment(tournament.pk)
    rows = Payment.objects.filter(tournament=tournament).order_by("pk")
    for row in rows.select_related("registration", "payer", "decided_by").iterator(500):
        yield _cells(row, refunds.get(row.pk, ()))


def _cells(row: Payment, refunds: Sequence[Payout]) -> list[str]:
    back = sum(line.amount for line in refunds if line.state != PayoutState.CANCELLED)
    return [
        row.registration.name,
        row.registration.state,
        row.state,
        row.method,
        str(major(row.amount, row.currency)),
        "" if row.paid_amount is None else str(major(row.paid_amount, row.currency)),
        row.currency,
        row.reference,
        row.payer.get_username() if row.payer else "",
        row.submitted_at.isoformat(timespec="seconds") if row.submitted_at else "",
        row.decided_at.isoformat(timespec="seconds") if row.decided_at else "",
        row.decided_by.get_username() if row.decided_by else "",
        str(major(back, row.currency)) if refunds else "",
        ", ".join(line.state for line in refunds),
    ]
