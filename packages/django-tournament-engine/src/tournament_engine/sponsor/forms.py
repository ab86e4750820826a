"""Forms of sponsors: who they are, and where they are shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine.core.models import Tournament
from tournament_engine.forms import EngineForm, MomentField
from tournament_engine.links import LONGEST_LINK
from tournament_engine.sponsor.lifecycle import Tier
from tournament_engine.sponsor.models import Sponsor, Sponsorship
from tournament_engine.sponsor.services import Place, SponsorFacts
from tournament_engine.uploads.fields import UploadField
from tournament_engine.users import User

__all__ = ["ChooseForm", "NewForm", "PlaceForm", "SponsorForm"]


class _Facts(EngineForm):
    """What is known of a sponsor."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    url = forms.CharField(
        label=gettext_lazy("Address of its page"),
        max_length=LONGEST_LINK,
        widget=forms.URLInput,
        help_text=gettext_lazy("Such as https://example.org: a click on the logo leads there."),
    )
    alt_text = forms.CharField(
        label=gettext_lazy("Text in place of the logo"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("What is read aloud to those who do not see it; else the name."),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, may_share: bool, **options: Any
    ) -> None:
        super().__init__(data, files, **options)
        self.fields["logo"] = UploadField(purpose="logo", label=_("Logo"), required=False)
        if may_share:
            label = _("Every tournament of the site may show it")
            self.fields["is_site_wide"] = forms.BooleanField(label=label, required=False)

    def facts(self) -> SponsorFacts:
        """Return what the valid form says of the sponsor."""
        names = ("name", "url", "alt_text", "is_site_wide")
        return SponsorFacts(
            **{name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        )


class _Place(EngineForm):
    """Where a sponsor is shown."""

    tier = forms.ChoiceField(label=gettext_lazy("Tier"), choices=Tier, initial=Tier.GOLD)
    starts_at = MomentField(
        label=gettext_lazy("Shown from"),
        required=False,
        help_text=gettext_lazy("Left empty: at once, and for good."),
    )
    ends_at = MomentField(label=gettext_lazy("Shown until"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)

    def offer_stages(self, tournament: Tournament) -> None:
        """Let one of the tournament's stages be chosen, or none of them."""
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        stages = [(stage.code, stage.name) for stage in tournament.stages.all()]
        field.choices = [("", _("the whole tournament")), *stages]

    def place(self) -> Place:
        """Return where the valid form shows the sponsor."""
        names = ("tier", "stage", "starts_at", "ends_at")
        return Place(**{name: self.cleaned_data[name] for name in names})


class NewForm(_Facts, _Place):
    """A sponsor that nobody wrote down yet, shown at once."""

    field_order = (
        "name",
        "url",
        "logo",
        "alt_text",
        "tier",
        "starts_at",
        "ends_at",
        "stage",
        "is_site_wide",
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, tournament: Tournament, may_share: bool
    ) -> None:
        super().__init__(data, files, may_share=may_share)
        self.offer_stages(tournament)
        self.order_fields(self.field_order)


class ChooseForm(_Place):
    """A sponsor that is known already, shown in this tournament too."""

    sponsor = forms.ModelChoiceField(
        label=gettext_lazy("Sponsor"), queryset=Sponsor.objects.none(), empty_label=None
    )

    field_order = ("sponsor", "tier", "starts_at", "ends_at", "stage")

    def __init__(self, data: Any = None, *, tournament: Tournament, by: User) -> None:
        super().__init__(data, auto_id="known_%s")
        self.offer_stages(tournament)
        field = self.fields["sponsor"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
        field.queryset = Sponsor.objects.usable_by(by)


class PlaceForm(_Place):
    """Another tier, window or stage for a sponsor of the tournament."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    stand_ins = {"sponsor": "stage"}  # noqa: RUF012 - read, never written

    def __init__(self, data: Any = None, *, row: Sponsorship) -> None:
        names = ("tier", "starts_at", "ends_at", "stage", "version")
        initial = {name: getattr(row, name) for name in names}
        super().__init__(data, initial=initial, auto_id="place_%s")
        self.offer_stages(row.tournament)


class SponsorForm(_Facts):
    """Other facts of a sponsor, and another logo."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: Any = None, *, sponsor: Sponsor, may_share: bool
    ) -> None:
        names = ("name", "url", "alt_text", "is_site_wide", "version")
        initial = {name: getattr(sponsor, name) for name in names}
        super().__init__(data, files, may_share=may_share, initial=initial)
        if sponsor.logo_id:
            label = _("Take the logo away")
            self.fields["drops_logo"] = forms.BooleanField(label=label, required=False)
        self._is_site_wide = sponsor.is_site_wide

    def facts(self) -> SponsorFacts:
        """Return what the valid form says; who may not share it leaves that as it is."""
        self.cleaned_data.setdefault("is_site_wide", self._is_site_wide)
        return super().facts()
