"""Football results as words: "Spain 2 England 1", with a shootout in brackets."""

from collections.abc import Iterable

from bracketcore import Draw, Stage, Standings, Win


def teams_of(results: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(team for text in results for team in text.split()[:3:2]))


def record(stage: Stage, results: Iterable[str]) -> Stage:
    for text in results:
        first, goals, second, against, *shootout = text.replace("(", "").replace(")", "").split()
        match, turned = _find(stage, first, second)
        score = _pair(goals, against, turned=turned)
        kicks = _pair(shootout[0], shootout[1], turned=turned) if shootout else None
        decided = kicks or score
        winner = stage.pairing(match)[decided.index(max(decided))]
        level = decided[0] == decided[1]
        stage.record(match, Draw(score) if level else Win(str(winner), score, kicks))
    return stage


def _find(stage: Stage, first: str, second: str) -> tuple[str, bool]:
    """The match of two teams, and whether they sit the other way round."""
    for match in stage.ready_matches():
        if set(stage.pairing(match.id)) == {first, second}:
            return match.id, stage.pairing(match.id)[0] == second
    raise LookupError(first, second)


def _pair(first: str, second: str, *, turned: bool) -> tuple[int, int]:
    return (int(second), int(first)) if turned else (int(first), int(second))


def table(standings: Standings) -> list[str]:
    """The lines of a table: who, points, goal difference, goals."""
    return [
        f"{row.entrant} {row.points} {row.tiebreaks['SD']} {row.tiebreaks['SF']}"
        for row in standings
    ]
