"""The organiser's desk: the console, what a tournament says of itself, its life cycle."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine.core import panels, services
from tournament_engine.core.access import CONSOLE, MANAGE, managed_tournament
from tournament_engine.core.forms import EditForm, PicturesForm, ReasonForm
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["console", "edit", "transition"]


class _Service(Protocol):
    def __call__(self, *, tournament: Tournament, by: User) -> Tournament: ...


@dataclass(frozen=True)
class _Step:
    """A step of the life cycle that a button takes, and what is said when it is done."""

    take: _Service
    said: Promise


_STEPS = {
    "publish": _Step(services.publish_tournament, gettext_lazy("The tournament is announced.")),
    "open": _Step(services.open_registration, gettext_lazy("Registration is open.")),
    "close": _Step(services.close_registration, gettext_lazy("Registration is closed.")),
    "check_in": _Step(services.open_check_in, gettext_lazy("The check-in is open.")),
    "close_check_in": _Step(services.close_check_in, gettext_lazy("The check-in is over.")),
    "start": _Step(services.start_tournament, gettext_lazy("The tournament is live.")),
    "approve": _Step(services.approve_tournament, gettext_lazy("The tournament is announced.")),
    "conclude": _Step(services.conclude_tournament, gettext_lazy("The tournament is concluded.")),
    "archive": _Step(services.archive_tournament, gettext_lazy("The tournament is archived.")),
}


@page(CONSOLE)
@require_safe
def console(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what waits for those who run it, to each the parts that this person may use."""
    tournament = managed_tournament(request.user, slug, CONSOLE)
    shown = panels.shown("console", tournament, request.user)
    context = {"tournament": tournament, "tab": "console", "panels": shown}
    return render(request, "tournament_engine/core/console.html", context)


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Change what a tournament says of itself."""
    tournament = managed_tournament(request.user, slug)
    if request.method != "POST":
        return _edit_page(request, tournament, EditForm(tournament=tournament))
    if request.POST.get("action") == "pictures":
        return _pictures(request, tournament)
    form = EditForm(request.POST, tournament=tournament)
    saved = form.attempt(lambda: _update(tournament, form, acting(request)))
    if saved is None:
        # Read again: the refused act may have written to the instance.
        return _edit_page(request, managed_tournament(request.user, slug), form)
    return done(request, _("The changes are saved."), "console", slug)


def _pictures(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    form = PicturesForm(request.POST, request.FILES, tournament=tournament)
    changed = form.attempt(
        lambda: services.change_pictures(
            tournament=tournament, by=acting(request), **form.changes()
        )
    )
    if changed is None:
        now = managed_tournament(request.user, tournament.slug)
        return _edit_page(request, now, EditForm(tournament=now), form)
    return done(request, _("The changes are saved."), "edit", tournament.slug, anchor="pictures")


def _update(tournament: Tournament, form: EditForm, by: User) -> Tournament:
    return services.update_tournament(
        tournament=tournament, by=by, version=form.cleaned_data["version"], **form.changes()
    )


def _edit_page(
    request: HttpRequest,
    tournament: Tournament,
    form: EditForm,
    pictures: PicturesForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "tournament": tournament,
        "tab": "edit",
        "form": form,
        "pictures": pictures or PicturesForm(tournament=tournament),
    }
    if form.is_stale:
        context["differences"] = form.rebase(tournament)
    status = max(form.status, context["pictures"].status)
    return render(request, "tournament_engine/core/edit.html", context, status=status)


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def transition(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Take one step of the life cycle; to call a tournament off asks for a reason first."""
    tournament = managed_tournament(request.user, slug)
    if request.method != "POST":
        return _cancel_page(request, tournament, ReasonForm())
    action = request.POST.get("action", "")
    if action == "cancel":
        return _cancel(request, tournament)
    step = _STEPS.get(action)
    if step is None:
        raise InvalidInput(_("Choose one of the steps that the console offers."))
    step.take(tournament=tournament, by=acting(request))
    return done(request, str(step.said), "console", slug)


def _cancel(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    form = ReasonForm(request.POST)
    cancelled = form.attempt(
        lambda: services.cancel_tournament(
            tournament=tournament, reason=form.cleaned_data["reason"], by=acting(request)
        )
    )
    if cancelled is None:
        return _cancel_page(request, tournament, form)
    return done(request, _("The tournament is called off."), "console", tournament.slug)


def _cancel_page(request: HttpRequest, tournament: Tournament, form: ReasonForm) -> HttpResponse:
    context = {"tournament": tournament, "tab": "cancel", "form": form}
    return render(request, "tournament_engine/core/cancel.html", context, status=form.status)
