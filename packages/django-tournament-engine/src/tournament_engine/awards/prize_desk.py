"""The page of the prize table."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine.awards import services
from tournament_engine.awards.forms import PrizesForm
from tournament_engine.awards.models import PrizePool
from tournament_engine.core.access import MANAGE, managed_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.pages import page
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["manage_prizes", "rows_of"]


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_prizes(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the prize table to the organiser and take changes of it."""
    tournament = managed_tournament(request.user, slug)
    plan = PrizePool.objects.filter(tournament=tournament).prefetch_related("prizes").first()
    if request.method != "POST":
        return _page(request, tournament, plan, PrizesForm(plan=plan))
    form = PrizesForm(request.POST, plan=plan)
    by = acting(request)
    if form.attempt(lambda: _plan(form, tournament, by)) is None:
        return _page(request, tournament, plan, form)
    return done(request, _("The prizes are saved."), "manage_prizes", slug)


def rows_of(plan: PrizePool) -> list[dict[str, Any]]:
    """Return each place with what it gets, in money and in kind."""
    amounts = plan.amounts()
    return [
        {"place": prize.place, "amount": amounts[prize.place], "thing": prize.thing}
        for prize in plan.prizes.all()
    ]


def _plan(form: PrizesForm, tournament: Tournament, by: User) -> PrizePool:
    return services.plan_prizes(tournament=tournament, by=by, **form.plan())


def _page(
    request: HttpRequest, tournament: Tournament, plan: PrizePool | None, form: PrizesForm
) -> HttpResponse:
    context = {
        "tournament": tournament,
        "tab": "prizes",
        "form": form,
        "plan": plan,
        "rows": rows_of(plan) if plan else [],
        "kept": plan.kept() if plan else 0,
    }
    template = "tournament_engine/awards/manage_prizes.html"
    return render(request, template, context, status=form.status)
