"""What every command of the engine is: what it writes down is known to come from it."""

from typing import Any

from django.core.management.base import BaseCommand

from tournament_engine.audit.middleware import origin

__all__ = ["EngineCommand"]


class EngineCommand(BaseCommand):
    """A command whose acts have one id in the audit log, by its name: "tournament_tick:6f1b…"."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        with origin(type(self).__module__.rpartition(".")[2]):
            return super().execute(*args, **options)
