"""`manage.py tournament_tick`: finish what waits in the outbox. Run it every minute."""

import json
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from typing import Any

from django.core.management.base import BaseCommand

from tournament_engine import outbox
from tournament_engine.outbox import MAX_ATTEMPTS, OutboxMessage

__all__ = ["Command"]


@dataclass(frozen=True, kw_only=True)
class Tick:
    """What one run did, and what is left: to be tried again later, or given up."""

    delivered: int
    waiting: int
    given_up: int


class Command(BaseCommand):
    """Delivers what a crash or a failure left; safe to run at any time, and twice at once."""

    help = "Deliver what waits in the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        done = tick()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done)))
            return
        self.stdout.write(
            f"{done.delivered} delivered, {done.waiting} to be tried again, "
            f"{done.given_up} given up."
        )


def tick() -> Tick:
    """Deliver until nothing more is due."""
    delivered = 0
    while batch := outbox.flush():
        delivered += batch
    left = OutboxMessage.objects.filter(delivered_at=None)
    return Tick(
        delivered=delivered,
        waiting=left.filter(attempts__lt=MAX_ATTEMPTS).count(),
        given_up=left.filter(attempts__gte=MAX_ATTEMPTS).count(),
    )
