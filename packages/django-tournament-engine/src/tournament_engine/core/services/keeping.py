"""A version is written whenever what a tournament promises may have changed."""

from django.db.models import Max

from tournament_engine.core.models import Tournament
from tournament_engine.core.versions import snapshots
from tournament_engine.core.versions.models import Occasion, TournamentVersion
from tournament_engine.users import User

__all__ = ["keep_version"]


def keep_version(
    tournament: Tournament,
    occasion: Occasion,
    by: User | None,
    *,
    note: str = "",
    always: bool = False,
) -> TournamentVersion:
    """Write a version unless the newest says the same; the caller holds the tournament's lock."""
    settings = snapshots.settings_of(tournament)
    newest = tournament.versions.order_by("-number").first()
    if newest is not None and not always and snapshots.are_same(newest.content, settings):
        return newest
    highest: int = tournament.versions.aggregate(most=Max("number"))["most"] or 0
    return TournamentVersion.objects.create(
        tournament=tournament,
        number=highest + 1,
        occasion=occasion,
        note=note,
        content=settings,
        by=by,
    )
