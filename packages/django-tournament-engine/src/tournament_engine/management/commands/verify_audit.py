"""`manage.py verify_audit`: say whether the audit log is whole, and as it was written."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from tournament_engine.audit import services as audit
from tournament_engine.audit.models import AuditArchive, AuditChain, AuditEntry
from tournament_engine.management.commanding import EngineCommand

__all__ = ["Command"]


class Command(EngineCommand):
    """Looks at every entry of every chain; changes nothing."""

    help = "Verify the hash chains of the audit log. Exit status 1 when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        faults = list(audit.verify_chain())
        if options["json"]:
            self.stdout.write(json.dumps(_report(faults)))
        else:
            for fault in faults:
                where = f"tournament {fault.scope}" if fault.scope else "the site"
                self.stdout.write(f"{fault.kind} at {fault.position} of {where}")
            self.stdout.write(f"{AuditEntry.objects.count()} entries, {len(faults)} faults.")
        if faults:
            raise CommandError("The audit log is not as it was written.")


def _report(faults: list[audit.Fault]) -> dict[str, Any]:
    """Return the faults, and the ends of the chains: kept elsewhere, they show a later cut."""
    return {
        "entries": AuditEntry.objects.count(),
        "archived": sum(AuditArchive.objects.values_list("entries", flat=True)),
        "faults": [asdict(fault) for fault in faults],
        "ends": {row.scope: [row.position, row.hash] for row in AuditChain.objects.all()},
    }
