"""The organiser's desk of sponsors: who is shown where and when, and the report for them."""

from collections.abc import Callable
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine import permissions, spreadsheet
from tournament_engine.core.access import managed_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.replies import acting, done, named
from tournament_engine.sponsor import services
from tournament_engine.sponsor.forms import ChooseForm, NewForm, PlaceForm, SponsorForm
from tournament_engine.sponsor.models import Sponsor, Sponsorship
from tournament_engine.sponsor.permissions import EDIT, MANAGE
from tournament_engine.sponsor.queries import by_tier
from tournament_engine.sponsor.report import csv_lines, report_of

__all__ = ["report", "report_csv", "sponsors", "sponsorship"]


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def sponsors(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show who is shown; add somebody, change the order, take somebody off."""
    tournament = managed_tournament(request.user, slug)
    if request.method != "POST":
        return _page(request, tournament)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of sponsors offers."))
    return act(request, tournament)


def _page(request: HttpRequest, tournament: Tournament, **bound: Any) -> HttpResponse:
    rows = Sponsorship.objects.filter(tournament=tournament)
    active = set(rows.active(timezone.now()).values_list("pk", flat=True))
    usable = Sponsor.objects.usable_by(request.user)
    context: dict[str, Any] = {
        "tournament": tournament,
        "tab": "sponsors",
        "tiers": by_tier(rows.for_show()),
        "active": active,
        "new": NewForm(tournament=tournament, may_share=permissions.is_site_staff(request.user)),
        "known": ChooseForm(tournament=tournament, by=acting(request)),
        "unused": list(usable.filter(sponsorships=None, owner=acting(request))),
        "has_known": usable.exists(),
        **bound,
    }
    status = max((form.status for form in bound.values()), default=200)
    return render(request, "tournament_engine/sponsor/sponsors.html", context, status=status)


def _add(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    by = acting(request)
    may_share = permissions.is_site_staff(by)
    form = NewForm(request.POST, request.FILES, tournament=tournament, may_share=may_share)
    added = form.attempt(
        lambda: services.add_sponsor(
            facts=form.facts(),
            logo=form.cleaned_data["logo"],
            tournament=tournament,
            place=form.place(),
            by=by,
        )
    )
    if added is None:
        return _page(request, tournament, new=form)
    return done(
        request, _("%(name)s is added.") % {"name": added.name}, "sponsors", tournament.slug
    )


def _choose(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    form = ChooseForm(request.POST, tournament=tournament, by=acting(request))
    shown = form.attempt(
        lambda: services.add_sponsorship(
            tournament=tournament,
            sponsor=form.cleaned_data["sponsor"],
            place=form.place(),
            by=acting(request),
        )
    )
    if shown is None:
        return _page(request, tournament, known=form)
    said = _("%(name)s is added.") % {"name": shown.sponsor.name}
    return done(request, said, "sponsors", tournament.slug)


def _move(*, up: bool) -> Callable[[HttpRequest, Tournament], HttpResponseBase]:
    def act(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
        row = _row(tournament, named(request, "sponsorship"))
        services.move_sponsorship(sponsorship=row, up=up, by=acting(request))
        return done(request, _("The order is changed."), "sponsors", tournament.slug)

    return act


def _remove(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    row = _row(tournament, named(request, "sponsorship"))
    said = _("%(name)s is shown no more.") % {"name": row.sponsor.name}
    services.remove_sponsorship(sponsorship=row, by=acting(request))
    return done(request, said, "sponsors", tournament.slug)


def _forget(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    rows = Sponsor.objects.usable_by(request.user)
    sponsor = get_object_or_404(rows, pk=named(request, "sponsor"))
    said = _("%(name)s is forgotten.") % {"name": sponsor.name}
    services.remove_sponsor(sponsor=sponsor, by=acting(request))
    return done(request, said, "sponsors", tournament.slug)


_ACTS: dict[str, Callable[[HttpRequest, Tournament], HttpResponseBase]] = {
    "add": _add,
    "choose": _choose,
    "up": _move(up=True),
    "down": _move(up=False),
    "remove": _remove,
    "forget": _forget,
}


def _row(tournament: Tournament, number: int) -> Sponsorship:
    rows = Sponsorship.objects.filter(tournament=tournament).for_show()
    return get_object_or_404(rows.select_related("tournament", "sponsor__logo"), pk=number)


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def sponsorship(request: HttpRequest, slug: str, sponsorship: int) -> HttpResponseBase:
    """Change one sponsor: what is known of it, or where and when it is shown."""
    tournament = managed_tournament(request.user, slug)
    row = _row(tournament, sponsorship)
    if request.method != "POST":
        return _row_page(request, row)
    match request.POST.get("action", ""):
        case "place":
            return _place(request, row)
        case "facts":
            return _facts(request, row)
        case _:
            raise InvalidInput(_("Choose one of the acts that the page of sponsors offers."))


def _place(request: HttpRequest, row: Sponsorship) -> HttpResponseBase:
    form = PlaceForm(request.POST, row=row)
    changed = form.attempt(
        lambda: services.update_sponsorship(
            sponsorship=row,
            place=form.place(),
            version=form.cleaned_data["version"],
            by=acting(request),
        )
    )
    if changed is None:
        return _row_page(request, _row(row.tournament, row.pk), place=form)
    return done(request, _("The changes are saved."), "sponsors", row.tournament.slug)


def _facts(request: HttpRequest, row: Sponsorship) -> HttpResponseBase:
    permissions.require(request.user, EDIT, row.sponsor)
    may_share = permissions.is_site_staff(request.user)
    form = SponsorForm(request.POST, request.FILES, sponsor=row.sponsor, may_share=may_share)
    changed = form.attempt(
        lambda: services.update_sponsor(
            sponsor=row.sponsor,
            facts=form.facts(),
            version=form.cleaned_data["version"],
            logo=form.cleaned_data["logo"],
            drops_logo=form.cleaned_data.get("drops_logo", False),
            by=acting(request),
        )
    )
    if changed is None:
        return _row_page(request, _row(row.tournament, row.pk), facts=form)
    return done(request, _("The changes are saved."), "sponsors", row.tournament.slug)


def _row_page(request: HttpRequest, row: Sponsorship, **bound: Any) -> HttpResponse:
    may_share = permissions.is_site_staff(request.user)
    context: dict[str, Any] = {
        "tournament": row.tournament,
        "tab": "sponsors",
        "row": row,
        "may_edit": permissions.can(request.user, EDIT, row.sponsor),
        "place": PlaceForm(row=row),
        "facts": SponsorForm(sponsor=row.sponsor, may_share=may_share),
        **bound,
    }
    status = max((form.status for form in bound.values()), default=200)
    return render(request, "tournament_engine/sponsor/sponsorship.html", context, status=status)


@page(MANAGE)
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how often each sponsor was seen and clicked."""
    tournament = managed_tournament(request.user, slug)
    context = {"tournament": tournament, "tab": "sponsors", "tiers": report_of(tournament)}
    return render(request, "tournament_engine/sponsor/report.html", context)


@page(MANAGE)
@require_safe
def report_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the same numbers as a file for a spreadsheet."""
    tournament = managed_tournament(request.user, slug)
    return spreadsheet.attached(csv_lines(tournament), f"{tournament.slug}-sponsors.csv")
