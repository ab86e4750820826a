"""The table of things that were won: whose each is, and whether it was handed over."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tournament_engine.awards.lifecycle import GiftState
from tournament_engine.core.models import Tournament
from tournament_engine.registration.models import Entrant
from tournament_engine.transitions import state_constraint

__all__ = ["Gift"]


class Gift(models.Model):
    """A thing that an entrant has won: a copy of the prize table's words for one place.

    `contact` is what a winner wrote about where it is to go; only who hands it over reads it,
    and it is gone once that is done.
    """

    tournament = models.ForeignKey(
        Tournament, on_delete=models.CASCADE, related_name="gifts", verbose_name=_("tournament")
    )
    entrant = models.ForeignKey(
        Entrant, on_delete=models.CASCADE, related_name="gifts", verbose_name=_("entrant")
    )
    place = models.PositiveIntegerField(_("place"))
    thing = models.CharField(_("in kind"), max_length=120)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=GiftState,
        default=GiftState.PENDING,
        editable=False,
    )
    contact = models.CharField(max_length=500, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    claimed_at = models.DateTimeField(_("claimed at"), null=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("tournament", "place", "pk")
        verbose_name = _("prize in kind")
        verbose_name_plural = _("prizes in kind")
        constraints = (
            state_constraint(GiftState, "te_gift_state"),
            models.UniqueConstraint(
                fields=("tournament", "place"),
                condition=~Q(state=GiftState.CANCELLED),
                name="te_gift_once",
            ),
            models.CheckConstraint(
                name="te_gift_settled",
                condition=Q(state=GiftState.PENDING, settled_at=None)
                | ~Q(state=GiftState.PENDING) & Q(settled_at__isnull=False, contact=""),
            ),
        )

    def __str__(self) -> str:
        return self.thing
