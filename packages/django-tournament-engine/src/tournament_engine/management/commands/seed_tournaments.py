"""`manage.py seed_tournaments`: tournaments in every state, to look at and to try things with."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from tournament_engine.awards import services as awards
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.errors import TournamentError
from tournament_engine.management.commanding import EngineCommand
from tournament_engine.management.importing.playing import Facts, import_file
from tournament_engine.management.seeding.catalogue import CATALOGUE, LIVE_KNOCKOUT, WAITLIST
from tournament_engine.management.seeding.people import (
    ORGANIZER,
    PASSWORD,
    PLAYERS,
    login_of,
    person,
)
from tournament_engine.management.seeding.samples import GOALS, goal_of, samples
from tournament_engine.management.seeding.showcase import CHECK_IN, CONCLUDED, HEATS, PAID
from tournament_engine.management.seeding.staging import Cast, stage

__all__ = ["Command"]

WORLD_CUP = Facts(
    name="World Cup 2022",
    slug="world-cup-2022",
    game="Football",
    entrant_kind=EntrantKind.TEAM,
    tiebreaks=("football_goal_difference",),
    description=(
        "The 2022 World Cup as it was played in Qatar: eight pools of four, the best two of each "
        "in a knockout with penalties, and a match for third place."
    ),
    starts_at=datetime(2022, 11, 20, 16, tzinfo=UTC),
)


class Command(EngineCommand):
    """Makes what is not there yet and leaves the rest as it is: safe to run again."""

    help = "Make tournaments in every state, and people to log in as. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--world-cup",
            type=Path,
            metavar="FILE",
            help="the 2022 World Cup, a file as import_tournament reads it",
        )
        parser.add_argument(
            "--scale",
            type=whole_number,
            default=0,
            metavar="N",
            help="so many tournaments more, of every format and in every state",
        )
        parser.add_argument(
            "--seed",
            type=int,
            default=1,
            metavar="NUMBER",
            help="what those more are drawn by; the same number makes the same ones (%(default)s)",
        )
        parser.add_argument(
            "--stage", choices=list(GOALS), help="only tournaments in this state, and those more"
        )
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object of what is made and there"
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="also where DEBUG is off; the people it makes have a password that all know",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["force"]:
            raise CommandError(
                "This is no demo (DEBUG is off), and the people that this makes have a password "
                "that everybody knows: add --force if that is what you want."
            )
        self.is_quiet = options["json"]
        self.made: list[str] = []
        self.there: list[str] = []
        self.examples = [
            *(one for one in CATALOGUE if options["stage"] in {None, goal_of(one)}),
            *samples(options["scale"], seed=options["seed"], stage=options["stage"]),
        ]
        world_cup = options["world_cup"] if options["stage"] in {None, "completed"} else None
        try:
            self.seed(world_cup)
        except TournamentError as error:
            raise CommandError(str(error)) from error
        if self.is_quiet:
            self.stdout.write(json.dumps({"made": self.made, "there": self.there}))
            return
        for line in guide():
            self.stdout.write(line)
        if options["stage"] is None:
            self.stdout.write("What to look at:")
            for path, what in sights(has_world_cup=world_cup is not None):
                self.stdout.write(f"  {path:<58}  {what}")

    def seed(self, world_cup: Path | None) -> None:
        """Make each tournament in a transaction of its own."""
        cast = Cast(
            organizer=person(ORGANIZER),
            players={name: person(name) for name in PLAYERS},
            now=timezone.now().replace(minute=0, second=0, microsecond=0),
        )
        awards.install_achievements(by=None)
        for example in self.examples:
            if not self.is_there(example.slug):
                self.tell(stage(example, cast))
        # What the next tick would do: nobody waits for it here.
        awards.make_certificates(timezone.now())
        if world_cup is not None and not self.is_there(WORLD_CUP.slug):
            self.tell(import_file(world_cup, WORLD_CUP, by=cast.organizer))

    def is_there(self, slug: str | None) -> bool:
        """Return whether there is nothing to do, and say so."""
        found = Tournament.objects.filter(slug=slug).first()
        if found is not None:
            self.there.append(found.slug)
            self.say(f"  there  {found.name}")
        return found is not None

    def tell(self, tournament: Tournament) -> None:
        """Say what was made."""
        self.made.append(tournament.slug)
        self.say(f"  made   {tournament.name}: {tournament.get_state_display()}")

    def say(self, line: str) -> None:
        """Print a line at once, unless one JSON object is wanted: the next may take long."""
        if not self.is_quiet:
            self.stdout.write(line)
            self.stdout.flush()


def whole_number(text: str) -> int:
    """Return a number of tournaments."""
    if not text.isdecimal():
        raise ArgumentTypeError(f"'{text}' is no number of tournaments: write 0 or more.")
    return int(text)


def guide() -> Iterator[str]:
    """Yield who can log in."""
    players = ", ".join(map(login_of, PLAYERS))
    yield ""
    yield f"Log in as {login_of(ORGANIZER)}, who runs it all, or as a player: {players}."
    yield f"The password of each is {PASSWORD}."
    yield ""


def sights(*, has_world_cup: bool) -> Iterator[tuple[str, str]]:
    """Yield paths and what is there."""
    yield reverse("tournament_engine:list"), "tournaments in every state"
    if has_world_cup:
        path = reverse("tournament_engine:bracket", args=(WORLD_CUP.slug,))
        yield path, "the 2022 World Cup: pools, knockout, penalties"
    path = reverse("tournament_engine:bracket", args=(LIVE_KNOCKOUT,))
    yield path, "a knockout in the middle, with byes"
    path = reverse("tournament_engine:console", args=(LIVE_KNOCKOUT,))
    yield path, f"its console ({login_of(ORGANIZER)}): a score to confirm, and a dispute"
    path = reverse("tournament_engine:claims", args=(LIVE_KNOCKOUT,))
    yield path, f"a claim of a challenge to look at ({login_of(ORGANIZER)})"
    path = reverse("tournament_engine:register", args=(WAITLIST,))
    yield path, f"all places are taken: {login_of('eve')} can join the waitlist"
    path = reverse("tournament_engine:payments", args=(PAID,))
    yield path, f"entry fees in every state ({login_of(ORGANIZER)}): a proof to look at"
    path = reverse("tournament_engine:check_in_desk", args=(CHECK_IN,))
    yield path, f"a check-in ({login_of(ORGANIZER)}): some are there, some are missing"
    path = reverse("tournament_engine:bracket", args=(HEATS,))
    yield path, "heats of four, points by place"
    path = reverse("tournament_engine:payouts", args=(CONCLUDED,))
    yield path, f"prizes ({login_of(ORGANIZER)}): two shared the third place"
    path = reverse("tournament_engine:own_certificates")
    yield path, f"certificates, as {login_of('ann')} has them"
    yield reverse("tournament_engine:create"), "a tournament of your own"
