"""Which matches wait for a decision: the contested ones, and all that depend on them."""

from collections import defaultdict
from collections.abc import Iterable

from tournament_engine.bracket.qualification import fed_by
from tournament_engine.core.models import StageConfig, Tournament
from tournament_engine.dispute.models import Dispute
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match, MatchSide

__all__ = ["hold_again"]


def hold_again(tournament: Tournament) -> None:
    """Let the matches be held that the cases of now ask for, and no other."""
    matches.hold_matches(tournament=tournament, held=_held(tournament))


def _held(tournament: Tournament) -> set[int]:
    cases = Dispute.objects.unresolved().filter(tournament=tournament)
    rows = Match.objects.filter(disputes__in=cases).select_related("bracket__stage")
    contested = list(rows.defer("bracket__snapshot", "bracket__seeding"))
    by_bracket: defaultdict[int, set[str]] = defaultdict(set)
    for match in contested:
        by_bracket[match.bracket_id].add(match.code)
    later = _fed_from([match.bracket.stage for match in contested])
    in_later_stages = Match.objects.filter(bracket__stage__in=later).values_list("pk", flat=True)
    held = {match.pk for match in contested} | set(in_later_stages)
    for bracket, codes in by_bracket.items():
        held |= _depending(bracket, codes)
    return held


def _depending(bracket: int, codes: set[str]) -> set[int]:
    """Return the matches of a bracket that the results of some of its matches lead to."""
    fed: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    edges = MatchSide.objects.filter(match__bracket=bracket).exclude(feeder_match="")
    for feeder, key, code in edges.values_list("feeder_match", "match", "match__code"):
        fed[feeder].add((key, code))
    found: set[int] = set()
    left = list(codes)
    while left:
        for key, code in fed[left.pop()]:
            if key not in found:
                found.add(key)
                left.append(code)
    return found


def _fed_from(stages: Iterable[StageConfig]) -> set[int]:
    """Return the stages that take entrants from these, at once or by way of others."""
    found: set[int] = set()
    left = list(stages)
    while left:
        for stage in fed_by(left.pop()):
            if stage.pk not in found:
                found.add(stage.pk)
                left.append(stage)
    return found
