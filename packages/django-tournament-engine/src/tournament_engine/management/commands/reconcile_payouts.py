"""`manage.py reconcile_payouts`: find out what became of money, and whether the books agree."""

import json
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from tournament_engine import jobs, money
from tournament_engine.economy import services
from tournament_engine.economy.delivery import RECONCILE
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout
from tournament_engine.economy.report import Total, totals, unfounded
from tournament_engine.management.commanding import EngineCommand

__all__ = ["Command"]


@dataclass(frozen=True, kw_only=True)
class Books:
    """What was looked up, what is owed and paid, and what does not agree."""

    settled: int
    failed: int
    needs_review: int
    totals: list[Total]
    ledger_faults: list[str]


class Command(EngineCommand):
    """Looks up what was being paid, and checks the ledger; sends nothing a second time."""

    help = "Look up payouts of unknown outcome, sum up what is owed and paid, check the ledger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        books = look_through()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(books)))
        else:
            for total in books.totals:
                self.stdout.write(in_words(total))
            count, left = books.settled, books.needs_review
            self.stdout.write(f"{count} settled, {left} wait for a person to decide.")
        if books.ledger_faults or books.failed:
            details = "; ".join(books.ledger_faults)
            details = details or "not every line could be looked up, see the log"
            raise CommandError(f"The books are not in order: {details}.")


def look_through() -> Books:
    """Look up what is unsure, and sum up everything."""
    outcome = jobs.execute(RECONCILE, timezone.now())
    return Books(
        settled=outcome.done,
        failed=outcome.failed,
        needs_review=Payout.objects.filter(state=PayoutState.NEEDS_REVIEW).count(),
        totals=totals(Payout.objects.all()),
        ledger_faults=[*services.ledger_faults(), *unfounded()],
    )


def in_words(total: Total) -> str:
    """Return the line of a currency: what is planned is paid, open or cancelled."""
    sums = [total.planned, total.paid, total.open, total.cancelled]
    planned, paid, left, cancelled = (money.shown(amount, total.currency) for amount in sums)
    return f"{planned} planned = {paid} paid + {left} open + {cancelled} cancelled."
