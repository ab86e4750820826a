"""The way from a logo to its sponsor, and the count of who saw it."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tournament_engine.conf import settings
from tournament_engine.core.access import VIEW, visible_tournament
from tournament_engine.pages import page
from tournament_engine.sponsor import services
from tournament_engine.sponsor.models import Sponsorship
from tournament_engine.sponsor.visitors import is_person, visitor_of

__all__ = ["go", "seen"]


@page(VIEW)
@require_safe
def go(request: HttpRequest, slug: str, sponsorship: int) -> HttpResponseBase:
    """Lead to the address that is stored for a sponsor, and nowhere else; count the click."""
    now = timezone.now()
    rows = Sponsorship.objects.filter(tournament=visible_tournament(request.user, slug))
    row = rows.active(now).select_related("sponsor").filter(pk=sponsorship).first()
    if row is None:
        raise Http404
    visitor = visitor_of(request, now)
    if visitor:
        services.record_click(sponsorship=row, visitor=visitor, now=now)
    answer = HttpResponseRedirect(row.sponsor.url)
    # Kept by nobody: the next click is to be counted, and the address may change.
    answer["Cache-Control"] = "no-store"
    return answer


@page(VIEW)
@require_POST
def seen(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Count that the logos of a tournament came into view.

    Pages themselves write nothing. Of `SPONSOR_SAMPLE` of them one asks the browser to say
    when it shows the logos, and that one counts for all.
    """
    now = timezone.now()
    tournament = visible_tournament(request.user, slug)
    if is_person(request):
        rows = Sponsorship.objects.filter(tournament=tournament).active(now)
        services.record_impressions(sponsorships=rows, times=settings.SPONSOR_SAMPLE, now=now)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
