"""A form's field for a file, which says what is taken; the service that gets it judges it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.uploads.kinds import KINDS
from tournament_engine.uploads.policies import MEGABYTE, policy

__all__ = ["UploadField"]


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
