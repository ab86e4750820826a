"""The table of those who help to run a tournament."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.lifecycle import STANDING, StaffState
from tournament_engine.core.models.tournaments import Tournament
from tournament_engine.core.queries import StaffQuerySet
from tournament_engine.core.roles import OWNER, name_of
from tournament_engine.transitions import state_constraint

__all__ = ["StaffAssignment"]


class StaffAssignment(models.Model):
    """A role in one tournament: offered to a person, in force once that person accepts it.

    The role is a text, because a site names roles of its own in its settings. One row is one
    offer: whoever is asked again has another row, and the earlier ones tell what was before.
    """

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=40)
    state = models.CharField(
        _("state"), max_length=12, choices=StaffState, default=StaffState.INVITED
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("invitation ends"))
    changed_at = models.DateTimeField(auto_now=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        ordering = ("tournament", "pk")
        verbose_name = _("member of the staff")
        verbose_name_plural = _("staff")
        indexes = (
            models.Index(
                fields=("expires_at",),
                condition=Q(state=StaffState.INVITED),
                name="te_staff_due",
            ),
        )
        constraints = (
            state_constraint(StaffState, "te_staff_state"),
            models.UniqueConstraint(
                fields=("tournament", "user", "role"),
                condition=Q(state__in=sorted(STANDING)),
                name="te_staff_once",
            ),
            models.UniqueConstraint(
                fields=("tournament",),
                condition=Q(role=OWNER, state=StaffState.INVITED),
                name="te_staff_one_offer",
            ),
            models.CheckConstraint(
                condition=~Q(role=OWNER, state=StaffState.ACTIVE), name="te_staff_owner"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.user_id}"

    def get_absolute_url(self) -> str:
        """Return the page on which the invited answers."""
        return reverse("tournament_engine:invitation", args=(self.pk,))

    @property
    def role_name(self) -> str:
        """Return what people call the role."""
        return name_of(self.role)
