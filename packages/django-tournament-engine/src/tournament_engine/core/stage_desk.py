"""The organiser's desk of stages: what is played, in which order, and who goes on to where."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine.core import configuration
from tournament_engine.core.access import MANAGE, managed_tournament
from tournament_engine.core.configuration import EDITABLE
from tournament_engine.core.models import StageConfig, Tournament
from tournament_engine.core.ordered import free_code, place_of, replaced
from tournament_engine.core.ordered_desk import Act, OrderedDesk
from tournament_engine.core.stage_forms import StageForm
from tournament_engine.core.stage_kinds import words_of
from tournament_engine.core.stages import StageSpec, stage_spec_of
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.replies import done

__all__ = ["plan", "planned_stage"]


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the stages; add one, move one, take one away."""
    tournament = managed_tournament(request.user, slug)
    if request.method != "POST":
        return _plan_page(request, tournament)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the buttons of the page."))
    return act(request, tournament)


def _plan_page(
    request: HttpRequest, tournament: Tournament, form: StageForm | None = None
) -> HttpResponse:
    rows = list(tournament.stages.all())
    names = {row.code: row.name for row in rows}
    form = form or StageForm(earlier=rows)
    context = {
        "tournament": tournament,
        "tab": "plan",
        "rows": [(row, words_of(row.format), _sources(row, names)) for row in rows],
        "form": form,
        "is_open": tournament.state in EDITABLE["stages"],
    }
    return render(request, "tournament_engine/core/plan.html", context, status=form.status)


def _sources(row: StageConfig, names: dict[str, str]) -> list[str]:
    return [
        _("%(stage)s, places %(places)s")
        % {
            "stage": names.get(source["stage"], source["stage"]),
            "places": ", ".join(map(str, source["places"])),
        }
        for source in row.sources
    ]


def _add(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    specs = _specs(tournament)
    form = StageForm(request.POST, earlier=list(tournament.stages.all()))
    added = form.attempt(
        lambda: _DESK.write(request, tournament, [*specs, form.spec(_code(form, specs))])
    )
    if added is None:
        return _plan_page(request, managed_tournament(request.user, tournament.slug), form)
    return done(request, _("The stage is added."), "plan", tournament.slug)


def _specs(tournament: Tournament) -> list[StageSpec]:
    return [stage_spec_of(row) for row in tournament.stages.all()]


def _gone(spec: StageSpec) -> str:
    return _("“%(stage)s” is taken away.") % {"stage": spec.name}


_DESK = OrderedDesk(fact="stages", route="plan", posted="stage", read=_specs, gone=_gone)

_ACTS: dict[str, Act] = {
    "add": _add,
    "up": _DESK.move(-1),
    "down": _DESK.move(1),
    "remove": _DESK.remove,
}


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def planned_stage(request: HttpRequest, slug: str, stage: str) -> HttpResponseBase:
    """Change one stage."""
    tournament = managed_tournament(request.user, slug)
    configuration.check_editable(tournament, "stages")
    rows = list(tournament.stages.all())
    specs = [stage_spec_of(row) for row in rows]
    place = place_of(stage, specs)
    form = StageForm(
        request.POST if request.method == "POST" else None,
        earlier=rows[:place],
        spec=specs[place],
        version=tournament.version,
    )
    changed = form.attempt(
        lambda: _DESK.write(
            request,
            tournament,
            replaced(specs, place, form.spec(stage)),
            version=form.cleaned_data["version"] or 0,
        )
    )
    if changed is None:
        if form.is_bound:
            # Read again: the refused act may have written to the instance.
            tournament = managed_tournament(request.user, slug)
        context = {"tournament": tournament, "tab": "plan", "form": form, "stage": rows[place]}
        template = "tournament_engine/core/planned_stage.html"
        return render(request, template, context, status=form.status)
    return done(request, _("The stage is changed."), "plan", slug)


def _code(form: StageForm, specs: Sequence[StageSpec]) -> str:
    """Return what the address of a new stage is called."""
    return free_code(form.cleaned_data["name"], specs, otherwise="stage")
