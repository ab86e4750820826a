"""`manage.py export_user USER`: everything that is held about a person, as JSON."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from tournament_engine.management.commanding import EngineCommand
from tournament_engine.management.people import somebody
from tournament_engine.privacy.services import export_user

__all__ = ["Command"]


class Command(EngineCommand):
    """Prints what a person may ask for: their account, rows, files and acts."""

    help = "Print everything that is held about a person as one JSON object."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="login, or the key of the account")

    def handle(self, *_args: Any, **options: Any) -> None:
        held = export_user(user=somebody(options["user"]), by=None)
        text = json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        self.stdout.write(text)
