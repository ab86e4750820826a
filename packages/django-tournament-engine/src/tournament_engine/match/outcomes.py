"""What is told of a match when its stage changes: its result by a name, and that it is ready.

A result is named by its match and by the version at which it came in. Whoever counts
results, as a rating does, applies each name once and takes it back by the same name.
"""

from collections.abc import Iterable, Iterator

from bracketcore import Match as Fixture
from bracketcore import Stage
from tournament_engine import events
from tournament_engine.bracket.models import Bracket
from tournament_engine.events import Datum, News
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.mirror import MatchView
from tournament_engine.match.models import Match, ResultKind

__all__ = ["announce", "announce_rounds", "announce_sides", "result_of"]


def result_of(view: MatchView) -> MatchView | None:
    """Return a match where it has a result, and who sits there is a part of that."""
    return view if view.kind else None


def announce(
    bracket: Bracket,
    match: Match,
    view: MatchView,
    *,
    before: tuple[str, int | None],
    reason: str,
) -> None:
    """Tell what became of a match that had a state and the name of a result before."""
    state, reverts = before
    for news, data in _news(match, view, reverts, reason):
        _tell(news, bracket, match, **data)
    if match.state == MatchState.READY and state != MatchState.READY:
        _tell(events.match_ready, bracket, match)


def announce_sides(bracket: Bracket, match: Match, view: MatchView, *, reason: str) -> None:
    """Tell that those of a match are to meet others, or nobody any more."""
    walked_over = view.phase == "played"
    news = events.match_sides_changed
    _tell(news, bracket, match, reason=reason, walked_over=walked_over)


def announce_rounds(bracket: Bracket, stage: Stage, paired: Iterable[Fixture]) -> None:
    """Tell of the rounds of which every pairing is known, now that it is known of these."""
    touched = {(fixture.bracket, fixture.round) for fixture in paired}
    if not touched:
        return
    open_rounds = {
        place
        for fixture in stage.matches
        if (place := (fixture.bracket, fixture.round)) in touched
        and stage.state(fixture.id) == "waiting"
    }
    rounds: dict[str, list[int]] = {}
    for part, number in sorted(touched - open_rounds):
        rounds.setdefault(part, []).append(number)
    for part, numbers in rounds.items():
        events.announce(
            events.round_generated,
            key=f"{bracket.pk}:{bracket.version}:{part}",
            tournament=bracket.tournament_id,
            stage=bracket.stage_id,
            part=part,
            rounds=numbers,
        )


def _news(
    match: Match, view: MatchView, reverts: int | None, reason: str
) -> Iterator[tuple[News, dict[str, Datum]]]:
    named = match.result_version
    if named == reverts:
        return
    if named is None:
        yield events.result_reopened, {"reason": reason, "reverts": reverts}
        return
    told: dict[str, Datum] = {
        "reason": reason,
        "result": named,
        "kind": view.kind.value,
        "entrants": [side.entrant for side in view.sides if side.entrant is not None],
        "places": _places(view),
    }
    if reverts is None:
        yield events.result_confirmed, told
    else:
        yield events.result_corrected, told | {"reverts": reverts}


def _places(view: MatchView) -> list[int]:
    """Return where each entrant came in, in the order of the sides; 0: did not take part."""
    sides = [side for side in view.sides if side.entrant is not None]
    match view.kind:
        case ResultKind.PLACEMENT:
            return [side.place or 0 for side in sides]
        case ResultKind.DRAW:
            return [1 for _side in sides]
        case _:
            return [1 if side.is_winner else 2 for side in sides]


def _tell(news: News, bracket: Bracket, match: Match, **more: Datum) -> None:
    events.announce(
        news,
        key=f"{match.pk}:{match.version}",
        tournament=bracket.tournament_id,
        stage=bracket.stage_id,
        match=match.pk,
        **more,
    )
