"""`manage.py import_tournament FILE.csv`: a tournament that was played elsewhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.text import slugify

from bracketcore.tiebreaks import CHAINS
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.errors import TournamentError
from tournament_engine.management.commanding import EngineCommand
from tournament_engine.management.importing.playing import Facts, import_file
from tournament_engine.users import User

__all__ = ["Command"]

DEFAULT_TIEBREAKS = "football_goal_difference"


class Command(EngineCommand):
    """Reads a file with a line a match, and plays the tournament again here."""

    help = (
        "Import a tournament with its results. The columns are stage (pools or knockout), pool, "
        "round, first, second, first_score, second_score, first_penalties, second_penalties."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file in UTF-8")
        parser.add_argument("--name", help="what it is called (default: from the file's name)")
        parser.add_argument("--slug", help="its address (default: from its name)")
        parser.add_argument(
            "--organizer", metavar="LOGIN", help="who runs it (default: the first superuser)"
        )
        parser.add_argument("--game", default="Football", help="what is played (%(default)s)")
        parser.add_argument(
            "--entrants",
            choices=EntrantKind.values,
            default=EntrantKind.TEAM,
            help="what competes (%(default)s)",
        )
        parser.add_argument(
            "--tiebreaks",
            choices=sorted(CHAINS),
            default=DEFAULT_TIEBREAKS,
            help="what parts equal points in a pool (%(default)s)",
        )
        parser.add_argument(
            "--skip-existing",
            action="store_true",
            help="do nothing, without an error, when the address is taken",
        )
        parser.add_argument("--dry-run", action="store_true", help="check all and keep nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["file"]
        name = options["name"] or name_from(file)
        slug = options["slug"] or slugify(name)
        existing = Tournament.objects.filter(slug=slug).first()
        if existing is None:
            self.make(file, facts(name, slug, options), options)
            return
        where = f"'{existing.name}' is already there, at {existing.get_absolute_url()}"
        if not options["skip_existing"]:
            raise CommandError(f"{where}: choose another address with --slug.")
        self.stdout.write(f"{where}; nothing is imported.")

    def make(self, file: Path, facts: Facts, options: dict[str, Any]) -> None:
        """Import the file, or find out whether it could be."""
        try:
            with transaction.atomic():
                tournament = import_file(file, facts, by=organizer(options["organizer"]))
                transaction.set_rollback(options["dry_run"])
        except TournamentError as error:
            raise CommandError(f"{file.name}: {error}") from error
        done = f"'{tournament.name}': {tournament.get_state_display()}"
        if options["dry_run"]:
            self.stdout.write(f"{done}. This was a dry run: nothing is kept.")
        else:
            self.stdout.write(f"{done}, at {tournament.get_absolute_url()}.")


def name_from(file: Path) -> str:
    """Return "World Cup 2022" for world_cup_2022.csv."""
    return file.stem.replace("_", " ").replace("-", " ").title()


def facts(name: str, slug: str, options: dict[str, Any]) -> Facts:
    """Return what the command line says of the tournament."""
    return Facts(
        name=name,
        slug=slug or None,
        game=options["game"],
        entrant_kind=options["entrants"],
        tiebreaks=(options["tiebreaks"],),
    )


def organizer(login: str | None) -> User:
    """Return who shall run the tournament."""
    model = get_user_model()
    everybody = model._default_manager
    people = everybody.filter(is_active=True).order_by("pk")
    if login is None:
        first = people.filter(is_superuser=True).first()
        if first is None:
            raise CommandError("This site has no superuser: name the organiser with --organizer.")
        return first
    named = people.filter(**{model.USERNAME_FIELD: login}).first()
    if named is None:
        raise CommandError(f"Nobody has the login '{login}': name another with --organizer.")
    return named
