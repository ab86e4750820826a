"""`manage.py tournament_settings`: what the engine reads from the site's settings."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from django.conf import settings

from tournament_engine import conf
from tournament_engine.management.commanding import EngineCommand

__all__ = ["Command"]


class Command(EngineCommand):
    """Prints each key with the value in force and where that comes from."""

    help = "Print the engine's settings that are in force."
    # It is of use when the checks complain, too.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        values = asdict(conf.effective())
        if options["json"]:
            self.stdout.write(json.dumps(values, indent=2))
            return
        for line in table(values, given=getattr(settings, conf.NAME, {})):
            self.stdout.write(line)


def table(values: Mapping[str, Any], *, given: Mapping[str, Any]) -> list[str]:
    """Return a line a key; HOOKS has one for each hook."""
    lines = dict[str, str]()
    for key in (field.name for field in fields(conf.Settings)):
        if key == "HOOKS":
            hooks = given.get(key, {})
            lines |= {
                f"HOOKS.{name}": row(value, name in hooks) for name, value in values[key].items()
            }
        else:
            lines[key] = row(values[key], key in given)
    width = max(map(len, lines))
    return [f"{key:<{width}}  {line}" for key, line in lines.items()]


def row(value: object, is_given: bool) -> str:  # noqa: FBT001 - a column of the table
    """Return a value and whose it is."""
    return f"{value!r:<60}  {'settings' if is_given else 'default'}"
