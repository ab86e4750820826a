"""The table of files: who sent them, for what, and what they are."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tournament_engine.uploads.places import PRIVATE, places

__all__ = ["StoredFile"]


class StoredFile(models.Model):
    """One file as it was made anew. What it belongs to points at it.

    `sha256` is that of the stored bytes; `fingerprint` is nearly the same for pictures that
    look the same, and empty for films and for pictures of one colour.
    """

    #: Names in a storage have a root, a purpose, two folders, a token and an extension.
    MAX_NAME: ClassVar[int] = 120

    purpose = models.CharField(_("purpose"), max_length=20)
    tournament = models.ForeignKey(
        "tournament_engine.Tournament", on_delete=models.CASCADE, null=True, related_name="+"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    file = models.FileField(_("file"), storage=places, max_length=MAX_NAME, unique=True)
    content_type = models.CharField(_("kind"), max_length=20)
    size = models.PositiveIntegerField(_("bytes"))
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = (models.Index(fields=("uploaded_by", "created_at")),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    @property
    def name(self) -> str:
        """Return the name in the storage."""
        return str(self.file.name)

    @property
    def is_private(self) -> bool:
        """Whether only those may read it who may see what it belongs to."""
        return self.name.startswith(f"{PRIVATE}/")

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it as a picture."""
        return self.content_type.startswith("image/")
