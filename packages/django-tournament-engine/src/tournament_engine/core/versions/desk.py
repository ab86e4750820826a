"""The organiser's pages of versions: what was said when, what differs, and the way back."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tournament_engine.core import services
from tournament_engine.core.access import MANAGE, managed_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.core.versions.models import TournamentVersion
from tournament_engine.core.versions.snapshots import differences, settings_of
from tournament_engine.errors import Conflict
from tournament_engine.forms import EngineForm
from tournament_engine.pages import page
from tournament_engine.replies import acting, done

__all__ = ["NoteForm", "version", "versions"]


class NoteForm(EngineForm):
    """Why a version is kept."""

    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, slug: str) -> HttpResponseBase:
    """List the versions of a tournament, and keep one by hand."""
    tournament = managed_tournament(request.user, slug)
    form = NoteForm(request.POST if request.method == "POST" else None)
    kept = form.attempt(
        lambda: services.create_version(
            tournament=tournament, by=acting(request), note=form.cleaned_data["note"]
        )
    )
    if kept is None:
        rows = tournament.versions.select_related("by")
        context = {"tournament": tournament, "tab": "versions", "rows": rows, "form": form}
        template = "tournament_engine/core/versions.html"
        return render(request, template, context, status=form.status)
    said = _("Version %(number)d is kept.") % {"number": kept.number}
    return done(request, said, "versions", slug)


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Show what one version says that is different now, and put it in force again."""
    tournament = managed_tournament(request.user, slug)
    row = _version(tournament, number)
    if request.method != "POST":
        return _version_page(request, tournament, row)
    try:
        restored = services.restore_version(version=row, by=acting(request))
    except Conflict as refusal:
        # What is settled is named on the page where the version can be compared.
        tournament = managed_tournament(request.user, slug)
        return _version_page(request, tournament, row, refusal=refusal)
    said = _("Version %(old)d is in force again, as version %(new)d.")
    return done(request, said % {"old": number, "new": restored.number}, "versions", slug)


def _version(tournament: Tournament, number: int) -> TournamentVersion:
    row = tournament.versions.filter(number=number).first()
    if row is None:
        raise Http404
    return row


def _version_page(
    request: HttpRequest,
    tournament: Tournament,
    row: TournamentVersion,
    *,
    refusal: Conflict | None = None,
) -> HttpResponse:
    before = tournament.versions.filter(number__lt=row.number).first()
    context: dict[str, Any] = {
        "tournament": tournament,
        "tab": "versions",
        "row": row,
        "since": differences(row.content, settings_of(tournament)),
        "before": before,
        "changed": [] if before is None else differences(before.content, row.content),
        "refusal": refusal,
    }
    status = 200 if refusal is None else 409
    return render(request, "tournament_engine/core/version.html", context, status=status)
