"""The order in which the entrants of a tournament go into its first stage: 1 is the best."""

from collections.abc import Mapping, Sequence
from math import inf
from random import Random
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine.errors import InvalidInput
from tournament_engine.registration.models import Entrant

__all__ = ["Method", "arrange", "up_to_date"]


class Method(TextChoices):
    """Where the order comes from."""

    MANUAL = "manual", gettext_lazy("by hand")
    RANDOM = "random", gettext_lazy("at random")
    REGISTRATION = "registration", gettext_lazy("in the order of registration")
    RANKED = "ranked", gettext_lazy("by the ranking")


def arrange(
    entrants: Sequence[Entrant],
    method: str,
    *,
    order: Sequence[Entrant] | None = None,
    seed: int | None = None,
    values: Mapping[int, float] = MappingProxyType({}),
) -> list[Entrant]:
    """Return the entrants in seed order. The same seed number draws the same order.

    `values` are those of the ranked by the entrant's key, the highest first; who has none
    follows, and equals stand in the order of registration.
    """
    by_registration = sorted(entrants, key=lambda entrant: entrant.registration_id)
    match method:
        case Method.MANUAL:
            return _by_hand(entrants, order)
        case Method.RANDOM:
            Random(seed).shuffle(by_registration)  # noqa: S311 - published and drawn again, no secret
            return by_registration
        case Method.REGISTRATION:
            return by_registration
        case Method.RANKED:
            return sorted(by_registration, key=lambda entrant: -values.get(entrant.pk, -inf))
        case _:
            raise InvalidInput(_("Choose a way of seeding that exists."), field="method")


def up_to_date(seeding: Sequence[str], entrants: Sequence[Entrant]) -> list[str]:
    """Return a seeding without those who left since, and with those who came at its end."""
    competing = dict.fromkeys(str(entrant.pk) for entrant in entrants)
    kept = dict.fromkeys(entrant for entrant in seeding if entrant in competing)
    return list(kept | competing)


def _by_hand(entrants: Sequence[Entrant], order: Sequence[Entrant] | None) -> list[Entrant]:
    if order is None:
        return list(entrants)
    given, competing = [entrant.pk for entrant in order], {entrant.pk for entrant in entrants}
    if len(set(given)) < len(given):
        raise InvalidInput(_("Somebody has two seeds: give everybody one."), field="order")
    if set(given) != competing:
        message = _("Give a seed to each of the %(count)d entrants that compete, and to no other.")
        raise InvalidInput(message % {"count": len(competing)}, field="order")
    return list(order)
