"""The desk of registrations: who asks for a place, one by one and many at once."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine import spreadsheet
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.registration import bulk, corrections, rulebook, services
from tournament_engine.registration.access import desk_registration, desk_tournament
from tournament_engine.registration.answers import with_answers
from tournament_engine.registration.forms import BulkForm, ChangesForm, RejectForm
from tournament_engine.registration.lifecycle import BEFORE_PLAY, RegistrationState
from tournament_engine.registration.models import Correction, Registration
from tournament_engine.registration.permissions import MANAGE_REGISTRATIONS
from tournament_engine.registration.table import csv_lines
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["registration", "registrations", "registrations_csv"]

_ROWS = 100
_S = RegistrationState


@page(MANAGE_REGISTRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def registrations(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the requests, those that wait for approval first to choose; decide on many at once."""
    tournament = desk_tournament(request.user, slug)
    if request.method != "POST":
        return _queue_page(request, tournament, BulkForm(tournament=tournament))
    form = BulkForm(request.POST, tournament=tournament)
    by = acting(request)
    outcomes = form.attempt(lambda: bulk.each(form.rows(), _act_of(form, by)))
    return _queue_page(request, tournament, form, outcomes=outcomes)


def _act_of(form: BulkForm, by: User) -> Callable[[Registration], object]:
    """Return what the form does to each row that was chosen."""
    if form.cleaned_data["action"] == "approve":
        return lambda row: services.approve_registration(registration=row, by=by)
    reason = form.cleaned_data["reason"]
    return lambda row: services.reject_registration(registration=row, by=by, reason=reason)


def _queue_page(
    request: HttpRequest,
    tournament: Tournament,
    form: BulkForm,
    *,
    outcomes: list[bulk.Outcome] | None = None,
) -> HttpResponse:
    own = Registration.objects.filter(tournament=tournament)
    state = request.GET.get("state", "")
    chosen = own.filter(state=state) if state in _S else own
    page = Paginator(chosen.for_list().order_by("pk"), _ROWS).get_page(request.GET.get("page"))
    columns = [question.label for question in tournament.custom_fields.all()]
    context = {
        "tournament": tournament,
        "tab": "registrations",
        "form": form,
        "outcomes": outcomes,
        "state": state,
        "counts": [(value, label, count) for value, label, count in _counts(tournament) if count],
        "can_decide": tournament.state in BEFORE_PLAY,
        "columns": columns,
        "page": page,
        "rows": with_answers(page.object_list, columns, public=False),
    }
    template = "tournament_engine/registration/registrations.html"
    return render(request, template, context, status=form.status)


def _counts(tournament: Tournament) -> list[tuple[str, Any, int]]:
    counted = Registration.objects.filter(tournament=tournament).counts()
    return [(state.value, state.label, counted.get(state.value, 0)) for state in _S]


@page(MANAGE_REGISTRATIONS)
@require_safe
def registrations_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send everybody who registered as a table for a spreadsheet."""
    tournament = desk_tournament(request.user, slug)
    return spreadsheet.attached(csv_lines(tournament), f"{tournament.slug}.csv")


@page(MANAGE_REGISTRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, slug: str, registration: int) -> HttpResponseBase:
    """Show one request with what was sent, and decide on it."""
    tournament = desk_tournament(request.user, slug)
    row = desk_registration(tournament, registration)
    if request.method != "POST":
        return _one_page(request, row)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of the registration offers."))
    return act(request, row)


def _one_page(request: HttpRequest, row: Registration, **forms: Any) -> HttpResponse:
    present = corrections.values(row)
    shown = {
        "reject_form": RejectForm(),
        "changes_form": ChangesForm(fields=corrections.labels(row)),
        **forms,
    }
    labels = corrections.labels(row)
    context = {
        "tournament": row.tournament,
        "tab": "registrations",
        "registration": row,
        "facts": [(labels[field], corrections.shown(value)) for field, value in present.items()],
        "corrections": [
            (labels.get(change.field, change.field), change, *_both(change))
            for change in row.corrections.order_by("-pk")
        ],
        "evidence": list(rulebook.told(row.evidence)),
        "is_pending": row.state == _S.PENDING and row.tournament.state in BEFORE_PLAY,
        "is_missing": row.state == _S.NO_SHOW and row.tournament.state in BEFORE_PLAY,
        **shown,
    }
    status = max(form.status for form in shown.values())
    template = "tournament_engine/registration/registration.html"
    return render(request, template, context, status=status)


def _both(change: Correction) -> tuple[str, str]:
    """Return the values before and after a correction, as the page shows them."""
    after = "" if change.answered_at is None else corrections.shown(change.after)
    return corrections.shown(change.before), after


def _approve(request: HttpRequest, row: Registration) -> HttpResponseBase:
    services.approve_registration(registration=row, by=acting(request))
    return done(
        request, _("%(name)s is in.") % {"name": row.name}, "registrations", row.tournament.slug
    )


def _reject(request: HttpRequest, row: Registration) -> HttpResponseBase:
    form = RejectForm(request.POST)
    rejected = form.attempt(
        lambda: services.reject_registration(
            registration=row, by=acting(request), reason=form.cleaned_data["reason"]
        )
    )
    if rejected is None:
        return _one_page(request, _again(row), reject_form=form)
    said = _("%(name)s is turned down.") % {"name": row.name}
    return done(request, said, "registrations", row.tournament.slug)


def _ask(request: HttpRequest, row: Registration) -> HttpResponseBase:
    form = ChangesForm(request.POST, fields=corrections.labels(row))
    asked = form.attempt(
        lambda: services.request_changes(registration=row, by=acting(request), wanted=form.wanted())
    )
    if asked is None:
        return _one_page(request, _again(row), changes_form=form)
    said = _("%(name)s is asked to put it right.") % {"name": row.name}
    return done(request, said, "registration", row.tournament.slug, row.pk)


def _restore(request: HttpRequest, row: Registration) -> HttpResponseBase:
    services.restore_no_show(registration=row, by=acting(request))
    said = _("%(name)s is in again.") % {"name": row.name}
    return done(request, said, "registration", row.tournament.slug, row.pk)


def _again(row: Registration) -> Registration:
    """Return the row as it is: the refused act may have written to the instance."""
    return desk_registration(row.tournament, row.pk)


_ACTS: Mapping[str, Callable[[HttpRequest, Registration], HttpResponseBase]] = {
    "approve": _approve,
    "reject": _reject,
    "ask": _ask,
    "restore": _restore,
}
