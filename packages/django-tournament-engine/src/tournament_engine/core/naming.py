"""Addresses made from names, and games found by them."""

from collections.abc import Collection
from itertools import count

from django.db.models import Model, Q
from django.utils.text import slugify

from tournament_engine.core.models import Game

__all__ = ["find_game", "free_slug"]

#: Leaves room for "-1024" at the end of every address that we store.
_LONGEST = 70


def free_slug(name: str, model: type[Model], *, reserved: Collection[str] = ()) -> str:
    """Return an address for `name` that no row has.

    The first is "summer-cup", then comes "summer-cup-2". A name without a Latin letter
    gives the model's own name: "tournament".
    """
    start = slugify(name)[:_LONGEST].strip("-_") or model._meta.model_name or "row"
    rows = model._default_manager.filter(Q(slug=start) | Q(slug__startswith=f"{start}-"))
    taken = {*reserved, *rows.values_list("slug", flat=True)}
    numbered = (f"{start}-{number}" for number in count(2))
    return start if start not in taken else next(slug for slug in numbered if slug not in taken)


def find_game(name: str) -> Game | None:
    """Return the game of this name, in whatever case it was typed."""
    return Game.objects.filter(name__iexact=name).first()
