"""`manage.py seed_tournaments` of this site: with clubs, and the World Cup of `data/`."""

from argparse import ArgumentParser
from pathlib import Path

from clubs.demo import seed_clubs
from tournament_engine.management.commands import seed_tournaments

__all__ = ["Command"]

WORLD_CUP = Path(__file__).resolve().parents[3] / "data" / "world_cup_2022.csv"


class Command(seed_tournaments.Command):
    """The engine's own command, which the site's takes the place of, with a file to import."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(world_cup=WORLD_CUP)

    def seed(self, world_cup: Path | None) -> None:
        super().seed(world_cup)
        seed_clubs()
