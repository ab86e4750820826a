"""Tables of the veto: how a stage's sides choose what is played, and what they chose."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import StageConfig
from tournament_engine.match.models.matches import Match

__all__ = ["Veto", "VetoAct", "VetoChoice", "VetoPlan"]


class VetoAct(models.TextChoices):
    """What is done with an option."""

    BAN = "ban", _("banned")
    PICK = "pick", _("picked")
    DECIDER = "decider", _("left over")


class VetoPlan(models.Model):
    """How the sides of a stage's matches choose maps, or whatever else is played with.

    `steps` are codes in order: B1 is a ban by the side that begins, P2 a pick by the other
    one, D what is left. `seconds` is the time for a step, 0 for as long as it takes; when it
    is over, one of the options is drawn if `is_automatic`, else the staff chooses.
    """

    stage = models.OneToOneField(StageConfig, on_delete=models.CASCADE, related_name="veto_plan")
    options = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    seconds = models.PositiveSmallIntegerField(_("seconds for a step"), default=0)
    is_automatic = models.BooleanField(_("draw when the time is over"), default=True)

    class Meta:
        ordering = ("stage",)
        verbose_name = _("veto plan")
        verbose_name_plural = _("veto plans")

    def __str__(self) -> str:
        return f"{self.stage_id}: {' '.join(self.steps)}"


class Veto(models.Model):
    """The veto of one match, with the plan as it was when it began.

    `pairing` has the entrants' ids by side: others who come to sit there begin anew. At
    `due_at` the time for the step is over.
    """

    match = models.OneToOneField(Match, on_delete=models.CASCADE, related_name="veto")
    pairing = models.JSONField(editable=False)
    first_side = models.PositiveSmallIntegerField(default=0)
    options = models.JSONField(editable=False)
    steps = models.JSONField(editable=False)
    seconds = models.PositiveSmallIntegerField(default=0)
    is_automatic = models.BooleanField(default=True)
    due_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("match",)
        verbose_name = _("veto")
        verbose_name_plural = _("vetoes")
        indexes = (
            models.Index(fields=("due_at",), condition=Q(finished_at=None), name="te_veto_due"),
        )

    def __str__(self) -> str:
        return str(self.match_id)


class VetoChoice(models.Model):
    """One step of a veto: what became of an option. Without `by` it was drawn, or left over."""

    veto = models.ForeignKey(Veto, on_delete=models.CASCADE, related_name="choices")
    number = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=8, choices=VetoAct)
    side = models.PositiveSmallIntegerField(null=True)
    option = models.CharField(max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("veto", "number")
        verbose_name = _("veto choice")
        verbose_name_plural = _("veto choices")
        constraints = (
            models.UniqueConstraint(fields=("veto", "number"), name="te_veto_step"),
            models.UniqueConstraint(fields=("veto", "option"), name="te_veto_option"),
            models.CheckConstraint(name="te_veto_act", condition=Q(act__in=VetoAct.values)),
        )

    def __str__(self) -> str:
        return f"{self.option}: {self.act}"
