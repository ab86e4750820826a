"""`manage.py tournament_achievements`: what can be earned to begin with. Safe to run again."""

from argparse import ArgumentParser
from typing import Any

from tournament_engine.awards.careers import FINISHED
from tournament_engine.awards.services import award_achievements, install_achievements
from tournament_engine.core.models import Tournament
from tournament_engine.management.commanding import EngineCommand

__all__ = ["Command"]


class Command(EngineCommand):
    """Adds what is not there yet and leaves the rest as it is."""

    help = "Add the starting achievements that the site does not have yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--award",
            action="store_true",
            help="give what was earned in tournaments that are over; nothing is given twice",
        )

    def handle(self, *_args: Any, award: bool, **_options: Any) -> None:
        new = install_achievements(by=None)
        for achievement in new:
            self.stdout.write(f"  added  {achievement.code}")
        if not new:
            self.stdout.write("All of them are there.")
        if award:
            self._award()

    def _award(self) -> None:
        over = Tournament.objects.filter(state__in=FINISHED)
        for tournament in over.order_by("completed_at", "pk").iterator():
            given = award_achievements(tournament=tournament)
            self.stdout.write(f"  {tournament.name}: {len(given)}")
