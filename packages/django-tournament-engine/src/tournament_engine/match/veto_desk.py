"""The organiser's page of a stage's veto: what there is to choose from, and in which order."""

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tournament_engine.bracket.permissions import MANAGE_BRACKET
from tournament_engine.core.access import managed_tournament
from tournament_engine.core.models import StageConfig
from tournament_engine.errors import Conflict
from tournament_engine.forms import EngineForm
from tournament_engine.match import services
from tournament_engine.match.listing import has_heats
from tournament_engine.match.models import VetoPlan
from tournament_engine.pages import page
from tournament_engine.replies import acting, done

__all__ = ["veto_plan"]

_MOST_SECONDS = 3600


class VetoForm(EngineForm):
    """What there is to ban and pick, in which order, and how long a step takes."""

    options = forms.CharField(
        label=gettext_lazy("Maps, or whatever is banned and picked"),
        required=False,
        help_text=gettext_lazy("One on each line. Empty: nothing is banned or picked."),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )
    steps = forms.CharField(
        label=gettext_lazy("Steps"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "B1: the side that begins bans. P2: the other one picks. D: what is left is played. "
            "Of seven for a best of three: B1 B2 P1 P2 B1 B2 D."
        ),
    )
    seconds = forms.IntegerField(
        label=gettext_lazy("Seconds for a step"),
        min_value=0,
        max_value=_MOST_SECONDS,
        initial=0,
        help_text=gettext_lazy("0: as long as it takes. The clock looks once a minute."),
    )
    is_automatic = forms.BooleanField(
        label=gettext_lazy("Draw by lot when the time is over, else the staff chooses"),
        required=False,
        initial=True,
    )

    def clean_options(self) -> list[str]:
        lines = self.cleaned_data["options"].splitlines()
        return [line.strip() for line in lines if line.strip()]


@page(MANAGE_BRACKET)
@require_http_methods(["GET", "HEAD", "POST"])
def veto_plan(request: HttpRequest, slug: str, stage: str) -> HttpResponseBase:
    """Say how the sides of a stage choose what is played."""
    tournament = managed_tournament(request.user, slug, MANAGE_BRACKET)
    config = get_object_or_404(tournament.stages.select_related("tournament"), code=stage)
    if has_heats(config):
        raise Conflict(_("In heats nothing is banned or picked."))
    if request.method == "POST":
        form = VetoForm(request.POST)
        planned = form.attempt(lambda: (_save(request, config, form),))
        if planned is not None:
            return done(request, _("The bans and picks are saved."), "manage_stage", slug, stage)
    else:
        form = VetoForm(initial=_initial(config))
    context = {"tournament": tournament, "tab": "manage_stage", "stage": config, "form": form}
    template = "tournament_engine/match/veto_plan.html"
    return render(request, template, context, status=form.status)


def _save(request: HttpRequest, stage: StageConfig, form: VetoForm) -> VetoPlan | None:
    return services.plan_veto(stage=stage, by=acting(request), **form.cleaned_data)


def _initial(stage: StageConfig) -> dict[str, object]:
    plan = VetoPlan.objects.filter(stage=stage).first()
    if plan is None:
        return {}
    return {
        "options": "\n".join(plan.options),
        "steps": " ".join(plan.steps),
        "seconds": plan.seconds,
        "is_automatic": plan.is_automatic,
    }
