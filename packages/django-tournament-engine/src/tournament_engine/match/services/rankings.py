"""What the rankings hear of results: each version of a result once, and its taking back once.

First it is written down what counts now, under the lock of the match; then, outside every
transaction, the hook is told what it has not heard yet. A crash between the two, a failing
hook or a second call changes nothing: what is left to tell stands in the rows.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from tournament_engine import hooks
from tournament_engine.locks import lock
from tournament_engine.match.models import Match, MatchSide
from tournament_engine.match.queries import MatchQuerySet
from tournament_engine.match.ranked import RankedResult, outcomes_from, outcomes_of

__all__ = ["update_rankings"]


def update_rankings(*, matches: MatchQuerySet) -> int:
    """Tell the rankings hook what changed in the results of these matches; return how much did.

    A HookError says that it could not be told everything: call this again.
    """
    for match in list(_unlike_noted(matches)):
        _note(match)
    untold = list(RankedResult.objects.filter(match__in=matches).untold())
    for row in untold:
        _tell(row)
    return len(untold)


def _unlike_noted(matches: MatchQuerySet) -> Iterator[Match]:
    """Yield the matches whose result is another than the one that counts."""
    counting = RankedResult.objects.filter(match__in=matches).counting()
    noted = dict(counting.values_list("match", "outcomes"))
    for match in _with_people(matches):
        if outcomes_of(match) != noted.get(match.pk, []):
            yield match


def _with_people(matches: MatchQuerySet) -> MatchQuerySet:
    sides = MatchSide.objects.order_by("side").select_related("entrant__registration")
    with_tournament = matches.select_related("tournament").order_by("pk")
    return with_tournament.prefetch_related(Prefetch("sides", queryset=sides))


@transaction.atomic
def _note(match: Match) -> None:
    """Write down what counts of a match now, looking again under its lock."""
    lock(match)
    [match] = _with_people(Match.objects.filter(pk=match.pk))
    outcomes = outcomes_of(match)
    counting = RankedResult.objects.filter(match=match).counting().first()
    if ([] if counting is None else counting.outcomes) == outcomes:
        return
    if counting is not None:
        counting.reverted_at = timezone.now()
        counting.save(update_fields=["reverted_at"])
    if outcomes:
        RankedResult.objects.create(match=match, version=match.version, outcomes=outcomes)


def _tell(row: RankedResult) -> None:
    if row.reverted_at is None:
        hooks.rankings().apply(outcomes_from(row.outcomes), row.key)
        RankedResult.objects.filter(pk=row.pk).update(told_at=timezone.now())
    else:
        # Even if it was never told: the answer of the call that did so may have been lost.
        hooks.rankings().revert(row.key)
        RankedResult.objects.filter(pk=row.pk).update(revert_told_at=timezone.now())
