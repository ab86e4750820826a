"""Tables of what is asked of those who register, and of what they answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import Tournament
from tournament_engine.transitions import state_constraint
from tournament_engine.uploads.models import StoredFile

__all__ = ["CustomField", "CustomFieldValue", "FieldKind"]


class FieldKind(models.TextChoices):
    """What kind of answer a field takes."""

    TEXT = "text", _("text")
    NUMBER = "number", _("number")
    TOGGLE = "toggle", _("yes or no")
    DATE = "date", _("date")
    URL = "url", _("web address")
    EMAIL = "email", _("e-mail address")
    CHOICE = "choice", _("one of a list")
    MULTI_CHOICE = "multi_choice", _("several of a list")
    IMAGE = "image", _("picture")


class CustomField(models.Model):
    """One question of a tournament.

    `pattern` and `preset` say what a text must look like: one of the organiser's own, or one
    by its name. A field with `shown_by` is asked only of those who gave the field of that
    code, which stands before it, the answer `shown_when`.
    """

    tournament = models.ForeignKey(
        Tournament, on_delete=models.CASCADE, related_name="custom_fields"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.SlugField(_("name"), max_length=40)
    label = models.CharField(_("label"), max_length=120)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=FieldKind)
    is_required = models.BooleanField(_("required"), default=False)
    is_public = models.BooleanField(_("public"), default=False)
    options = models.JSONField(_("options"), default=list, blank=True)
    preset = models.CharField(_("looks like"), max_length=16, blank=True)
    pattern = models.CharField(_("pattern"), max_length=200, blank=True)
    shown_by = models.SlugField(_("shown by"), max_length=40, blank=True)
    shown_when = models.CharField(_("shown when"), max_length=200, blank=True)

    class Meta:
        ordering = ("tournament", "position")
        verbose_name = _("field of the registration")
        verbose_name_plural = _("fields of the registration")
        constraints = (
            state_constraint(FieldKind, "te_field_kind", field="kind"),
            models.UniqueConstraint(fields=("tournament", "code"), name="te_field_code"),
            models.CheckConstraint(
                name="te_field_one_pattern", condition=Q(preset="") | Q(pattern="")
            ),
        )

    def __str__(self) -> str:
        return self.label


class CustomFieldValue(models.Model):
    """An answer; a later one is another row, so that the earlier ones can still be read.

    The value of a picture is `{"file": number}`, and `file` is that file while it is there.
    """

    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="values")
    registration = models.ForeignKey(
        "tournament_engine.Registration", on_delete=models.CASCADE, related_name="field_values"
    )
    value = models.JSONField(_("answer"), null=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    is_current = models.BooleanField(_("in force"), default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("field__position", "pk")
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = (
            models.UniqueConstraint(
                fields=("registration", "field"),
                condition=Q(is_current=True),
                name="te_field_value_current",
            ),
        )

    def __str__(self) -> str:
        return str(self.value)
