"""How payouts are made: when they are committed, and by jobs that find what was left."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tournament_engine import jobs, outbox
from tournament_engine.economy.models import Payout
from tournament_engine.economy.services.payouts import (
    TOPIC,
    process_payout,
    process_payouts,
    reconcile_payouts,
)
from tournament_engine.jobs import Job

__all__ = ["RECONCILE", "declare"]

RECONCILE = Job("reconcile_payouts", timedelta(minutes=15), reconcile_payouts)


def declare() -> None:
    """Let committed lines be paid, and lost ones be found."""
    outbox.handler(TOPIC, _deliver)
    jobs.register(Job("process_payouts", timedelta(seconds=30), process_payouts))
    jobs.register(RECONCILE)


def _deliver(*, name: str, key: str, payload: Mapping[str, Any], **_: object) -> None:  # noqa: ARG001  a handler's signature
    payout = Payout.objects.filter(pk=int(name)).first()
    if payout is not None:
        process_payout(payout=payout)
