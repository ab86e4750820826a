"""The pages of those whose match it is: raise a dispute, the case itself, one's own cases."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine import permissions
from tournament_engine.conf import settings
from tournament_engine.core.access import visible_tournament
from tournament_engine.dispute import desk, services
from tournament_engine.dispute.forms import CommentForm, EvidenceForm, OpenForm, StatementForm
from tournament_engine.dispute.models import Dispute
from tournament_engine.dispute.permissions import OPEN, OWN, VIEW
from tournament_engine.errors import InvalidInput, NotAllowed
from tournament_engine.forms import EngineForm
from tournament_engine.match.forms import ReportForm
from tournament_engine.match.heat_forms import HeatReportForm
from tournament_engine.match.listing import place_of, round_counts
from tournament_engine.match.models import Match
from tournament_engine.match.queries import sides_of
from tournament_engine.match.results import is_heat, parse_result
from tournament_engine.pages import page
from tournament_engine.replies import acting, done

__all__ = ["dispute", "open_dispute", "own_disputes"]


@page(OWN)
@require_safe
def own_disputes(request: HttpRequest) -> HttpResponse:
    """List the cases about one's own matches, in every tournament."""
    permissions.require(request.user, OWN)
    rows = Dispute.objects.of_people(request.user).for_list()
    shown = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "tournament_engine/dispute/own_list.html", {"page": shown})


@page(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def open_dispute(request: HttpRequest, slug: str, stage: str, code: str) -> HttpResponseBase:
    """Object to a result, or to what the other side reports."""
    match = _match(request, slug, stage, code)
    permissions.require(request.user, OPEN, match)
    sides = _own_sides(request, match)
    if request.method != "POST":
        services.require_contestable(match=match, side=sides[0][0])
        return _open_page(request, match, OpenForm(sides=sides), _claim_form(match))
    form = OpenForm(request.POST, sides=sides)
    claim = _claim_form(match, request.POST if "has_claim" in request.POST else None)
    if claim.is_bound and not claim.is_valid():
        return _open_page(request, match, form, claim)
    opened = form.attempt(
        lambda: services.open_dispute(
            match=match,
            reason=form.cleaned_data["reason"],
            statement=form.cleaned_data["statement"],
            side=form.chosen_side,
            claim=parse_result(match, claim.report()) if claim.is_bound else None,
            by=acting(request),
        )
    )
    if opened is None:
        return _open_page(request, _match(request, slug, stage, code), form, claim)
    said = _("Your dispute is open. The result is frozen until somebody decides.")
    return done(request, said, "dispute", slug, opened.pk)


def _claim_form(match: Match, data: Mapping[str, Any] | None = None) -> ReportForm | HeatReportForm:
    """Return the form of what a side says that the result is."""
    return (HeatReportForm if is_heat(match) else ReportForm)(data, match=match)


def _open_page(
    request: HttpRequest, match: Match, form: OpenForm, claim: ReportForm | HeatReportForm
) -> HttpResponse:
    context = {
        "tournament": match.tournament,
        "tab": "match",
        "match": match,
        "place": place_of(match, round_counts(match.tournament)),
        "form": form,
        "claim": claim,
    }
    status = max(form.status, claim.status)
    return render(request, "tournament_engine/dispute/open.html", context, status=status)


def _own_sides(request: HttpRequest, match: Match) -> list[tuple[int, str]]:
    mine = sides_of(request.user, match)
    return [(row.side, str(row.entrant)) for row in match.sides.all() if row.side in mine]


def _match(request: HttpRequest, slug: str, stage: str, code: str) -> Match:
    tournament = visible_tournament(request.user, slug)
    rows = Match.objects.filter(tournament=tournament, bracket__stage__code=stage, code=code)
    match = rows.public().with_stage().with_sides().first()
    if match is None:
        raise Http404
    return match


@page(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, slug: str, dispute: int) -> HttpResponseBase:
    """Show a case to those it concerns, and take what they do in it."""
    case = _case(request, slug, dispute)
    if request.method != "POST":
        return desk.case_page(request, case)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of the case offers."))
    return act(request, case)


def _case(request: HttpRequest, slug: str, number: int) -> Dispute:
    """Return a case to those it concerns; to everybody else it does not exist."""
    tournament = visible_tournament(request.user, slug)
    if not request.user.is_authenticated:
        raise NotAllowed(_("Log in to see the disputes of your matches."))
    rows = Dispute.objects.filter(tournament=tournament).for_list()
    case: Dispute | None = rows.filter(pk=number).first()
    if case is None or not permissions.can(request.user, VIEW, case):
        raise Http404
    return case


def _evidence(request: HttpRequest, case: Dispute) -> HttpResponseBase:
    form = EvidenceForm(request.POST, request.FILES, auto_id="evidence_%s")
    return _file(
        request,
        case,
        "evidence",
        form,
        lambda: services.add_evidence(dispute=case, by=acting(request), **form.cleaned_data),
        _("Your evidence is on file."),
    )


def _comment(request: HttpRequest, case: Dispute) -> HttpResponseBase:
    form = CommentForm(request.POST, auto_id="comment_%s")
    return _file(
        request,
        case,
        "comment",
        form,
        lambda: services.add_comment(
            dispute=case, text=form.cleaned_data["text"], by=acting(request)
        ),
        _("Your comment is on file."),
    )


def _appeal(request: HttpRequest, case: Dispute) -> HttpResponseBase:
    form = StatementForm(request.POST, auto_id="appeal_%s")
    return _file(
        request,
        case,
        "appeal",
        form,
        lambda: services.appeal_dispute(
            dispute=case, statement=form.cleaned_data["statement"], by=acting(request)
        ),
        _("The head referee decides again. Until then the result is frozen."),
    )


def _withdraw(request: HttpRequest, case: Dispute) -> HttpResponseBase:
    services.withdraw_dispute(dispute=case, by=acting(request))
    return desk.filed(request, case, _("Your dispute is taken back: everything is as before."))


def _file(
    request: HttpRequest,
    case: Dispute,
    name: str,
    form: EngineForm,
    act: Callable[[], object],
    said: str,
) -> HttpResponseBase:
    """Do what a form of the case page asks for, or show it again with what is wrong."""
    if form.attempt(act) is None:
        return desk.case_page(request, desk.read_again(case), **{name: form})
    return desk.filed(request, case, said)


_ACTS: dict[str, Callable[[HttpRequest, Dispute], HttpResponseBase]] = {
    "evidence": _evidence,
    "comment": _comment,
    "appeal": _appeal,
    "withdraw": _withdraw,
    **desk.ACTS,
}
