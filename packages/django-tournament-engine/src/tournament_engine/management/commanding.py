"""What every command of the engine is: what it writes down is known to come from it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tournament_engine.audit.middleware import origin
from tournament_engine.core.models import Tournament

__all__ = ["EngineCommand", "named_tournament"]


def named_tournament(slug: str) -> Tournament:
    """Return the tournament that somebody at a terminal names by its address."""
    found = Tournament.objects.filter(slug=slug).select_related("game").first()
    if found is None:
        raise CommandError(f"There is no tournament '{slug}': name it as its address does.")
    return found


class EngineCommand(BaseCommand):
    """A command whose acts have one id in the audit log, by its name: "tournament_tick:6f1b…"."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        with origin(type(self).__module__.rpartition(".")[2]):
            return super().execute(*args, **options)
