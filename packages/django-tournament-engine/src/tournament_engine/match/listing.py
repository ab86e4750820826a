"""Matches in playing order, under the names of their stages and rounds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Max

from tournament_engine.core.models import StageConfig, Tournament
from tournament_engine.match.cards import Card, address_of_matches, card
from tournament_engine.match.models import Match
from tournament_engine.match.rounds import number_in_round, part_title, round_title

__all__ = ["Counts", "Group", "has_heats", "listed", "place_of", "round_counts"]

#: The last round of each part of each stage, by (bracket, part).
Counts = Mapping[tuple[int, str], int]


@dataclass(frozen=True, kw_only=True)
class Group:
    """The matches of one round."""

    title: str
    cards: tuple[Card, ...]


def listed(tournament: Tournament, matches: Iterable[Match]) -> list[Group]:
    """Return the matches by round, in the order given."""
    rows = list(matches)
    counts = round_counts(tournament) if rows else {}
    groups = groupby(rows, key=lambda match: (match.bracket_id, match.part, match.round))
    return [_group(tournament, list(part), counts) for _, part in groups]


def round_counts(tournament: Tournament) -> Counts:
    """Return how many rounds each part has: a round's name depends on what follows."""
    rows = Match.objects.filter(tournament=tournament).order_by()
    counted = rows.values_list("bracket", "part").annotate(rounds=Max("round"))
    return {(bracket, part): rounds for bracket, part, rounds in counted}


def place_of(match: Match, counts: Counts) -> str:
    """Return the round of a match in words: "Pool A, round 2"."""
    rounds = counts[match.bracket_id, match.part]
    name = round_title(
        match.part,
        match.round,
        rounds,
        is_drawn=match.decisive,
        has_heats=has_heats(match.bracket.stage),
    )
    if match.decisive or match.part == "R":
        return name
    return f"{part_title(match.part)}, {name}"


def has_heats(stage: StageConfig) -> bool:
    """Tell whether more than two meet in the matches of a stage."""
    return stage.format.replace("-", "_") == "free_for_all"


def _group(tournament: Tournament, matches: list[Match], counts: Counts) -> Group:
    stage = matches[0].bracket.stage
    place = place_of(matches[0], counts)
    address = address_of_matches(tournament.slug, stage.code)
    cards = (
        card(match, title=f"{place}, {number_in_round(match.code)}", address=address, seeds={})
        for match in matches
    )
    return Group(title=f"{stage.name}: {place}", cards=tuple(cards))
