"""The treasurer's report: every fee of a tournament as a table for a spreadsheet. Reads only."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from tournament_engine.core.models import Tournament
from tournament_engine.economy.models import Payout
from tournament_engine.money import major
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.payments.refunds import refunds_by_payment
from tournament_engine.text import safe_cell

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


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(tournament: Tournament) -> Iterator[str]:
    """Yield the lines of a CSV file of every fee, first come first."""
    writer: Any = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    # The mark lets spreadsheets read the file as UTF-8.
    yield "\ufeff" + writer.writerow(_TITLES)
    refunds = refunds_by_payment(tournament.pk)
    rows = Payment.objects.filter(tournament=tournament).order_by("pk")
    for row in rows.select_related("registration", "payer", "decided_by").iterator(500):
        cells = _cells(row, refunds.get(row.pk, ()))
        yield writer.writerow([safe_cell(cell) for cell in cells])


def _cells(row: Payment, refunds: Sequence[Payout]) -> list[str]:
    back = sum(line.amount for line in refunds if line.state != "cancelled")
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
