"""The tiers that sponsors are shown by, the greatest first."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

__all__ = ["Tier"]


class Tier(TextChoices):
    """How much of the page a sponsor has."""

    TITLE = "title", pgettext_lazy("sponsor", "title sponsor")
    PLATINUM = "platinum", pgettext_lazy("sponsor", "platinum")
    GOLD = "gold", pgettext_lazy("sponsor", "gold")
    SILVER = "silver", pgettext_lazy("sponsor", "silver")
    BRONZE = "bronze", pgettext_lazy("sponsor", "bronze")
