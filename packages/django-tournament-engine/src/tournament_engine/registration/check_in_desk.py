"""The check-in desk: who is there, ticked off one by one or many at once."""

from collections.abc import Callable, Mapping

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.pages import page
from tournament_engine.registration import bulk, services
from tournament_engine.registration.access import desk_tournament
from tournament_engine.registration.forms import DeskForm
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import Registration
from tournament_engine.registration.permissions import MANAGE_REGISTRATIONS
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["check_in_desk"]

_S = RegistrationState
_Act = Callable[[Registration], object]


@page(MANAGE_REGISTRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def check_in_desk(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show who is expected, who is there and who was missing; check in those who were ticked."""
    tournament = desk_tournament(request.user, slug)
    if request.method != "POST":
        return _page(request, tournament, DeskForm(tournament=tournament))
    form = DeskForm(request.POST, tournament=tournament)
    by = acting(request)
    outcomes = form.attempt(lambda: bulk.each(form.rows(), _ACTS[form.cleaned_data["action"]](by)))
    if outcomes is None or any(outcome.error for outcome in outcomes):
        return _page(request, tournament, form, outcomes=outcomes)
    said = ngettext("Done for %(count)d.", "Done for %(count)d.", len(outcomes))
    return done(request, said % {"count": len(outcomes)}, "check_in_desk", slug)


def _page(
    request: HttpRequest,
    tournament: Tournament,
    form: DeskForm,
    *,
    outcomes: list[bulk.Outcome] | None = None,
) -> HttpResponse:
    # Everybody on one page, up to the largest tournament: who comes is found by their name.
    expected = Registration.objects.filter(tournament=tournament).filter(
        Q(state__in=(_S.CONFIRMED, _S.NO_SHOW, _S.WAITLISTED))
    )
    rows = list(expected.order_by("name_key", "pk"))
    inside = [row for row in rows if row.state == _S.CONFIRMED]
    context = {
        "tournament": tournament,
        "tab": "check_in",
        "form": form,
        "outcomes": outcomes,
        "is_open": _is_open(tournament),
        "missing": [row for row in inside if row.checked_in_at is None],
        "there": [row for row in inside if row.checked_in_at is not None],
        "waiting": [row for row in rows if row.state == _S.WAITLISTED],
        "absent": [row for row in rows if row.state == _S.NO_SHOW],
        "expected": len(inside),
    }
    template = "tournament_engine/registration/check_in_desk.html"
    return render(request, template, context, status=form.status)


def _is_open(tournament: Tournament) -> bool:
    return tournament.state == TournamentState.CHECK_IN and not tournament.is_check_in_over


def _check_in(by: User) -> _Act:
    return lambda row: services.check_in(registration=row, by=by)


def _undo(by: User) -> _Act:
    return lambda row: services.undo_check_in(registration=row, by=by)


def _restore(by: User) -> _Act:
    return lambda row: services.restore_no_show(registration=row, by=by)


_ACTS: Mapping[str, Callable[[User], _Act]] = {
    "check_in": _check_in,
    "undo": _undo,
    "restore": _restore,
}
