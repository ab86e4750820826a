"""Events and results as plain data."""

from collections.abc import Callable, Mapping
from typing import Final, assert_never

from bracketcore.errors import InvalidNotation
from bracketcore.history import (
    Corrected,
    Event,
    Recorded,
    Reopened,
    Replaced,
    Swapped,
    TiebreakGiven,
    Withdrawn,
)
from bracketcore.notation.formats import (
    entrant_from_dict,
    entrant_to_dict,
    given_from_dict,
    given_to_dict,
)
from bracketcore.reading import Data, as_object, items, member, only, text, texts, whole
from bracketcore.results import (
    DoubleForfeit,
    Draw,
    Forfeit,
    Placement,
    Result,
    Score,
    Walkover,
    Win,
)

__all__ = ["event_from_dict", "event_to_dict", "result_from_dict", "result_to_dict"]


def event_to_dict(event: Event) -> Data:
    """An event as JSON has it.

    >>> event_to_dict(Withdrawn("ann"))
    {'event': 'withdrawn', 'entrant': 'ann'}
    """
    match event:
        case Recorded(match, result):
            told = {"event": "recorded", "match": match, "result": result_to_dict(result)}
        case Corrected(match, result, cleared):
            told = {"event": "corrected", "match": match, "result": result_to_dict(result)}
            told |= {"cleared": list(cleared)}
        case Reopened(match, cleared):
            told = {"event": "reopened", "match": match, "cleared": list(cleared)}
        case Withdrawn(entrant):
            told = {"event": "withdrawn", "entrant": entrant}
        case Replaced(entrant, substitute):
            told = {"event": "replaced", "entrant": entrant}
            told |= {"substitute": entrant_to_dict(substitute)}
        case Swapped(entrant, other):
            told = {"event": "swapped", "entrant": entrant, "other": other}
        case TiebreakGiven(tiebreak):
            told = {"event": "tiebreak-given", "tiebreak": given_to_dict(tiebreak)}
        case _:
            assert_never(event)
    return told


def event_from_dict(data: object) -> Event:
    """The event of `event_to_dict`.

    >>> event_from_dict({"event": "withdrawn", "entrant": "ann"})
    Withdrawn(entrant='ann')
    """
    body = as_object(data, "An event")
    kind = text(body, "event")
    if kind not in EVENTS:
        raise InvalidNotation(f"There is no event {kind!r}: choose from {', '.join(EVENTS)}.")
    return EVENTS[kind](body)


def _recorded(body: Data) -> Event:
    only(body, {"event", "match", "result"})
    return Recorded(text(body, "match"), result_from_dict(member(body, "result")))


def _corrected(body: Data) -> Event:
    only(body, {"event", "match", "result", "cleared"})
    result = result_from_dict(member(body, "result"))
    return Corrected(text(body, "match"), result, texts(body, "cleared"))


def _reopened(body: Data) -> Event:
    only(body, {"event", "match", "cleared"})
    return Reopened(text(body, "match"), texts(body, "cleared"))


def _withdrawn(body: Data) -> Event:
    only(body, {"event", "entrant"})
    return Withdrawn(text(body, "entrant"))


def _replaced(body: Data) -> Event:
    only(body, {"event", "entrant", "substitute"})
    return Replaced(text(body, "entrant"), entrant_from_dict(member(body, "substitute")))


def _swapped(body: Data) -> Event:
    only(body, {"event", "entrant", "other"})
    return Swapped(text(body, "entrant"), text(body, "other"))


def _tiebreak_given(body: Data) -> Event:
    only(body, {"event", "tiebreak"})
    return TiebreakGiven(given_from_dict(member(body, "tiebreak")))


EVENTS: Final[Mapping[str, Callable[[Data], Event]]] = {
    "recorded": _recorded,
    "corrected": _corrected,
    "reopened": _reopened,
    "withdrawn": _withdrawn,
    "replaced": _replaced,
    "swapped": _swapped,
    "tiebreak-given": _tiebreak_given,
}


def result_to_dict(result: Result) -> Data:
    """A result as JSON has it.

    >>> result_to_dict(Win("ann", score=(2, 1)))
    {'result': 'win', 'winner': 'ann', 'score': [2, 1]}
    """
    match result:
        case Win(winner, score, shootout):
            decided = {} if shootout is None else {"shootout": list(shootout)}
            return {"result": "win", "winner": winner} | _plain_score(score) | decided
        case Draw(score):
            return {"result": "draw"} | _plain_score(score)
        case Walkover(winner):
            return {"result": "walkover", "winner": winner}
        case Forfeit(loser):
            return {"result": "forfeit", "loser": loser}
        case DoubleForfeit():
            return {"result": "double-forfeit"}
        case Placement(order, points, out):
            given = {} if points is None else {"points": list(points)}
            absent = {"out": list(out)} if out else {}
            return {"result": "placement", "order": list(order)} | given | absent
        case _:
            assert_never(result)


def _plain_score(score: Score | None) -> Data:
    if score is None:
        return {}
    return {"score": [list(part) if isinstance(part, tuple) else part for part in score]}


def result_from_dict(data: object) -> Result:
    """The result of `result_to_dict`.

    >>> result_from_dict({"result": "forfeit", "loser": "bob"})
    Forfeit(loser='bob')
    """
    body = as_object(data, "A result")
    kind = text(body, "result")
    if kind not in RESULTS:
        raise InvalidNotation(f"There is no result {kind!r}: choose from {', '.join(RESULTS)}.")
    return RESULTS[kind](body)


def _win(body: Data) -> Result:
    only(body, {"result", "winner", "score", "shootout"})
    shootout = _pair(body["shootout"]) if "shootout" in body else None
    return Win(text(body, "winner"), score=_score(body), shootout=shootout)


def _draw(body: Data) -> Result:
    only(body, {"result", "score"})
    return Draw(score=_score(body))


def _walkover(body: Data) -> Result:
    only(body, {"result", "winner"})
    return Walkover(text(body, "winner"))


def _forfeit(body: Data) -> Result:
    only(body, {"result", "loser"})
    return Forfeit(text(body, "loser"))


def _double_forfeit(body: Data) -> Result:
    only(body, {"result"})
    return DoubleForfeit()


def _placement(body: Data) -> Result:
    only(body, {"result", "order", "points", "out"})
    points = tuple(map(whole, items(body, "points"))) if "points" in body else None
    out = texts(body, "out") if "out" in body else ()
    return Placement(texts(body, "order"), points, out)


RESULTS: Final[Mapping[str, Callable[[Data], Result]]] = {
    "win": _win,
    "draw": _draw,
    "walkover": _walkover,
    "forfeit": _forfeit,
    "double-forfeit": _double_forfeit,
    "placement": _placement,
}


def _score(body: Data) -> Score | None:
    if "score" not in body:
        return None
    parts = items(body, "score")
    if any(isinstance(part, list) for part in parts):
        return tuple(map(_pair, parts))
    return _pair(parts)


def _pair(value: object) -> tuple[int, int]:
    match value:
        case [first, second]:
            return whole(first), whole(second)
        case _:
            raise InvalidNotation("A score is two whole numbers, or such a pair for each game.")
