"""The treasurer's desk: what came in and went out for a tournament, as a page and as a table."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tournament_engine import spreadsheet
from tournament_engine.awards.accounts import accounts_of, as_csv
from tournament_engine.core.access import managed_tournament
from tournament_engine.economy.permissions import MANAGE_PAYOUTS
from tournament_engine.pages import page

__all__ = ["accounts", "accounts_csv"]


@page(MANAGE_PAYOUTS)
@require_safe
def accounts(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show fees, refunds, prizes and what remains, for every currency."""
    tournament = managed_tournament(request.user, slug, MANAGE_PAYOUTS)
    context = {"tournament": tournament, "tab": "payouts", "accounts": accounts_of(tournament)}
    return render(request, "tournament_engine/awards/accounts.html", context)


@page(MANAGE_PAYOUTS)
@require_safe
def accounts_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the same sums as a table."""
    tournament = managed_tournament(request.user, slug, MANAGE_PAYOUTS)
    return spreadsheet.attached([as_csv(tournament)], f"{tournament.slug}-accounts.csv")
