"""Forms of announcements and of posts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.forms import EngineForm

__all__ = ["AnnouncementForm", "PostForm"]


class AnnouncementForm(EngineForm):
    """What is told to everybody."""

    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PostForm(EngineForm):
    """A question, or an answer."""

    text = forms.CharField(
        label=_("Your question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
