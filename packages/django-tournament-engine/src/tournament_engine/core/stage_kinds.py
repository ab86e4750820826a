"""The formats as organisers know them, each with the options that it has."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tournament_engine.conf import settings

__all__ = ["FORMATS", "Kind", "named_formats", "words_of"]


@dataclass(frozen=True)
class Kind:
    """A format as organisers know it, with the options that it has."""

    label: Promise
    options: tuple[str, ...]


_ROBIN = ("best_of", "legs", "order", "win", "draw", "loss", "tiebreaks")

FORMATS: Mapping[str, Kind] = {
    "single_elimination": Kind(
        gettext_lazy("Knockout: lose once and you are out"),
        ("best_of", "third_place", "classification"),
    ),
    "double_elimination": Kind(
        gettext_lazy("Double elimination: lose twice and you are out"),
        ("best_of", "grand_final", "drops", "upper_entrants"),
    ),
    "round_robin": Kind(gettext_lazy("Round robin: everybody meets everybody"), _ROBIN),
    "pools": Kind(
        gettext_lazy("Pools: several round robins side by side"),
        ("pools", "distribution", *_ROBIN),
    ),
    "stepladder": Kind(
        gettext_lazy("Stepladder: the lowest climb, the best waits at the top"), ("best_of",)
    ),
    "page_playoff": Kind(
        gettext_lazy("Page playoff of four: the first two may lose once"), ("best_of",)
    ),
    "dual_tournament": Kind(
        gettext_lazy("Dual tournament of four: the first two to win twice go on"), ("best_of",)
    ),
    "free_for_all": Kind(
        gettext_lazy("Heats: more than two meet, the best go on"),
        ("heat_size", "advance", "heat_points"),
    ),
}


def named_formats() -> list[tuple[str, str | Promise]]:
    """Return every format with how people call it, the site's own after the others."""
    return [
        *((name, kind.label) for name, kind in FORMATS.items()),
        *((name, name) for name in settings.FORMATS),
    ]


def words_of(name: str) -> str:
    """Return how people call a format; one of the site's own goes by its name in the settings."""
    # An address has hyphens or underscores, and means the same.
    kind = FORMATS.get(name.replace("-", "_"))
    return name if kind is None else str(kind.label)
