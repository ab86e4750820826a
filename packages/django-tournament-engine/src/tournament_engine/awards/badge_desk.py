"""The organiser's page of badges: who earned what here, what is given by hand or taken back."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import conf, hooks, permissions
from tournament_engine.awards import services
from tournament_engine.awards.badge_forms import BadgeForm, RevokeForm
from tournament_engine.awards.models import Badge
from tournament_engine.core.access import MANAGE, managed_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.forms import EngineForm
from tournament_engine.hooks.users import UserRef
from tournament_engine.pages import page
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["manage_badges"]


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_badges(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the badges of a tournament; give one by hand, or take one back."""
    tournament = managed_tournament(request.user, slug)
    if request.method != "POST":
        return _page(request, tournament)
    by = acting(request)
    if request.POST.get("action") == "revoke":
        form: EngineForm = RevokeForm(request.POST)
        badge = form.attempt(lambda: _revoke(form, tournament, by))
    else:
        form = BadgeForm(request.POST, tournament=tournament, by=by)
        badge = form.attempt(lambda: _give(form, tournament, by))
    if badge is None:
        return _page(request, tournament, form)
    said = _("The badge “%(name)s” is given.") if badge.stands else _("“%(name)s” is taken back.")
    return done(request, said % {"name": badge.achievement.title}, "manage_badges", slug)


def _give(form: EngineForm, tournament: Tournament, by: User) -> Badge:
    facts = form.cleaned_data
    return services.award_achievement(
        achievement=facts["achievement"],
        holder=facts["holder"],
        tournament=tournament,
        reason=facts["reason"],
        by=by,
    )


def _revoke(form: EngineForm, tournament: Tournament, by: User) -> Badge:
    rows = Badge.objects.filter(tournament=tournament).select_related("achievement", "tournament")
    badge = get_object_or_404(rows, pk=form.cleaned_data["badge"])
    return services.revoke_badge(badge=badge, reason=form.cleaned_data["reason"], by=by)


def _lines(rows: list[Badge], by: User) -> list[tuple[Badge, str, bool]]:
    """Return badges with the names of their holders, and whether somebody may take them back.

    Whose account is gone has no name.
    """
    known = hooks.users().get_many(str(row.user_id) for row in rows if row.user_id is not None)
    is_staff = permissions.is_site_staff(by)
    return [(row, _name(row, known), is_staff or not row.achievement.is_of_site) for row in rows]


def _name(row: Badge, known: Mapping[str, UserRef]) -> str:
    if row.entrant is not None:
        return row.entrant.name
    person = known.get(str(row.user_id))
    return "" if person is None else person.name


def _page(
    request: HttpRequest, tournament: Tournament, form: EngineForm | None = None
) -> HttpResponse:
    rows = Badge.objects.filter(tournament=tournament)
    rows = rows.select_related("achievement", "entrant").order_by("-awarded_at", "pk")
    pages = Paginator(rows, conf.settings.PAGE_SIZE)
    shown = pages.get_page(request.GET.get("page"))
    give = (
        form
        if isinstance(form, BadgeForm)
        else BadgeForm(tournament=tournament, by=acting(request))
    )
    context = {
        "tournament": tournament,
        "tab": "badges",
        "form": form,
        "give": give,
        "page": shown,
        "lines": _lines(list(shown.object_list), acting(request)),
    }
    status = 200 if form is None else form.status
    return render(request, "tournament_engine/awards/manage_badges.html", context, status=status)
