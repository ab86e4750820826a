"""The audit log of a tournament: searched in the console, and taken as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from tournament_engine import permissions, spreadsheet
from tournament_engine.audit import services as audit
from tournament_engine.audit.queries import AuditQuerySet
from tournament_engine.conf import settings
from tournament_engine.core import panels
from tournament_engine.core.access import managed_tournament
from tournament_engine.core.audit_forms import AuditForm
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import VIEW_AUDIT
from tournament_engine.pages import page
from tournament_engine.replies import acting
from tournament_engine.users import AnyUser

__all__ = ["audit_export", "audit_log", "declare"]


def declare() -> None:
    """Put the way to the log into the console."""
    panels.register(
        panels.Panel(
            key="audit",
            order=90,
            template="tournament_engine/core/audit_panel.html",
            context=_panel,
            capabilities=(VIEW_AUDIT,),
        )
    )


def _panel(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    return {"tournament": tournament}


@page(VIEW_AUDIT)
@require_safe
def audit_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who did what in a tournament, the newest first."""
    tournament = managed_tournament(request.user, slug, VIEW_AUDIT)
    form = AuditForm(request.GET)
    rows = Paginator(_found(tournament, form), settings.PAGE_SIZE)
    context = {
        "tournament": tournament,
        "tab": "audit",
        "form": form,
        "page": rows.get_page(request.GET.get("page")),
        "shows_addresses": permissions.is_site_staff(request.user),
    }
    return render(request, "tournament_engine/core/audit.html", context)


@page(VIEW_AUDIT)
@require_POST
def audit_export(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send what was found as a CSV file, line by line."""
    tournament = managed_tournament(request.user, slug, VIEW_AUDIT)
    found = _found(tournament, AuditForm(request.POST))
    lines = audit.export(entries=found, subject=tournament, by=acting(request))
    return spreadsheet.attached(lines, f"{tournament.slug}-audit.csv")


def _found(tournament: Tournament, form: AuditForm) -> AuditQuerySet:
    chosen: dict[str, Any] = form.chosen()
    return audit.search(scope=str(tournament.pk), **chosen)
