"""Achievements: earned by results or given by hand, once each, and taken back again.

What results earn is looked at when a tournament ends, for everybody who has played in it. A
badge that a result does not bear any more is taken back then; one that a person took back is
not given again by a rule.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.awards.careers import FINISHED, Player, Run, careers, players_of
from tournament_engine.awards.models import (
    Achievement,
    Badge,
    BadgeSource,
    FinalPlace,
    RevokedFor,
)
from tournament_engine.awards.news import facts_of
from tournament_engine.awards.placing import final_tiers, placed
from tournament_engine.awards.rulebook import Progress, is_by_hand, progress
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import MANAGE
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.locks import lock
from tournament_engine.registration.models import Entrant
from tournament_engine.text import sentence
from tournament_engine.users import User

__all__ = ["award_achievement", "award_achievements", "revoke_badge"]

_LONGEST_REASON = 300

#: Badges that one piece of news tells of.
_BATCH = 500

#: Whom a badge is for, and on which occasion: what there is once.
_Slot = tuple[int, Player, str]


@dataclass(frozen=True, kw_only=True)
class _Earned:
    achievement: Achievement
    player: Player
    occasion: str
    progress: Progress

    @property
    def slot(self) -> _Slot:
        return self.achievement.pk, self.player, self.occasion


@transaction.atomic
def award_achievement(
    *,
    achievement: Achievement,
    holder: User | Entrant,
    tournament: Tournament | None = None,
    evidence: Mapping[str, Any] | None = None,
    reason: str = "",
    by: User | None = None,
) -> Badge:
    """Give a badge, once: again it returns the one that stands.

    `holder` is a person, or an entrant that stands for no account. Without `by` the site gives
    it, for a reason of its own that `evidence` keeps as numbers and ids. A person says why,
    gives what is given by hand, and nothing to themselves.
    """
    if by is not None:
        reason = sentence(reason, field="reason", longest=_LONGEST_REASON)
        _require_may_give(achievement, holder, tournament, by)
    player = _player(holder)
    occasion = _occasion(achievement, tournament)
    badge = _badge(achievement, player, tournament, occasion)
    badge.source = BadgeSource.SITE if by is None else BadgeSource.HAND
    badge.evidence, badge.reason, badge.awarded_by = dict(evidence or {}), reason, by
    # Two who give it at once write one row: the database keeps the second one out.
    Badge.objects.bulk_create([badge], ignore_conflicts=True)
    standing = Badge.objects.filter(_of(player), achievement=achievement, occasion=occasion)
    kept = standing.select_related("achievement", "tournament").get(revoked_at=None)
    if kept.pk == badge.pk:
        audit.log(
            by=by,
            action="achievement.awarded",
            subject=kept,
            after={"achievement": achievement.code, "occasion": occasion},
            reason=reason,
        )
        _announce([kept])
    return kept


@transaction.atomic
def revoke_badge(*, badge: Badge, reason: str, by: User) -> Badge:
    """Take a badge back for good: no rule gives it again."""
    lock(badge)
    _require_runs(None if badge.achievement.is_of_site else badge.tournament, by)
    if badge.user_id == by.pk:
        raise NotAllowed(_("This badge is yours: somebody else has to decide."))
    if not badge.stands:
        raise Conflict(_("This badge was taken back already."), code="revoked_already")
    badge.revoked_by = by
    _revoke(badge, RevokedFor.DECISION, sentence(reason, field="reason", longest=_LONGEST_REASON))
    audit.log(by=by, action="achievement.revoked", subject=badge, reason=badge.revoke_reason)
    return badge


@transaction.atomic
def award_achievements(*, tournament: Tournament, by: User | None = None) -> list[Badge]:
    """Give everybody who has played here what their results earn; return what is new.

    Doing it again gives nothing twice. What corrected results do not bear is taken back; of a
    tournament that is not over, everything is that its results gave.
    """
    lock(tournament)
    permissions.require_unless_system(by, MANAGE, tournament)
    is_over = tournament.state in FINISHED
    _keep_places(tournament, placed(final_tiers(tournament)) if is_over else {})
    achievements = list(_earned_by_results(tournament))
    people = dict.fromkeys([*players_of(tournament), *_holders(tournament)])
    earned = {one.slot: one for one in _all_earned(achievements, people, tournament, is_over)}
    _take_back(achievements, people, earned, tournament)
    return _give(earned, tournament, by)


def _require_may_give(
    achievement: Achievement, holder: User | Entrant, tournament: Tournament | None, by: User
) -> None:
    _require_runs(None if achievement.is_of_site else tournament, by)
    if not is_by_hand(achievement):
        raise Conflict(_("Results earn this one: nobody gives it by hand."), code="not_by_hand")
    if tournament is not None:
        _require_here(achievement, holder, tournament)
    is_own = holder.registration.user_id == by.pk if isinstance(holder, Entrant) else holder == by
    if is_own:
        raise NotAllowed(_("This badge would be yours: somebody else has to give it."))


def _require_here(achievement: Achievement, holder: User | Entrant, tournament: Tournament) -> None:
    scopes = achievement.tournament_id, achievement.game_id
    if scopes not in {(None, None), (tournament.pk, None), (None, tournament.game_id)}:
        raise Conflict(_("This achievement cannot be earned in this tournament."), code="elsewhere")
    if _player(holder) not in players_of(tournament):
        message = _("Choose somebody who plays in this tournament.")
        raise InvalidInput(message, code="not_here", field="holder")


def _player(holder: User | Entrant) -> Player:
    return Player(entrant=holder.pk) if isinstance(holder, Entrant) else Player(user=holder.pk)


def _require_runs(tournament: Tournament | None, by: User) -> None:
    """Whoever runs the tournament decides; without one, the site's staff."""
    if tournament is not None:
        permissions.require(by, MANAGE, tournament)
    elif not permissions.is_site_staff(by):
        raise NotAllowed(_("You are not allowed to do this."))


def _occasion(achievement: Achievement, tournament: Tournament | None) -> str:
    if not achievement.is_active:
        raise Conflict(_("This achievement cannot be earned any more."), code="inactive")
    if not achievement.per_tournament:
        return ""
    if tournament is None:
        message = _("Each tournament gives this achievement: say which one it is.")
        raise InvalidInput(message, code="which_tournament", field="tournament")
    return str(tournament.pk)


def _badge(
    achievement: Achievement, player: Player, tournament: Tournament | None, occasion: str
) -> Badge:
    return Badge(
        achievement=achievement,
        user_id=player.user,
        entrant_id=player.entrant,
        tournament=tournament,
        occasion=occasion,
        awarded_at=timezone.now(),
    )


def _of(player: Player) -> Q:
    return Q(user=player.user, entrant=player.entrant)


def _keep_places(tournament: Tournament, places: Mapping[int, int]) -> None:
    """Write where everybody came in, as the standings say now."""
    FinalPlace.objects.filter(tournament=tournament).delete()
    rows = [
        FinalPlace(tournament=tournament, entrant_id=key, place=at) for key, at in places.items()
    ]
    FinalPlace.objects.bulk_create(rows)


def _earned_by_results(tournament: Tournament) -> Iterator[Achievement]:
    here = Q(tournament=None) | Q(tournament=tournament)
    of_game = Q(game=None) | Q(game=tournament.game_id)
    for row in Achievement.objects.filter(here & of_game, is_active=True):
        if not is_by_hand(row):
            yield row


def _holders(tournament: Tournament) -> Iterator[Player]:
    """Yield who has a badge of this tournament's results, whether they still count or not."""
    rows = Badge.objects.filter(tournament=tournament, source=BadgeSource.RULE, revoked_at=None)
    for user, entrant in rows.exclude(user=None, entrant=None).values_list("user", "entrant"):
        yield Player(user=user, entrant=entrant)


def _all_earned(
    achievements: Sequence[Achievement],
    people: Iterable[Player],
    tournament: Tournament,
    is_over: bool,  # noqa: FBT001 - what the caller found out
) -> Iterator[_Earned]:
    for player, runs in careers(people):
        for achievement in achievements:
            if is_over or not achievement.per_tournament:
                yield from _earned(achievement, player, runs, tournament)


def _earned(
    achievement: Achievement, player: Player, runs: Sequence[Run], tournament: Tournament
) -> Iterator[_Earned]:
    reached = progress(achievement, runs, tournament=tournament.pk)
    if reached.is_reached:
        occasion = str(tournament.pk) if achievement.per_tournament else ""
        yield _Earned(achievement=achievement, player=player, occasion=occasion, progress=reached)


def _take_back(
    achievements: Sequence[Achievement],
    people: Mapping[Player, None],
    earned: Mapping[_Slot, _Earned],
    tournament: Tournament,
) -> None:
    """Take back what the results of now do not bear."""
    for badge, slot in _given(achievements, people, tournament):
        if badge.source == BadgeSource.RULE and badge.stands and slot not in earned:
            _revoke(badge, RevokedFor.CORRECTION, _("The results were corrected."))
            audit.log(
                by=None, action="achievement.revoked", subject=badge, reason=badge.revoke_reason
            )


def _give(earned: Mapping[_Slot, _Earned], tournament: Tournament, by: User | None) -> list[Badge]:
    achievements = {one.achievement.pk: one.achievement for one in earned.values()}
    people = dict.fromkeys(one.player for one in earned.values())
    given = {
        slot
        for badge, slot in _given(list(achievements.values()), people, tournament)
        # What a person took back, no rule gives again.
        if badge.stands or badge.revoked_for == RevokedFor.DECISION
    }
    new = [_of_rule(one, tournament) for slot, one in earned.items() if slot not in given]
    # Another tournament of the same person may end at this moment: one of the rows stays out.
    Badge.objects.bulk_create(new, ignore_conflicts=True)
    keys = [badge.pk for badge in new]
    rows = Badge.objects.filter(pk__in=keys).select_related("achievement").order_by("pk")
    badges = list(rows)
    for start in range(0, len(badges), _BATCH):
        _announce(badges[start : start + _BATCH])
    if badges:
        after = {"badges": len(badges)}
        audit.log(by=by, action="achievement.earned", subject=tournament, after=after)
    return badges


def _given(
    achievements: Sequence[Achievement], people: Mapping[Player, None], tournament: Tournament
) -> Iterator[tuple[Badge, _Slot]]:
    """Yield the badges that these people have, or had, of these achievements."""
    occasions = Q(occasion="") | Q(occasion=str(tournament.pk))
    users = [player.user for player in people if player.user is not None]
    alone = [player.entrant for player in people if player.entrant is not None]
    theirs = Q(user__in=users) | Q(entrant__in=alone)
    rows = Badge.objects.filter(occasions, theirs, achievement__in=achievements)
    for badge in rows.select_related("achievement"):
        player = Player(user=badge.user_id, entrant=badge.entrant_id)
        yield badge, (badge.achievement_id, player, badge.occasion)


def _of_rule(earned: _Earned, tournament: Tournament) -> Badge:
    badge = _badge(earned.achievement, earned.player, tournament, earned.occasion)
    badge.source = BadgeSource.RULE
    badge.evidence = {"count": earned.progress.count, "target": earned.progress.target}
    return badge


def _revoke(badge: Badge, why: RevokedFor, reason: str) -> None:
    badge.revoked_at, badge.revoked_for, badge.revoke_reason = timezone.now(), why, reason
    badge.version += 1
    badge.save()
    events.announce(events.badge_revoked, key=str(badge.pk), **facts_of(badge))


def _announce(badges: Sequence[Badge]) -> None:
    """Tell of badges of one tournament, or of one badge, in one piece of news."""
    keys = [str(badge.pk) for badge in badges]
    events.announce(
        events.achievements_awarded,
        key=keys[0],
        badges=keys,
        tournament=badges[0].tournament_id,
    )
