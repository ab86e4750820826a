"""The staff's desk of disputes: the list of a tournament's cases, and what is done in one."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bracketcore.results import Result
from tournament_engine import permissions
from tournament_engine.conf import settings
from tournament_engine.core.access import visible_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.dispute import services
from tournament_engine.dispute.casefile import CasePage, names_of
from tournament_engine.dispute.forms import (
    DISMISS,
    CommentForm,
    DecisionForm,
    EvidenceForm,
    HeatDecisionForm,
    NoteForm,
    StatementForm,
    WordForm,
)
from tournament_engine.dispute.lifecycle import UNRESOLVED, DisputeState, Outcome
from tournament_engine.dispute.models import Dispute
from tournament_engine.dispute.permissions import REVIEW
from tournament_engine.dispute.words import in_words
from tournament_engine.match.changes import Correction, correction_of
from tournament_engine.match.forms import initial_of
from tournament_engine.match.heat_forms import places_of
from tournament_engine.match.heats import all_out
from tournament_engine.match.listing import place_of, round_counts
from tournament_engine.match.results import columns, is_heat, parse_result
from tournament_engine.pages import page
from tournament_engine.replies import acting, done

__all__ = ["ACTS", "case_page", "disputes", "filed", "read_again"]

AnyDecisionForm: TypeAlias = DecisionForm | HeatDecisionForm


@page(REVIEW)
@require_safe
def disputes(request: HttpRequest, slug: str) -> HttpResponse:
    """List a tournament's cases: those that wait first, the oldest at the top."""
    tournament = visible_tournament(request.user, slug)
    permissions.require(request.user, REVIEW, tournament)
    rows = Dispute.objects.filter(tournament=tournament)
    counts = _counts(rows)
    state = request.GET.get("state", "")
    chosen = rows.filter(state=state) if state in DisputeState.values else rows
    waiting = When(state__in=UNRESOLVED, then=Value(0))
    order = Case(waiting, default=Value(1), output_field=IntegerField())
    ordered = chosen.for_list().order_by(order, "opened_at", "pk")
    shown = Paginator(ordered, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "tournament": tournament,
        "tab": "disputes",
        "page": shown,
        "state": state,
        "counts": counts,
        "rows": _lines(tournament, shown.object_list),
    }
    return render(request, "tournament_engine/dispute/list.html", context)


def _counts(rows: Any) -> list[tuple[str, str, int]]:
    """Return how many cases stand where, in one query."""
    by_state = {state: Count("pk", filter=Q(state=state)) for state in DisputeState.values}
    counted = rows.aggregate(**by_state)
    return [(state.value, str(state.label), counted[state.value]) for state in DisputeState]


def _lines(tournament: Tournament, rows: Any) -> list[dict[str, Any]]:
    now, counts = timezone.now(), round_counts(tournament)
    return [
        {
            "dispute": row,
            "place": place_of(row.match, counts),
            "is_waiting": row.state in UNRESOLVED,
            "is_overdue": row.state in UNRESOLVED and row.due_at <= now,
        }
        for row in rows
    ]


def read_again(case: Dispute) -> Dispute:
    """Read a case as it is now: a refused act may have written to the instance."""
    now: Dispute = Dispute.objects.for_list().get(pk=case.pk)
    return now


def filed(request: HttpRequest, case: Dispute, said: str) -> HttpResponseBase:
    """Say what was done, on the page of the case."""
    return done(request, said, "dispute", case.tournament.slug, case.pk)


def case_page(request: HttpRequest, case: Dispute, **bound: Any) -> HttpResponse:
    """Show a case with the forms of what its reader may do; `bound` are those that were sent."""
    shown = CasePage.of(case, request.user)
    context: dict[str, Any] = {
        "tournament": case.tournament,
        "tab": "dispute",
        "case": shown,
        "evidence": EvidenceForm(auto_id="evidence_%s"),
        "comment": CommentForm(auto_id="comment_%s"),
        "note": NoteForm(auto_id="note_%s"),
        "escalation": WordForm(auto_id="escalation_%s"),
        "appeal": StatementForm(auto_id="appeal_%s"),
        "decision": _new_form(case) if shown.may_decide else None,
        **bound,
    }
    status = max((form.status for form in bound.values()), default=200)
    return render(request, "tournament_engine/dispute/case.html", context, status=status)


def _new_form(case: Dispute) -> AnyDecisionForm:
    initial = places_of(case.match) if is_heat(case.match) else initial_of(case.match)
    return _form_of(case)(dispute=case, claims=_claims(case), initial=initial)


def _form_of(case: Dispute) -> type[DecisionForm] | type[HeatDecisionForm]:
    return HeatDecisionForm if is_heat(case.match) else DecisionForm


def _claims(case: Dispute) -> Mapping[int, str]:
    """Return what each side claims, in words; a side that claims nothing is left out."""
    names = names_of(case)
    claimed = {
        side: services.claimed_result(case, side) for side, key in enumerate(case.pairing) if key
    }
    return {
        side: in_words(columns(result, case.pairing), names)
        for side, result in claimed.items()
        if result is not None
    }


def _note(request: HttpRequest, case: Dispute) -> HttpResponseBase:
    form = NoteForm(request.POST, auto_id="note_%s")
    noted = form.attempt(
        lambda: services.add_comment(
            dispute=case, text=form.cleaned_data["text"], by=acting(request), internal=True
        )
    )
    if noted is None:
        return case_page(request, read_again(case), note=form)
    return filed(request, case, _("The note is on file. Only the staff reads it."))


def _review(request: HttpRequest, case: Dispute) -> HttpResponseBase:
    services.review_dispute(dispute=case, by=acting(request))
    return filed(request, case, _("The case is in your hands."))


def _escalate(request: HttpRequest, case: Dispute) -> HttpResponseBase:
    form = WordForm(request.POST, auto_id="escalation_%s")
    passed = form.attempt(
        lambda: services.escalate_dispute(
            dispute=case, by=acting(request), text=form.cleaned_data["text"]
        )
    )
    if passed is None:
        return case_page(request, read_again(case), escalation=form)
    return filed(request, case, _("The case is with the head referee."))


def _decide(request: HttpRequest, case: Dispute) -> HttpResponseBase:
    """Take a decision that changes nothing else at once; show first what another one changes."""
    services.require_judge(acting(request), case)
    form = _form_of(case)(request.POST, dispute=case, claims=_claims(case))
    preview = form.attempt(lambda: _preview(case, form))
    if preview is None:
        return case_page(request, read_again(case), decision=form)
    if not preview.changes and not case.match.result_kind:
        return _carry_out(request, case, form)
    if form.outcome == DISMISS:
        return _carry_out(request, case, form)
    context = {
        "tournament": case.tournament,
        "tab": "dispute",
        "case": CasePage.of(case, request.user),
        "form": form,
        "correction": preview,
        "is_replay": form.outcome == Outcome.REPLAY,
    }
    return render(request, "tournament_engine/dispute/decide.html", context)


def _confirm(request: HttpRequest, case: Dispute) -> HttpResponseBase:
    form = _form_of(case)(request.POST, dispute=case, claims=_claims(case))
    return _carry_out(request, case, form)


def _carry_out(request: HttpRequest, case: Dispute, form: AnyDecisionForm) -> HttpResponseBase:
    # Whoever confirms has seen what it changes.
    cascade = request.POST.get("action") == "confirm"
    decided = form.attempt(lambda: _act(request, case, form, cascade=cascade))
    if decided is None:
        return case_page(request, read_again(case), decision=form)
    return filed(request, case, _("The decision is made, and both sides are told."))


def _act(request: HttpRequest, case: Dispute, form: AnyDecisionForm, *, cascade: bool) -> Dispute:
    by, version = acting(request), form.cleaned_data["version"]
    why = form.cleaned_data["reason"]
    if form.outcome == DISMISS:
        return services.dismiss_dispute(dispute=case, decision=why, by=by, version=version)
    return services.resolve_dispute(
        dispute=case,
        outcome=form.outcome,
        decision=why,
        by=by,
        side=form.upheld_side,
        result=parse_result(case.match, form.report()) if form.is_custom else None,
        cascade=cascade,
        version=version,
    )


def _preview(case: Dispute, form: AnyDecisionForm) -> Correction:
    """Return what a decision would change, in its match and in others."""
    if form.outcome == DISMISS or not case.match.result_kind:
        return Correction(before="", after="", changes=())
    return correction_of(case.match, _chosen(case, form))


def _chosen(case: Dispute, form: AnyDecisionForm) -> Result | None:
    match Outcome(form.outcome):
        case Outcome.CUSTOM_RESULT:
            return parse_result(case.match, form.report())
        case Outcome.DOUBLE_FORFEIT:
            return all_out(case.match)
        case Outcome.CLAIM_UPHELD if form.upheld_side is not None:
            return services.claimed_result(case, form.upheld_side)
        case _:
            return None


ACTS: dict[str, Callable[[HttpRequest, Dispute], HttpResponseBase]] = {
    "note": _note,
    "review": _review,
    "escalate": _escalate,
    "decide": _decide,
    "confirm": _confirm,
}
