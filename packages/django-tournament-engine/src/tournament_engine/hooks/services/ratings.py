"""The ratings of the default rankings hook, and every change of them.

Each key has a head, a row without an entrant: whoever writes it first decides what becomes of
the key, and whoever comes second waits for that in the database.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from django.db import IntegrityError, transaction
from django.db.models import F

from bracketcore.ratings import Elo
from bracketcore.ratings import Outcome as RatedOutcome
from tournament_engine.hooks.models import Rating, RatingEvent
from tournament_engine.hooks.rankings import Outcome

__all__ = ["apply_outcomes", "revert_outcomes"]

#: Scope and entrant.
Holder: TypeAlias = tuple[str, str]

_K = RatingEvent.Kind
_HEAD = {"scope": "", "entrant": ""}


@transaction.atomic
def apply_outcomes(*, outcomes: Sequence[Outcome], elo: Elo, key: str) -> bool:
    """Rate outcomes unless this key is known; return whether it was new."""
    if not _open(key):
        return False
    holders = {
        (outcome.scope, one) for outcome in outcomes for one in (outcome.first, outcome.second)
    }
    before = _locked(holders, elo)
    after = dict(before)
    for scope in sorted({outcome.scope for outcome in outcomes}):
        after |= _rated(scope, outcomes, before, elo)
    changes = {holder: _rounded(after[holder] - before[holder]) for holder in sorted(holders)}
    _change(key, _K.APPLIED, changes)
    return True


@transaction.atomic
def revert_outcomes(*, key: str) -> bool:
    """Take back what a key gave, once; return whether there was something to take back.

    A key that is not known yet is closed: what comes under it later does not count.
    """
    _open(key)
    RatingEvent.objects.select_for_update().get(key=key, kind=_K.APPLIED, **_HEAD)
    if RatingEvent.objects.filter(key=key, kind=_K.REVERTED, **_HEAD).exists():
        return False
    RatingEvent.objects.create(key=key, kind=_K.REVERTED, **_HEAD)
    given = RatingEvent.objects.filter(key=key, kind=_K.APPLIED).exclude(entrant="")
    changes = {(row.scope, row.entrant): -row.change for row in given}
    _lock(set(changes))
    _change(key, _K.REVERTED, changes)
    return bool(changes)


def _open(key: str) -> bool:
    """Write the head of a key, or find that somebody has."""
    try:
        with transaction.atomic():
            RatingEvent.objects.create(key=key, kind=_K.APPLIED, **_HEAD)
    except IntegrityError:
        return False
    return True


def _locked(holders: set[Holder], elo: Elo) -> dict[Holder, float]:
    """Return the ratings of these, theirs to the end of the transaction; newcomers get one."""
    start = _rounded(elo.start)
    Rating.objects.bulk_create(
        [Rating(scope=scope, entrant=one, value=start) for scope, one in sorted(holders)],
        ignore_conflicts=True,
    )
    return _lock(holders)


def _lock(holders: set[Holder]) -> dict[Holder, float]:
    rows = Rating.objects.select_for_update().order_by("pk")
    scopes, entrants = {scope for scope, _one in holders}, {one for _scope, one in holders}
    found = rows.filter(scope__in=scopes, entrant__in=entrants)
    return {(row.scope, row.entrant): float(row.value) for row in found}


def _rated(
    scope: str, outcomes: Sequence[Outcome], before: Mapping[Holder, float], elo: Elo
) -> dict[Holder, float]:
    played = [
        RatedOutcome(outcome.first, outcome.second, outcome.score)
        for outcome in outcomes
        if outcome.scope == scope
    ]
    known = {one: value for (its, one), value in before.items() if its == scope}
    return {(scope, one): value for one, value in elo.rate(played, before=known).items()}


def _change(key: str, kind: RatingEvent.Kind, changes: Mapping[Holder, Decimal]) -> None:
    RatingEvent.objects.bulk_create(
        RatingEvent(key=key, kind=kind, scope=scope, entrant=one, change=change)
        for (scope, one), change in changes.items()
    )
    for (scope, one), change in changes.items():
        Rating.objects.filter(scope=scope, entrant=one).update(value=F("value") + change)


def _rounded(points: float) -> Decimal:
    return Decimal(repr(points)).quantize(Decimal("0.01"))
