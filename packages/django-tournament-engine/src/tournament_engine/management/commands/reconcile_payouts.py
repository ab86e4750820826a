"""`manage.py reconcile_payouts`: find out what became of money whose worker is gone."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tournament_engine import jobs
from tournament_engine.economy import services
from tournament_engine.economy.delivery import RECONCILE
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout

__all__ = ["Command"]


class Command(BaseCommand):
    """Looks up what was being paid, and checks the ledger; sends nothing a second time."""

    help = "Look up payouts that a dead worker left, and check that the ledger sums to zero."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        outcome = jobs.execute(RECONCILE, timezone.now())
        left = Payout.objects.filter(state=PayoutState.NEEDS_REVIEW).count()
        faults = services.ledger_faults()
        if options["json"]:
            found = {
                "settled": outcome.done,
                "failed": outcome.failed,
                "needs_review": left,
                "ledger_faults": faults,
            }
            self.stdout.write(json.dumps(found))
        else:
            self.stdout.write(f"{outcome.done} settled, {left} wait for a person to decide.")
        if faults or outcome.failed:
            details = "; ".join(faults) or "not every line could be looked up, see the log"
            raise CommandError(f"The books are not in order: {details}.")
