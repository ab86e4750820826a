"""Where planned matches get in each other's way. Reads only.

A station takes one match at a time, an entrant and a person play one at a time, also in two
tournaments, and a match begins after those that decide who plays in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tournament_engine.core.models import Tournament
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match, MatchSide
from tournament_engine.registration.models import Registration, RosterMember
from tournament_engine.text import fold

__all__ = [
    "Clash",
    "ClashKind",
    "Plan",
    "clashes",
    "clashes_of",
    "clashes_with",
    "planned_at",
    "plans_of",
]

#: No match is planned to take longer: how far back one looks for what may still go on.
LONGEST = timedelta(days=1)

#: What `at` replaces.
_UNSET = datetime.min.replace(tzinfo=UTC)

_OUT = frozenset({MatchState.SKIPPED, MatchState.CANCELLED})


class ClashKind(Enum):
    """What two matches need at the same time."""

    STATION = "station"
    ENTRANT = "entrant"
    PERSON = "person"
    FEEDER = "feeder"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """When and where a match is to be, and who is to be there."""

    match: int
    code: str
    tournament: int
    bracket: int
    begins: datetime
    ends: datetime
    station: str
    feeders: frozenset[str]
    entrants: Mapping[int, str]
    people: Mapping[str, str]

    def at(self, begins: datetime, minutes: int, station: str) -> "Plan":
        """Return the same match at another time and place."""
        ends = begins + timedelta(minutes=minutes)
        return replace(self, begins=begins, ends=ends, station=station)


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Two matches that cannot both be as planned: the one that begins first, and the other."""

    kind: ClashKind
    who: str
    first: Plan
    second: Plan

    @property
    def words(self) -> str:
        """The clash in a sentence."""
        words = {"who": self.who, "first": self.first.code, "second": self.second.code}
        match self.kind:
            case ClashKind.STATION:
                return _("%(first)s and %(second)s are both at “%(who)s”.") % words
            case ClashKind.FEEDER:
                return _("%(second)s begins before %(first)s, which feeds it, is over.") % words
            case _:
                return _("%(who)s would play %(first)s and %(second)s at once.") % words


def plans_of(matches: QuerySet[Match]) -> list[Plan]:
    """Return the plans of those matches that have a time, in a fixed number of queries."""
    rows = list(matches.exclude(scheduled_at=None).exclude(state__in=_OUT))
    return [
        plan.at(match.scheduled_at, match.minutes, match.station)
        for match, plan in zip(rows, _planned(rows), strict=True)
        if match.scheduled_at is not None
    ]


def plan_of(match: Match, begins: datetime, minutes: int, station: str) -> Plan:
    """Return what a match would need at a time and a place."""
    [plan] = _planned([match])
    return plan.at(begins, minutes, station)


def planned_at(matches: Sequence[Match], begins: datetime) -> list[Plan]:
    """Return what each of these would need at one time, in a fixed number of queries."""
    pairs = zip(matches, _planned(matches), strict=True)
    return [plan.at(begins, match.minutes, match.station) for match, plan in pairs]


def clashes_with(plan: Plan, tournament: Tournament) -> list[Clash]:
    """Return every clash that a match would have if it were planned so."""
    return clashes_of([plan], tournament)


def clashes_of(plans: Sequence[Plan], tournament: Tournament) -> list[Clash]:
    """Return every clash that matches of one stage would have if they were planned so."""
    moved = {plan.match for plan in plans}
    near = Match.objects.exclude(pk__in=moved).filter(
        scheduled_at__lt=max(plan.ends for plan in plans),
        scheduled_at__gt=min(plan.begins for plan in plans) - LONGEST,
    )
    people = {key: name for plan in plans for key, name in plan.people.items()}
    others = {other.match: other for other in plans_of(near.filter(tournament=tournament))}
    others |= {other.match: other for other in plans_of(_related(plans).exclude(pk__in=moved))}
    others |= {other.match: other for other in plans_of(_of_people(near, people))}
    found = clashes([*plans, *others.values()])
    return [one for one in found if moved & {one.first.match, one.second.match}]


def _related(plans: Sequence[Plan]) -> QuerySet[Match]:
    """Return the matches that feed these, and those that these feed."""
    feeding = Match.objects.filter(bracket=plans[0].bracket).exclude(scheduled_at=None)
    feeders = {code for plan in plans for code in plan.feeders}
    fed = feeding.filter(sides__feeder_match__in=[plan.code for plan in plans])
    return (feeding.filter(code__in=feeders) | fed).distinct()


def clashes(plans: Sequence[Plan]) -> list[Clash]:
    """Return every clash among these plans, those of the earliest matches first."""
    found = {
        (clash.first.match, clash.second.match, clash.kind, clash.who): clash
        for clash in (*_overlaps(plans), *_too_early(plans))
    }
    # Who is two entrants' one person is named once.
    known = {(a, b) for a, b, kind, _who in found if kind is ClashKind.ENTRANT}
    kept = (
        clash
        for (a, b, kind, _who), clash in found.items()
        if kind is not ClashKind.PERSON or (a, b) not in known
    )
    return sorted(kept, key=lambda one: (one.first.begins, one.second.begins, one.first.match))


def _overlaps(plans: Iterable[Plan]) -> Iterator[Clash]:
    needed: defaultdict[tuple[ClashKind, object], list[tuple[Plan, str]]] = defaultdict(list)
    for plan in plans:
        for kind, key, who in _needs(plan):
            needed[kind, key].append((plan, who))
    for (kind, _key), users in needed.items():
        users.sort(key=lambda user: (user[0].begins, user[0].match))
        for number, (first, who) in enumerate(users):
            for second, _who in users[number + 1 :]:
                if second.begins >= first.ends:
                    break
                yield Clash(kind=kind, who=who, first=first, second=second)


def _needs(plan: Plan) -> Iterator[tuple[ClashKind, object, str]]:
    if plan.station:
        yield ClashKind.STATION, (plan.tournament, fold(plan.station)), plan.station
    for entrant, name in plan.entrants.items():
        yield ClashKind.ENTRANT, entrant, name
    for person, name in plan.people.items():
        yield ClashKind.PERSON, person, name


def _too_early(plans: Sequence[Plan]) -> Iterator[Clash]:
    by_code = {(plan.bracket, plan.code): plan for plan in plans}
    for plan in plans:
        for code in plan.feeders:
            feeder = by_code.get((plan.bracket, code))
            if feeder is not None and feeder.ends > plan.begins:
                yield Clash(kind=ClashKind.FEEDER, who="", first=feeder, second=plan)


def _of_people(matches: QuerySet[Match], people: Mapping[str, str]) -> QuerySet[Match]:
    """Return the matches in which one of these people would have to be."""
    keys: list[Any] = list(people)
    registered = Registration.objects.filter(user__in=keys).values("pk")
    rosters = RosterMember.objects.filter(user__in=keys, is_active=True).values("registration")
    sides = MatchSide.objects.filter(entrant__registration__in=registered) | (
        MatchSide.objects.filter(entrant__registration__in=rosters)
    )
    return matches.filter(pk__in=sides.values("match"))


def _planned(matches: Sequence[Match]) -> list[Plan]:
    """Return what each match needs besides a time and a place; those are still to be set."""
    sides: defaultdict[int, list[MatchSide]] = defaultdict(list)
    rows = MatchSide.objects.filter(match__in=matches).select_related("entrant__registration")
    for side in rows:
        sides[side.match_id].append(side)
    people = _people(side for own in sides.values() for side in own)
    return [
        Plan(
            match=match.pk,
            code=match.code,
            tournament=match.tournament_id,
            bracket=match.bracket_id,
            begins=_UNSET,
            ends=_UNSET,
            station="",
            feeders=frozenset(side.feeder_match for side in sides[match.pk]) - {""},
            entrants={s.entrant.pk: s.entrant.name for s in sides[match.pk] if s.entrant},
            people={
                person: side.entrant.name
                for side in sides[match.pk]
                if side.entrant is not None
                for person in people[side.entrant.registration_id]
            },
        )
        for match in matches
    ]


def _people(sides: Iterable[MatchSide]) -> Mapping[int, set[str]]:
    """Return the keys of the people of each registration, as text."""
    people: defaultdict[int, set[str]] = defaultdict(set)
    for side in sides:
        if side.entrant is not None:
            registration = side.entrant.registration
            people[registration.pk].update(filter(None, [_key(registration.user_id)]))
    members = RosterMember.objects.filter(registration__in=list(people), is_active=True)
    for registration_id, user in members.exclude(user=None).values_list("registration", "user"):
        people[registration_id].add(str(user))
    return people


def _key(user: object) -> str:
    return "" if user is None else str(user)
