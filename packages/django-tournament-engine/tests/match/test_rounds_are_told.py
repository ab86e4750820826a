"""The site's code hears of a round once everybody in it is known."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.factories import LEAGUE, POOLS
from tests.playing import a_live_tournament, match_of, organizer, play, win

from tests.conftest import Committed
from tournament_engine import events
from tournament_engine.match import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[tuple[str, tuple[int, ...]]]]:
    told: list[tuple[str, tuple[int, ...]]] = []

    def listen(*, part: str, rounds: tuple[int, ...], **_: Any) -> None:
        told.append((part, rounds))

    events.round_generated.connect(listen)
    yield told
    events.round_generated.disconnect(listen)


def test_a_knockout_tells_of_its_first_round_when_it_is_published(
    heard: list[Any], committed: Committed
):
    with committed():
        a_live_tournament(entrants=4)

    assert heard == [("R", (1,))]


def test_the_next_round_is_told_when_the_last_pairing_is_known(
    heard: list[Any], committed: Committed
):
    cup = a_live_tournament(entrants=4)
    with committed():
        play(match_of(cup, "R1.1"))
    early = list(heard)

    with committed():
        play(match_of(cup, "R1.2"))

    assert (early, heard) == ([], [("R", (2,))])


def test_a_league_tells_of_all_its_rounds_at_once(heard: list[Any], committed: Committed):
    with committed():
        a_live_tournament(entrants=4, stages=(LEAGUE,))

    assert heard == [("R", (1, 2, 3))]


def test_each_pool_tells_of_its_own_rounds(heard: list[Any], committed: Committed):
    with committed():
        a_live_tournament(entrants=6, stages=(POOLS,))

    assert heard == [("A", (1, 2, 3)), ("B", (1, 2, 3))]


def test_a_corrected_pairing_tells_of_no_new_round(heard: list[Any], committed: Committed):
    cup = a_live_tournament(entrants=4)
    first = play(match_of(cup, "R1.1"))
    play(match_of(cup, "R1.2"))
    heard.clear()

    with committed():
        services.override_result(
            match=first, result=win(first, 1), reason="Wrong side", by=organizer(first)
        )

    assert heard == []
