"""`manage.py check_brackets`: replay the stored events and compare them with the rows."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.management.commanding import EngineCommand, named_tournament
from tournament_engine.match.consistency import check_projection

__all__ = ["Command"]


class Command(EngineCommand):
    """Replays the history of every drawn stage and compares it with what is stored."""

    help = "Replay every stage from its events. Exit status 1 when something differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tournament", nargs="?", help="the address of one tournament; or all")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows = Bracket.objects.with_stage().exclude(state=StageState.PENDING).order_by("pk")
        if options["tournament"]:
            rows = rows.filter(tournament=named_tournament(options["tournament"]))
        checked, wrong = 0, {}
        for bracket in rows.iterator(chunk_size=20):
            checked += 1
            if found := check_projection(bracket):
                wrong[f"{bracket.tournament.slug}/{bracket.stage.code}"] = found
        if options["json"]:
            self.stdout.write(json.dumps({"checked": checked, "wrong": wrong}))
        else:
            for name, found in wrong.items():
                self.stdout.write("\n".join(f"{name}: {sentence}" for sentence in found))
            self.stdout.write(f"{checked} stages checked, {len(wrong)} differ.")
        if wrong:
            raise CommandError("Some stages differ from their history.")
