"""Pages that anybody may ask: is this certificate genuine? And one's own, to download."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine import permissions
from tournament_engine.awards import services
from tournament_engine.awards.certificate_forms import CodeForm, ReportForm
from tournament_engine.awards.codes import read_code
from tournament_engine.awards.models import Certificate
from tournament_engine.awards.permissions import OWN_PRIZES, VERIFY
from tournament_engine.awards.verification import verify_certificate
from tournament_engine.pages import page
from tournament_engine.replies import acting, done

__all__ = ["own_certificates", "report_certificate", "verify", "verify_form"]

#: More than anybody looks through.
_SHOWN = 200


@page(VERIFY)
@require_safe
def verify_form(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code of a certificate, and lead to what is known of it."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["code"]
        return redirect("tournament_engine:verify", code=read_code(typed) or "unknown")
    return render(request, "tournament_engine/awards/verify_form.html", {"form": form})


@page(VERIFY)
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a certificate is valid, revoked or unknown; nothing that it does not say."""
    found = verify_certificate(code=code)
    status = 404 if found.verdict == "unknown" else 200
    context = {"found": found, "form": CodeForm()}
    answer = render(request, "tournament_engine/awards/verify.html", context, status=status)
    # It names a person, for whoever holds the paper: no search engine does.
    answer["X-Robots-Tag"] = "noindex"
    return answer


@page(VERIFY)
@require_http_methods(["GET", "HEAD", "POST"])
def report_certificate(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take what somebody says is wrong with a certificate; nobody has to log in for that."""
    paper = verify_certificate(code=code).certificate
    if paper is None:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    reported = form.attempt(
        lambda: services.report_certificate(certificate=paper, by=request.user, **form.cleaned_data)
    )
    if reported is None:
        context = {"paper": paper, "form": form}
        template = "tournament_engine/awards/report_certificate.html"
        answer = render(request, template, context, status=form.status)
        answer["X-Robots-Tag"] = "noindex"
        return answer
    said = _("Thank you: the organiser of the tournament is told, and looks at it.")
    return done(request, said, "verify", paper.code)


@page(OWN_PRIZES)
@require_safe
def own_certificates(request: HttpRequest) -> HttpResponse:
    """Show somebody the certificates that they were given."""
    permissions.require(request.user, OWN_PRIZES)
    rows = Certificate.objects.filter(recipient=acting(request)).select_related("tournament")
    context = {"rows": rows.order_by("-created_at", "-pk")[:_SHOWN]}
    return render(request, "tournament_engine/awards/own_certificates.html", context)
