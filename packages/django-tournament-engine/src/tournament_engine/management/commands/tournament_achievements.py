"""`manage.py tournament_achievements`: what can be earned to begin with. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from tournament_engine.awards.services import install_achievements

__all__ = ["Command"]


class Command(BaseCommand):
    """Adds what is not there yet and leaves the rest as it is."""

    help = "Add the starting achievements that the site does not have yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        new = install_achievements(by=None)
        for achievement in new:
            self.stdout.write(f"  added  {achievement.code}")
        if not new:
            self.stdout.write("All of them are there.")
