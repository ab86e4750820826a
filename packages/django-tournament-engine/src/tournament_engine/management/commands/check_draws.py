"""`manage.py check_draws`: draw every draw by lot again, from the seed that was announced."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from tournament_engine.bracket.draws import checks_out
from tournament_engine.bracket.models import DrawSeed
from tournament_engine.management.commanding import EngineCommand, named_tournament

__all__ = ["Command"]


class Command(EngineCommand):
    """Holds each draw by lot against the hash that was published before it."""

    help = "Draw every draw by lot again. Exit status 1 when one is not as its hash promised."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tournament", nargs="?", help="the address of one tournament; or all")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows = DrawSeed.objects.exclude(drawn_at=None).select_related("tournament", "stage")
        if options["tournament"]:
            rows = rows.filter(tournament=named_tournament(options["tournament"]))
        checked, wrong = 0, []
        for draw in rows.order_by("pk").iterator(chunk_size=100):
            checked += 1
            if not checks_out(draw):
                wrong.append(f"{draw.tournament.slug}/{draw.stage.code} {draw.number}")
        if options["json"]:
            self.stdout.write(json.dumps({"checked": checked, "wrong": wrong}))
        else:
            for name in wrong:
                self.stdout.write(f"{name}: not the order that the announced seed gives.")
            self.stdout.write(f"{checked} draws checked, {len(wrong)} differ.")
        if wrong:
            raise CommandError("Some draws are not as their hash promised.")
