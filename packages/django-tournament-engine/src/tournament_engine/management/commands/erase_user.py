"""`manage.py erase_user USER`: forget a person; run it again when it was cut off."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from tournament_engine.errors import TournamentError
from tournament_engine.management.commanding import EngineCommand
from tournament_engine.management.people import somebody
from tournament_engine.privacy.services import Erasure, erase_user

__all__ = ["Command"]


class Command(EngineCommand):
    """Erases a person from tournaments, files and notices, and then the account."""

    help = "Forget a person. Results stay under a pseudonym, the ledger under an opaque id."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="login, or the key of the account")
        parser.add_argument(
            "--successor", metavar="USER", help="who takes over what this person organises"
        )
        parser.add_argument(
            "--forfeit", action="store_true", help="let money go that is owed to this person"
        )
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        successor = options["successor"]
        try:
            done = erase_user(
                user=somebody(options["user"]),
                successor=None if successor is None else somebody(successor),
                forfeit=options["forfeit"],
                dry_run=options["dry_run"],
                by=None,
            )
        except TournamentError as error:
            raise CommandError(error.message) from error
        self.stdout.write(json.dumps(_facts(done)) if options["json"] else _words(done, **options))


def _facts(done: Erasure) -> dict[str, Any]:
    return {"rows": dict(done.rows), "tournaments": done.tournaments, "files": done.files}


def _words(done: Erasure, *, dry_run: bool, **_options: Any) -> str:
    lines = [f"{count:>7} {label}" for label, count in sorted(done.rows.items())]
    act = "would be" if dry_run else "were"
    total = f"{done.rows.total()} rows in {done.tournaments} tournaments and {done.files} files"
    return "\n".join([*lines, f"{total} {act} erased or made nobody's."])
