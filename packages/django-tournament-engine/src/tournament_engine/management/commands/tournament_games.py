"""`manage.py tournament_games`: the games that a site begins with. Safe to run again."""

from typing import Any

from tournament_engine.core.services import install_games
from tournament_engine.management.commanding import EngineCommand

__all__ = ["Command"]


class Command(EngineCommand):
    """Adds what is not there yet and leaves the rest as it is."""

    help = "Add the starting games that the site does not have yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        new = install_games(by=None)
        for game in new:
            self.stdout.write(f"  added  {game.name}")
        if not new:
            self.stdout.write("All of them are there.")
