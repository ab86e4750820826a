"""The organiser's pages of a registration that is opened again, and of the end."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tournament_engine.core import conclusion, panels, services
from tournament_engine.core.access import MANAGE, managed_tournament
from tournament_engine.core.forms import ReasonForm
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.panels import Panel
from tournament_engine.forms import EngineForm, MomentField
from tournament_engine.pages import page
from tournament_engine.replies import acting, done
from tournament_engine.users import AnyUser

__all__ = ["ExtendForm", "declare", "extend", "waive"]


class ExtendForm(EngineForm):
    """Until when people may register after all."""

    closes_at = MomentField(
        label=gettext_lazy("Registration closes"),
        required=False,
        help_text=gettext_lazy("Left empty, it stays open until you close it."),
    )


def declare() -> None:
    """Put the end into the console: what is done of it, and what keeps it."""
    panels.register(
        Panel(
            key="ending",
            order=5,
            template="tournament_engine/core/ending.html",
            context=_ending_panel,
            capabilities=(MANAGE,),
        )
    )


def _ending_panel(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    is_ending = tournament.state == TournamentState.COMPLETED
    steps = conclusion.progress(tournament) if is_ending else []
    can_extend = tournament.state == TournamentState.REGISTRATION_CLOSED
    return {"tournament": tournament, "steps": steps, "can_extend": can_extend}


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Open registration again, until a moment or until somebody closes it."""
    tournament = managed_tournament(request.user, slug)
    form = ExtendForm(request.POST if request.method == "POST" else None)
    opened = form.attempt(
        lambda: services.open_registration(
            tournament=tournament, by=acting(request), closes_at=form.cleaned_data["closes_at"]
        )
    )
    if opened is None:
        tournament = managed_tournament(request.user, slug)
        return _page(request, "extend", tournament, form)
    return done(request, _("Registration is open."), "console", slug)


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest, slug: str, step: str) -> HttpResponseBase:
    """Conclude without one step, with the reason that the log keeps."""
    tournament = managed_tournament(request.user, slug)
    label = conclusion.labels().get(step)
    if label is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    waived = form.attempt(
        lambda: services.waive_step(
            tournament=tournament, step=step, by=acting(request), reason=form.cleaned_data["reason"]
        )
    )
    if waived is None:
        return _page(request, "waive", tournament, form, label=label)
    return done(request, _("“%(step)s” is waived.") % {"step": label}, "console", slug)


def _page(
    request: HttpRequest, name: str, tournament: Tournament, form: EngineForm, **more: Any
) -> HttpResponse:
    context = {"tournament": tournament, "tab": name, "form": form, **more}
    template = f"tournament_engine/core/{name}.html"
    return render(request, template, context, status=form.status)
