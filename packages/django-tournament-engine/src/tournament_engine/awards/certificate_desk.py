"""The organiser's page of certificates: their look, the list, and what is put right."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import conf
from tournament_engine.awards import services
from tournament_engine.awards.certificate_forms import CertificateForm, LookForm, MvpForm
from tournament_engine.awards.lifecycle import CertificateState
from tournament_engine.awards.looks import look_of
from tournament_engine.awards.models import Certificate, CertificateLook, CertificateReport
from tournament_engine.core.access import MANAGE, managed_tournament
from tournament_engine.core.lifecycle import GROUPS
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.forms import EngineForm
from tournament_engine.pages import page
from tournament_engine.replies import acting, done
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.services import store_upload
from tournament_engine.users import User

__all__ = ["certificates"]

#: Whoever has more to look at begins with the newest.
_SHOWN = 50

_Act = Callable[[Certificate, Mapping[str, str], User], Certificate]


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the certificates of a tournament; choose their look, or put one right."""
    tournament = managed_tournament(request.user, slug)
    if request.method != "POST":
        return _page(request, tournament)
    match request.POST.get("action", ""):
        case "look":
            look = look_of(tournament)
            form: EngineForm = LookForm(request.POST, request.FILES, look=look)
            outcome: object = form.attempt(lambda: _choose(form, look, acting(request)))
        case "mvp":
            form = MvpForm(request.POST, tournament=tournament)
            outcome = form.attempt(lambda: _name_mvp(form, acting(request)))
        case _:
            form = CertificateForm(request.POST)
            outcome = form.attempt(lambda: _act(form, tournament, acting(request)))
    if outcome is None:
        return _page(request, tournament, form)
    return done(request, _("Done."), "certificates", slug)


def _choose(form: EngineForm, look: CertificateLook, by: User) -> CertificateLook:
    facts = form.cleaned_data
    return services.choose_look(
        tournament=look.tournament,
        audience=facts["audience"],
        page_size=facts["page_size"],
        signer=facts["signer"],
        logo=_picture(facts, "logo", look, by),
        signature=_picture(facts, "signature", look, by),
        by=by,
    )


def _picture(
    facts: Mapping[str, Any], name: str, look: CertificateLook, by: User
) -> StoredFile | None:
    """Return the picture that was sent, or the one that stands unless it is to go."""
    if facts.get(name):
        return store_upload(
            file=facts[name],
            purpose=name,
            by=by,
            tournament_id=look.tournament_id,
            field=name,
        )
    standing = look.logo if name == "logo" else look.signature
    return None if facts.get(f"drop_{name}") else standing


def _name_mvp(form: EngineForm, by: User) -> Certificate:
    facts = form.cleaned_data
    return services.award_mvp(entrant=facts["entrant"], member=facts["member"], by=by)


def _act(form: EngineForm, tournament: Tournament, by: User) -> Certificate | CertificateReport:
    if form.cleaned_data["action"] == "close_report":
        return _close_report(form, tournament, by)
    act = _ACTS.get(form.cleaned_data["action"])
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of certificates offers."))
    rows = Certificate.objects.filter(tournament=tournament)
    row = get_object_or_404(rows, pk=form.cleaned_data["certificate"])
    return act(row, form.cleaned_data, by)


def _close_report(form: EngineForm, tournament: Tournament, by: User) -> CertificateReport:
    rows = CertificateReport.objects.filter(tournament=tournament)
    report = get_object_or_404(rows, pk=form.cleaned_data["report"])
    return services.close_report(report=report, note=form.cleaned_data["reason"], by=by)


def _page(
    request: HttpRequest, tournament: Tournament, form: EngineForm | None = None
) -> HttpResponse:
    reports = CertificateReport.objects.filter(tournament=tournament, closed_at=None)
    rows = Certificate.objects.filter(tournament=tournament)
    pages = Paginator(rows, conf.settings.PAGE_SIZE)
    context = {
        "tournament": tournament,
        "tab": "certificates",
        "form": form,
        "look": form if isinstance(form, LookForm) else LookForm(look=look_of(tournament)),
        "mvp": _mvp_form(tournament, form),
        "page": pages.get_page(request.GET.get("page")),
        "reports": reports.select_related("certificate")[:_SHOWN],
        "issued": rows.filter(state=CertificateState.ISSUED).count(),
    }
    status = 200 if form is None else form.status
    return render(request, "tournament_engine/awards/certificates.html", context, status=status)


def _mvp_form(tournament: Tournament, form: EngineForm | None) -> EngineForm | None:
    if tournament.state not in GROUPS["finished"]:
        return None
    return form if isinstance(form, MvpForm) else MvpForm(tournament=tournament)


_ACTS: Mapping[str, _Act] = {
    "revoke": lambda row, facts, by: services.revoke_certificate(
        certificate=row, reason=facts["reason"], by=by
    ),
    "reissue": lambda row, facts, by: services.reissue_certificate(
        certificate=row, name=facts["name"], reason=facts["reason"], by=by
    ),
    "make": lambda row, _facts, _by: services.make_certificate(certificate=row),
}
