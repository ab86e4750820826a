"""Fields of forms for files, which say what is taken; the service that gets them judges them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tournament_engine.uploads.kinds import KINDS
from tournament_engine.uploads.policies import MEGABYTE, policy

__all__ = ["UploadField", "UploadsField"]


class UploadField(forms.FileField):
    """A file for a purpose: the browser offers what its policy takes."""

    def __init__(self, *, purpose: str, **options: Any) -> None:
        rules = policy(purpose)
        kinds = ", ".join(rules.kinds)
        options.setdefault(
            "help_text",
            _("%(kinds)s, at most %(most)s MB.")
            % {"kinds": kinds, "most": f"{rules.max_bytes / MEGABYTE:g}"},
        )
        super().__init__(**options)
        self.widget.attrs["accept"] = ",".join(KINDS[name].content_type for name in rules.kinds)


class _Several(forms.FileInput):
    allow_multiple_selected = True


class UploadsField(UploadField):
    """Several files for one purpose, at most so many."""

    widget = _Several

    def __init__(self, *, purpose: str, most: int, **options: Any) -> None:
        super().__init__(purpose=purpose, **options)
        self.most = most
        words = {"most": most, "kinds": self.help_text}
        self.help_text = _("Up to %(most)d files. %(kinds)s") % words

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were chosen."""
        files = [one for one in data or [] if one]
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > self.most:
            message = _now("Send at most %(most)d files at once.") % {"most": self.most}
            raise ValidationError(message, code="too_many")
        return [super(UploadsField, self).clean(one, initial) for one in files]
