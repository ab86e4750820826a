"""The organiser's list of entrants: names pasted or read from a file, one cancelled."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine import permissions, spreadsheet
from tournament_engine.core.access import managed_tournament
from tournament_engine.core.forms import ReasonForm
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import MANAGE_BRACKET
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.registration import services
from tournament_engine.registration.forms import ImportForm, NamesForm, UploadForm
from tournament_engine.registration.imports.checking import problems_of
from tournament_engine.registration.imports.reading import read_clean, read_sheet
from tournament_engine.registration.lifecycle import BEFORE_PLAY
from tournament_engine.registration.models import Registration
from tournament_engine.registration.permissions import DISQUALIFY, MANAGE_REGISTRATIONS
from tournament_engine.registration.table import template_lines
from tournament_engine.replies import acting, done
from tournament_engine.users import AnyUser, User

__all__ = ["cancel_entrant", "entrants_template", "manage_entrants"]

_ROWS = 100


@page(MANAGE_REGISTRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_entrants(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show who is in, and take names in."""
    tournament = managed_tournament(request.user, slug, MANAGE_REGISTRATIONS, DISQUALIFY)
    if request.method != "POST":
        return _entrants_page(request, tournament)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of entrants offers."))
    return act(request, tournament)


def _entrants_page(
    request: HttpRequest,
    tournament: Tournament,
    *,
    names: NamesForm | None = None,
    upload: UploadForm | None = None,
    sent: ImportForm | None = None,
    **more: Any,
) -> HttpResponse:
    standing = Registration.objects.standing().for_list().filter(tournament=tournament)
    names, upload = names or NamesForm(), upload or UploadForm()
    context = {
        "tournament": tournament,
        "tab": "manage_entrants",
        "names_form": names,
        "upload_form": upload,
        "is_open": tournament.state in BEFORE_PLAY,
        "is_live": tournament.state == TournamentState.LIVE,
        "may_replace": _replaces(request.user, tournament),
        "can_promote": _has_room(tournament),
        "page": Paginator(standing, _ROWS).get_page(request.GET.get("page")),
        **more,
    }
    status = max(form.status for form in (names, upload, sent) if form is not None)
    template = "tournament_engine/registration/manage_entrants.html"
    return render(request, template, context, status=status)


def _replaces(user: AnyUser, tournament: Tournament) -> bool:
    """Whether somebody may let others take over places; once it is played, seats go with them."""
    needed = [MANAGE_REGISTRATIONS]
    if tournament.state == TournamentState.LIVE:
        needed.append(MANAGE_BRACKET)
    elif tournament.state not in BEFORE_PLAY:
        return False
    return all(permissions.can(user, capability, tournament) for capability in needed)


def _has_room(tournament: Tournament) -> bool:
    """Whether somebody waits while a place is free."""
    if tournament.state not in BEFORE_PLAY:
        return False
    own = Registration.objects.filter(tournament=tournament)
    return own.waitlisted().exists() and own.holding().count() < tournament.max_entrants


def _add(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    form = NamesForm(request.POST)
    added = form.attempt(
        lambda: services.add_entrants(
            tournament=tournament, names=form.entrant_names(), by=acting(request)
        )
    )
    if added is None:
        return _entrants_page(request, tournament, names=form)
    return _said_added(request, tournament, added)


def _check(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    """Read a file and show what it would add, and what keeps it from that."""
    permissions.require(request.user, MANAGE_REGISTRATIONS, tournament)
    form = UploadForm(request.POST, request.FILES)
    preview = form.attempt(lambda: _preview(tournament, form.text(), acting(request)))
    if preview is None:
        return _entrants_page(request, tournament, upload=form)
    return _entrants_page(request, tournament, **preview)


def _preview(tournament: Tournament, text: str, by: User) -> dict[str, Any]:
    sheet = read_sheet(text, tournament)
    problems = [*sheet.problems, *problems_of(tournament, sheet.rows, by)]
    return {
        "sheet": sheet,
        "questions": list(tournament.custom_fields.all()),
        "problems": sorted(problems, key=lambda problem: problem.line),
        "import_form": ImportForm(initial={"table": text}),
    }


def _import(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    """Add what was looked over; what came between is said, and nothing is added."""
    form, by = ImportForm(request.POST), acting(request)
    added = form.attempt(
        lambda: services.import_entrants(
            tournament=tournament, rows=read_clean(form.text(), tournament), by=by
        )
    )
    if added is not None:
        return _said_added(request, tournament, added)
    said = form.refusal.message if form.refusal else _("Send the file again.")
    return _entrants_page(request, tournament, upload=UploadForm(), sent=form, refused=said)


def _said_added(
    request: HttpRequest, tournament: Tournament, added: Sequence[Registration]
) -> HttpResponseBase:
    said = ngettext("%(count)d entrant added.", "%(count)d entrants added.", len(added))
    return done(request, said % {"count": len(added)}, "manage_entrants", tournament.slug)


def _promote(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    promoted = services.promote_from_waitlist(tournament=tournament, by=acting(request))
    said = ngettext("%(count)d moved up.", "%(count)d moved up.", len(promoted))
    return done(request, said % {"count": len(promoted)}, "manage_entrants", tournament.slug)


_ACTS: dict[str, Callable[[HttpRequest, Tournament], HttpResponseBase]] = {
    "add": _add,
    "check": _check,
    "import": _import,
    "promote": _promote,
}


@page(MANAGE_REGISTRATIONS)
@require_safe
def entrants_template(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the first line of a file of entrants, to be filled in."""
    tournament = managed_tournament(request.user, slug, MANAGE_REGISTRATIONS)
    return spreadsheet.attached(template_lines(tournament), f"{tournament.slug}-entrants.csv")


@page(MANAGE_REGISTRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_entrant(request: HttpRequest, slug: str, registration: int) -> HttpResponseBase:
    """Take one off the list, with a reason that this person will read."""
    tournament = managed_tournament(request.user, slug, MANAGE_REGISTRATIONS)
    standing = Registration.objects.standing().filter(tournament=tournament)
    row = get_object_or_404(standing, pk=registration)
    if tournament.state == TournamentState.LIVE:
        # The matches have a say now, and the page for that stands on a higher floor.
        return redirect("tournament_engine:remove_entrant", slug, registration)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    cancelled = form.attempt(
        lambda: services.cancel_registration(
            registration=row, reason=form.cleaned_data["reason"], by=acting(request)
        )
    )
    if cancelled is None:
        context = {"tournament": tournament, "tab": "cancel", "form": form, "registration": row}
        template = "tournament_engine/registration/cancel_entrant.html"
        return render(request, template, context, status=form.status)
    said = _("%(name)s is off the list.") % {"name": row.name}
    return done(request, said, "manage_entrants", slug)
