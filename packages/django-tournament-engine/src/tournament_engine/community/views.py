"""The pages of announcements: read by everybody, written by the staff."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine.community import services
from tournament_engine.community.forms import AnnouncementForm
from tournament_engine.community.models import Announcement
from tournament_engine.community.permissions import ANNOUNCE
from tournament_engine.conf import settings
from tournament_engine.core.access import VIEW, managed_tournament, visible_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.replies import acting, done, named

__all__ = ["announcements", "manage_announcements"]

#: As many as the staff's page lets one change; the older are news no more.
_SHOWN = 100


@page(VIEW)
@require_safe
def announcements(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the organisers told everybody, the pinned first."""
    tournament = visible_tournament(request.user, slug)
    rows = Paginator(tournament.announcements.all(), settings.PAGE_SIZE)
    context = {
        "tournament": tournament,
        "tab": "announcements",
        "page": rows.get_page(request.GET.get("page")),
    }
    return render(request, "tournament_engine/community/announcements.html", context)


@page(ANNOUNCE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_announcements(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Announce something; mend it, put it on top, take it away."""
    tournament = managed_tournament(request.user, slug, ANNOUNCE)
    if request.method != "POST":
        return _page(request, tournament)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of announcements offers."))
    return act(request, tournament)


def _page(
    request: HttpRequest,
    tournament: Tournament,
    form: AnnouncementForm | None = None,
    edited: int | None = None,
) -> HttpResponse:
    """Show all of them; `form` is what was refused: of the one `edited`, or of a new one."""
    refused = {} if form is None else {edited: form}
    context = {
        "tournament": tournament,
        "tab": "manage_announcements",
        "form": refused.get(None) or AnnouncementForm(),
        "rows": [
            {"announcement": row, "form": refused.get(row.pk) or _form_of(row)}
            for row in tournament.announcements.all()[:_SHOWN]
        ],
    }
    status = 200 if form is None else form.status
    template = "tournament_engine/community/manage_announcements.html"
    return render(request, template, context, status=status)


def _form_of(row: Announcement) -> AnnouncementForm:
    return AnnouncementForm(initial={"title": row.title, "text": row.text}, auto_id=_auto_id(row))


def _auto_id(row: Announcement) -> str:
    return f"announcement_{row.pk}_%s"


def _publish(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    form = AnnouncementForm(request.POST)
    published = form.attempt(
        lambda: services.publish_announcement(
            tournament=tournament,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            by=acting(request),
        )
    )
    if published is None:
        return _page(request, tournament, form)
    return done(request, _("Everybody who is in is told."), "manage_announcements", tournament.slug)


def _edit(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    row = _announcement(request, tournament)
    form = AnnouncementForm(request.POST, auto_id=_auto_id(row))
    edited = form.attempt(
        lambda: services.edit_announcement(
            announcement=row,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"] or 0,
            by=acting(request),
        )
    )
    if edited is None:
        return _page(request, tournament, form, edited=row.pk)
    return done(request, _("The changes are saved."), "manage_announcements", tournament.slug)


def _pin(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    row = _announcement(request, tournament)
    services.pin_announcement(announcement=row, is_pinned=not row.is_pinned, by=acting(request))
    return done(request, _("The changes are saved."), "manage_announcements", tournament.slug)


def _remove(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    row = _announcement(request, tournament)
    services.remove_announcement(announcement=row, by=acting(request))
    return done(request, _("The announcement is gone."), "manage_announcements", tournament.slug)


def _announcement(request: HttpRequest, tournament: Tournament) -> Announcement:
    key = named(request, "announcement")
    return get_object_or_404(tournament.announcements.select_related("tournament"), pk=key)


_ACTS: dict[str, Callable[[HttpRequest, Tournament], HttpResponseBase]] = {
    "publish": _publish,
    "edit": _edit,
    "pin": _pin,
    "remove": _remove,
}
