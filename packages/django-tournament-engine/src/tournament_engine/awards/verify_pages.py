"""Pages that anybody may ask: is this certificate genuine? And one's own, to download."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tournament_engine import permissions
from tournament_engine.awards.certificate_forms import CodeForm
from tournament_engine.awards.codes import read_code
from tournament_engine.awards.models import Certificate
from tournament_engine.awards.permissions import OWN_PRIZES, VERIFY
from tournament_engine.awards.verification import verify_certificate
from tournament_engine.pages import page
from tournament_engine.replies import acting

__all__ = ["own_certificates", "verify", "verify_form"]

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


@page(OWN_PRIZES)
@require_safe
def own_certificates(request: HttpRequest) -> HttpResponse:
    """Show somebody the certificates that they were given."""
    permissions.require(request.user, OWN_PRIZES)
    rows = Certificate.objects.filter(recipient=acting(request)).select_related("tournament")
    context = {"rows": rows.order_by("-created_at", "-pk")[:_SHOWN]}
    return render(request, "tournament_engine/awards/own_certificates.html", context)
