"""What results give: written once for each result, taken back with it, counted anew at will.

Everything here follows from the rows of the matches, under the lock of the challenge: whoever
is called twice, late or in another order writes the same. Two results of one entrant that
come in at once are counted one after the other, and the second sees what the first wrote.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.challenge import rulebook
from tournament_engine.challenge.lifecycle import Subject
from tournament_engine.challenge.models import Challenge, ChallengeProgress, ChallengeScore
from tournament_engine.challenge.permissions import MANAGE_CHALLENGES
from tournament_engine.challenge.played import PlayedBy, Rosters, played, rosters_of
from tournament_engine.challenge.rules import Rule
from tournament_engine.challenge.services.reaching import settle_reached
from tournament_engine.core.models import Tournament
from tournament_engine.locks import lock
from tournament_engine.match.models import Match
from tournament_engine.users import User

__all__ = ["count_again", "count_match", "recount_challenge", "recount_tournament"]

#: An entrant, and a member of it where each takes the challenge on.
Key: TypeAlias = tuple[int, int | None]

R = TypeVar("R", ChallengeProgress, ChallengeScore)


@dataclass(frozen=True, kw_only=True)
class _Row:
    """What one match gives one subject."""

    key: Key
    match: int
    version: int
    credit: int
    at: datetime


def count_match(*, match: Match) -> None:
    """Bring every challenge up to date with what a match is now."""
    for challenge in Challenge.objects.counted().filter(tournament=match.tournament_id):
        _count(challenge, Q(pk=match.pk))


def recount_tournament(*, tournament: Tournament) -> None:
    """Count every challenge of a tournament from its results."""
    for challenge in Challenge.objects.counted().filter(tournament=tournament):
        _count(challenge, None)


@transaction.atomic
def recount_challenge(*, challenge: Challenge, by: User) -> Challenge:
    """Count a challenge from the results, whatever its rows say; where all is well, they stay."""
    lock(challenge, after=("tournament",))
    permissions.require(by, MANAGE_CHALLENGES, challenge.tournament)
    changed = count_again(challenge)
    after = {"changed": changed}
    audit.log(by=by, action="challenge.recounted", subject=challenge, after=after)
    return challenge


def count_again(challenge: Challenge) -> int:
    """Count a challenge that is locked; return how many rows of progress were wrong."""
    rule = rulebook.rule_of(challenge.rule)
    if rule is None or not challenge.is_counted:
        return 0
    changed = _write_progress(challenge, rule, None)
    _write_scores(challenge, rule, None)
    return len(changed)


@transaction.atomic
def _count(challenge: Challenge, found: Q | None) -> None:
    """Count some matches, or all, looking at them once the challenge is locked."""
    lock(challenge)
    rule = rulebook.rule_of(challenge.rule)
    if rule is None or not challenge.is_counted:
        return
    changed = _write_progress(challenge, rule, found)
    # Whether a stage is over concerns everybody who played in it.
    everybody = found is None or rule.waits_for_a_stage
    if everybody or changed:
        _write_scores(challenge, rule, None if everybody else changed)


def _write_progress(challenge: Challenge, rule: Rule, found: Q | None) -> set[Key]:
    """Write what the matches give; return the subjects for whom that is something else now."""
    rows = ChallengeProgress.objects.filter(challenge=challenge)
    if found is not None:
        rows = rows.filter(match__in=Match.objects.filter(found))
    wanted = {(row.key, row.match): row for row in _wanted(challenge, rule, found)}
    stale = []
    for row in rows:
        new = wanted.get((row.key, row.match_id))
        if new is not None and _says(row) == (new.version, new.credit, new.at):
            del wanted[row.key, row.match_id]
        else:
            stale.append(row)
    ChallengeProgress.objects.filter(pk__in=[row.pk for row in stale]).delete()
    ChallengeProgress.objects.bulk_create(_new_row(challenge, row) for row in wanted.values())
    return {row.key for row in stale} | {key for key, _match in wanted}


def _says(row: ChallengeProgress) -> tuple[int, int, datetime]:
    return row.version, row.credit, row.played_at


def _new_row(challenge: Challenge, row: _Row) -> ChallengeProgress:
    entrant, member = row.key
    return ChallengeProgress(
        challenge=challenge,
        entrant_id=entrant,
        member_id=member,
        match_id=row.match,
        version=row.version,
        credit=row.credit,
        played_at=row.at,
    )


def _wanted(challenge: Challenge, rule: Rule, found: Q | None) -> Iterator[_Row]:
    """Yield what the matches of the window give, as they are now."""
    chosen = Q(tournament=challenge.tournament_id)
    views = [
        view
        for view in played(chosen if found is None else chosen & found)
        if challenge.is_open_at(view.at)
    ]
    rosters = _rosters(challenge, views)
    for view in views:
        credit = rule.credit(view.played, challenge.params)
        if credit is None:
            continue
        for key in _keys(view, rosters):
            yield _Row(key=key, match=view.match, version=view.version, credit=credit, at=view.at)


def _rosters(challenge: Challenge, views: Sequence[PlayedBy]) -> Rosters | None:
    if challenge.subject != Subject.MEMBER:
        return None
    return rosters_of({view.entrant for view in views})


def _keys(view: PlayedBy, rosters: Rosters | None) -> Iterator[Key]:
    if rosters is None:
        yield view.entrant, None
        return
    for member in rosters.at(view.entrant, view.at):
        yield view.entrant, member


def _write_scores(challenge: Challenge, rule: Rule, keys: Collection[Key] | None) -> None:
    """Sum up for some subjects, or for all; and see who has done it by now."""
    rows = _summed(challenge, rule, keys)
    known = {
        score.key: score
        for score in _only(ChallengeScore.objects.filter(challenge=challenge), keys)
    }
    gone = [known[key].pk for key in known.keys() - rows.keys()]
    ChallengeScore.objects.filter(pk__in=gone).delete()
    for key, (total, reached_at) in rows.items():
        score = known.get(key)
        if score is None:
            _add_score(challenge, key, total, reached_at)
        elif (score.total, score.reached_at) != (total, reached_at):
            score.total, score.reached_at = total, reached_at
            score.save()
    reached = {key: reached_at for key, (_total, reached_at) in rows.items()}
    settle_reached(challenge, {**dict.fromkeys(keys or (), None), **reached}, all_of=keys is None)


def _add_score(challenge: Challenge, key: Key, total: int, reached_at: datetime | None) -> None:
    entrant, member = key
    ChallengeScore.objects.create(
        challenge=challenge,
        entrant_id=entrant,
        member_id=member,
        total=total,
        reached_at=reached_at,
    )


def _summed(
    challenge: Challenge, rule: Rule, keys: Collection[Key] | None
) -> dict[Key, tuple[int, datetime | None]]:
    """Return how far each subject is, and when it came to the target."""
    is_due = rule.is_due(challenge.params, _ended(challenge))
    rows: defaultdict[Key, list[ChallengeProgress]] = defaultdict(list)
    progress = _only(ChallengeProgress.objects.filter(challenge=challenge), keys)
    for row in sorted(progress, key=lambda row: (row.played_at, row.match_id)):
        rows[row.key].append(row)
    return {
        key: _sum(rule, own, challenge.target) if is_due else (0, None) for key, own in rows.items()
    }


def _sum(rule: Rule, rows: Sequence[ChallengeProgress], target: int) -> tuple[int, datetime | None]:
    totals = list(rule.totals([row.credit for row in rows]))
    reached = (row.played_at for row, total in zip(rows, totals, strict=True) if total >= target)
    # A row of wins never falls back, but a rule of the site's own may.
    return totals[-1], next(reached, None) if totals[-1] >= target else None


def _only(rows: QuerySet[R], keys: Collection[Key] | None) -> list[R]:
    """Return the rows of some subjects, or of all."""
    if keys is None:
        return list(rows)
    wanted = set(keys)
    own = rows.filter(entrant__in={entrant for entrant, _member in wanted})
    return [row for row in own if row.key in wanted]


def _ended(challenge: Challenge) -> frozenset[str]:
    """Return the codes of the stages that are over."""
    stages = challenge.tournament.stages.filter(bracket__state=StageState.COMPLETED)
    return frozenset(stages.values_list("code", flat=True))
