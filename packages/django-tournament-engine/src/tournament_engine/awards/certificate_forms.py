"""The forms of certificates: their look, one act on one of them, a code to verify."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from tournament_engine.awards.models import Audience, CertificateLook
from tournament_engine.awards.paper import PageSize
from tournament_engine.forms import EngineForm
from tournament_engine.registration.models import MAX_NAME, Entrant
from tournament_engine.uploads.fields import UploadField

__all__ = ["CertificateForm", "CodeForm", "LookForm", "MvpForm", "ReportForm"]


class LookForm(EngineForm):
    """Who gets a certificate, and how it looks."""

    audience = forms.ChoiceField(label=_("Certificates are given to"), choices=Audience.choices)
    page_size = forms.ChoiceField(label=_("Paper"), choices=PageSize.choices)
    signer = forms.CharField(label=_("Signed by"), max_length=80, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        look: CertificateLook,
    ) -> None:
        facts = {"audience": look.audience, "page_size": look.page_size, "signer": look.signer}
        super().__init__(data, files, initial=facts)
        for name, label in (("logo", _("Logo")), ("signature", _("Signature, as a picture"))):
            self.fields[name] = UploadField(purpose=name, label=label, required=False)
            if getattr(look, f"{name}_id") is not None:
                self.fields[f"drop_{name}"] = forms.BooleanField(
                    label=_("Take the picture away"), required=False
                )


class MvpForm(EngineForm):
    """Who was the most valuable player."""

    entrant = forms.ModelChoiceField(label=_("Entrant"), queryset=Entrant.objects.none())
    member = forms.CharField(
        label=_("Member"),
        max_length=MAX_NAME,
        required=False,
        help_text=_("Of a team: the name on its roster."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, tournament: Any) -> None:
        super().__init__(data)
        field = self.fields["entrant"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
        rows = Entrant.objects.filter(tournament=tournament).order_by("name", "pk")
        field.queryset = rows.select_related("tournament")


class CertificateForm(EngineForm):
    """One act on one certificate, with the name or the reason that it asks for."""

    action = forms.CharField(label=_("Act"), max_length=20)
    certificate = forms.IntegerField(label=_("Certificate"), min_value=1, required=False)
    report = forms.IntegerField(label=_("Report"), min_value=1, required=False)
    name = forms.CharField(label=_("Name"), max_length=MAX_NAME, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class CodeForm(EngineForm):
    """The code that stands on a certificate."""

    code = forms.CharField(
        label=_("Code on the certificate"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReportForm(EngineForm):
    """What somebody thinks is wrong with a certificate."""

    text = forms.CharField(
        label=_("What is wrong?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5})
    )
    contact = forms.CharField(
        label=_("How to reach you"),
        max_length=200,
        required=False,
        help_text=_("Only the organiser reads it, and it is deleted once this is settled."),
    )
