"""A match as pages show it: its sides, its score in words, and the one name that says it all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Feeder, Match, MatchSide, ResultKind

__all__ = ["Card", "Line", "address_of_matches", "card", "dashed", "seeds_of", "slot_words"]

#: A name longer than this may be cut to two lines in a card, so its title says it whole.
LONG_NAME = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One side. `name` is the entrant's, or empty while `open` says who will come."""

    name: str
    open: str
    seed: int | None
    score: str
    mark: str

    @property
    def is_long(self) -> bool:
        return len(self.name) > LONG_NAME

    @property
    def words(self) -> str:
        """The side as it is read aloud: "Alpha 2"."""
        return f"{self.name or self.open} {self.score}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One match. `label` is its accessible name, `kind` the state its look follows."""

    code: str
    url: str
    label: str
    kind: str
    lines: tuple[Line, ...]
    note: str
    is_settled: bool


def address_of_matches(slug: str, stage: str) -> str:
    """Return what stands before the code in the address of a stage's matches."""
    # Reversed once a stage: a bracket page has hundreds of links.
    return f"{reverse('tournament_engine:matches', args=(slug,))}{stage}/"


def seeds_of(matches: Sequence[Match]) -> dict[int, int]:
    """Return each entrant's seed in the stage, read from the slots that seeds fill."""
    return {
        side.entrant_id: side.feeder_seed
        for match in matches
        for side in match.sides.all()
        if side.entrant_id is not None and side.feeder_seed is not None
    }


def card(match: Match, *, title: str, address: str, seeds: Mapping[int, int]) -> Card:
    """Return how a match is shown; `title` names its place ("Round 1, match 3")."""
    sides = match.sides.all()
    in_heat = len(sides) > 2  # noqa: PLR2004 - a match has two sides
    # An empty seat of a heat is nobody's bye: those who are there play without it.
    shown = [side for side in sides if not (in_heat and side.is_bye)]
    lines = tuple(_line(side, match, seeds) for side in shown)
    has_bye = any(side.is_bye for side in shown)
    words = ", ".join(line.words for line in lines)
    return Card(
        code=match.code,
        url=f"{address}{match.code}/",
        label=f"{title}: {words}{_shootout_words(match)}, {_ending(match, lines, has_bye=has_bye)}",
        kind="bye" if has_bye else match.state,
        lines=lines,
        note="" if has_bye else _note(match),
        is_settled=match.state in _OVER,
    )


_OVER = frozenset({MatchState.COMPLETED, MatchState.SKIPPED, MatchState.CANCELLED})
_UPCOMING = frozenset({MatchState.WAITING, MatchState.SCHEDULED})


def _line(side: MatchSide, match: Match, seeds: Mapping[int, int]) -> Line:
    entrant = side.entrant
    if entrant is None:
        return Line(name="", open=slot_words(side), seed=None, score="", mark="te-open")
    over = match.state == MatchState.COMPLETED
    has_winner = match.result_kind not in (ResultKind.NONE, ResultKind.DRAW)
    in_heat = match.result_kind == ResultKind.PLACEMENT
    is_beaten = over and has_winner and not in_heat
    mark = "te-won" if side.is_winner else "te-lost" if is_beaten else ""
    return Line(
        name=entrant.name,
        open="",
        seed=seeds.get(entrant.pk),
        score=_place(side) if in_heat else "" if side.score is None else str(side.score),
        mark=mark,
    )


def _place(side: MatchSide) -> str:
    """Return where a side of a heat came in; a dash for who did not take part."""
    if side.place is None:
        return "\N{EN DASH}"
    return _("%(place)s.") % {"place": side.place}


def dashed(pair: Sequence[int]) -> str:
    """Return a pair of numbers as a score is written."""
    return "\N{EN DASH}".join(str(number) for number in pair)


def slot_words(side: MatchSide) -> str:
    """Return who will sit in a slot that nobody sits in yet."""
    if side.is_bye:
        return _("bye")
    if side.feeder == Feeder.PLACE:
        words = {"place": side.feeder_place, "match": side.feeder_match}
        return _("Place %(place)s of %(match)s") % words
    if side.feeder == Feeder.WINNER:
        return _("Winner of %(match)s") % {"match": side.feeder_match}
    return _("Loser of %(match)s") % {"match": side.feeder_match}


def _shootout_words(match: Match) -> str:
    if not match.shootout:
        return ""
    return ", " + _("shootout %(score)s") % {"score": dashed(match.shootout)}


def _ending(match: Match, lines: Sequence[Line], *, has_bye: bool) -> str:
    winner = next((line.name for line in lines if line.mark == "te-won"), "")
    if has_bye:
        return _("not played")
    if not winner or any(line.score for line in lines):
        return str(match.get_state_display())
    how = match.get_result_kind_display()
    return _("%(how)s for %(winner)s") % {"how": how, "winner": winner}


def _note(match: Match) -> str:
    """Return the line below the sides: what the score does not say, or when and where."""
    if match.state == MatchState.COMPLETED:
        if match.shootout:
            return _("Shootout (%(score)s)") % {"score": dashed(match.shootout)}
        if match.result_kind in _UNPLAYED:
            return capfirst(str(match.get_result_kind_display()))
        return ""
    parts = [match.code]
    if match.state not in _UPCOMING:
        parts.append(str(match.get_state_display()))
    if match.scheduled_at is not None:
        local = timezone.localtime(match.scheduled_at)
        day, time, zone = (
            formats.date_format(local, style) for style in ("MONTH_DAY_FORMAT", "TIME_FORMAT", "T")
        )
        parts.append(f"{day}, {time} {zone}")
    if match.station:
        parts.append(match.station)
    return " · ".join(parts)


_UNPLAYED = frozenset({ResultKind.WALKOVER, ResultKind.FORFEIT, ResultKind.DOUBLE_FORFEIT})
