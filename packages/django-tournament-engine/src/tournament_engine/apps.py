"""How Django finds the engine."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

__all__ = ["TournamentEngineConfig"]


class TournamentEngineConfig(AppConfig):
    """One app for the whole engine, whatever its domains."""

    name = "tournament_engine"
    label = "tournament_engine"
    verbose_name = _("Tournaments")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # By name, because the domains' models exist only now.
        import_module("tournament_engine.checks")
        import_module("tournament_engine.deployment")
        import_module("tournament_engine.overrides")
        import_module("tournament_engine.wiring").connect()
