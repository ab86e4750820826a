"""The check-in of a tournament: its window, its end, and what it holds up."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import a_tournament, everybody_checked_in
from tests.playing import first_stage

from tests.conftest import Committed
from tournament_engine import events
from tournament_engine.bracket import services as brackets
from tournament_engine.core import guards, services
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, IllegalTransition

pytestmark = pytest.mark.django_db

_S = TournamentState
HOUR = timedelta(hours=1)


def in_hours(hours: float) -> datetime:
    return timezone.now() + hours * HOUR


def a_closed_tournament(opens: float = -1, closes: float = 1, **facts: Any) -> Tournament:
    """Return one whose registration is closed, and its check-in set in hours from now."""
    return a_tournament(
        state=_S.REGISTRATION_CLOSED,
        check_in_opens_at=in_hours(opens),
        check_in_closes_at=in_hours(closes),
        **facts,
    )


def checking_in(**facts: Any) -> Tournament:
    return services.open_check_in(tournament=a_closed_tournament(**facts), by=None)


def closed(tournament: Tournament) -> Tournament:
    if tournament.state == _S.CHECK_IN and not tournament.is_check_in_over:
        everybody_checked_in(tournament)
    return services.close_check_in(tournament=tournament, by=tournament.organizer)


def update(tournament: Tournament, **changes: Any) -> Tournament:
    return services.update_tournament(
        tournament=tournament, by=tournament.organizer, version=tournament.version, **changes
    )


def test_there_is_no_check_in_to_open_where_none_is_set():
    tournament = a_tournament(state=_S.REGISTRATION_CLOSED)

    with pytest.raises(Conflict, match="has no check-in") as refused:
        services.open_check_in(tournament=tournament, by=tournament.organizer)

    assert refused.value.code == "off"


def test_a_check_in_that_nobody_could_use_is_not_opened():
    tournament = a_closed_tournament(opens=-2, closes=-1)

    with pytest.raises(Conflict) as refused:
        services.open_check_in(tournament=tournament, by=None)

    assert refused.value.code == "check_in_missed"


def test_the_window_moved_ahead_takes_the_check_in_back():
    tournament = checking_in()

    update(tournament, check_in_opens_at=in_hours(2), check_in_closes_at=in_hours(3))

    assert tournament.state == _S.REGISTRATION_CLOSED
    assert Tournament.objects.get().state == _S.REGISTRATION_CLOSED


def test_a_longer_window_leaves_the_check_in_open():
    tournament = checking_in()

    update(tournament, check_in_closes_at=in_hours(2))

    assert tournament.state == _S.CHECK_IN


def test_a_check_in_that_has_begun_is_not_taken_away():
    tournament = checking_in()

    with pytest.raises(Conflict, match="has begun"):
        update(tournament, check_in_opens_at=None, check_in_closes_at=None)


def test_the_times_of_a_check_in_that_is_over_stay():
    tournament = closed(checking_in())

    with pytest.raises(Conflict, match="is over"):
        update(tournament, check_in_closes_at=in_hours(2))


def test_the_window_is_not_moved_ahead_once_something_is_drawn(core_alone: None):
    tournament = checking_in(entrants=0)
    guards.register("postpone", _refuse)

    with pytest.raises(Conflict, match="drawn"):
        update(tournament, check_in_opens_at=in_hours(2), check_in_closes_at=in_hours(3))

    assert Tournament.objects.get().state == _S.CHECK_IN


def _refuse(_: Tournament) -> None:
    raise Conflict("It is drawn.")


def test_a_check_in_is_closed_once(committed: Committed):
    tournament = checking_in()
    heard: list[int] = []

    def listen(sender: object, *, tournament: int, **_: Any) -> None:
        heard.append(tournament)

    events.check_in_closed.connect(listen)
    with committed():
        closed(tournament)
    with pytest.raises(Conflict, match="over already"):
        closed(tournament)
    events.check_in_closed.disconnect(listen)

    assert (tournament.state, tournament.is_check_in_over) == (_S.CHECK_IN, True)
    assert heard == [tournament.pk]


def test_what_follows_the_end_of_a_check_in_belongs_to_it(core_alone: None):
    tournament = checking_in(entrants=0)

    def fail(_: Tournament, by: object) -> None:
        raise Conflict("Nobody may be marked.")

    guards.then("close_check_in", fail)
    with pytest.raises(Conflict):
        closed(tournament)

    assert Tournament.objects.get().check_in_closed_at is None


@pytest.mark.parametrize("state", [state for state in _S if state != _S.CHECK_IN])
def test_only_an_open_check_in_is_closed(state: str):
    tournament = a_closed_tournament()
    Tournament.objects.update(state=state)

    with pytest.raises(IllegalTransition):
        closed(tournament)


def test_nothing_is_drawn_before_the_check_in_is_over():
    tournament = checking_in()

    with pytest.raises(Conflict) as refused:
        brackets.generate_bracket(stage=first_stage(tournament), by=None)
    closed(tournament)
    bracket = brackets.generate_bracket(stage=first_stage(tournament), by=None)

    assert refused.value.code == "check_in_open"
    assert bracket.state == "generated"


def test_play_does_not_begin_before_the_check_in_is_over(core_alone: None):
    tournament = checking_in(entrants=0)

    with pytest.raises(Conflict) as refused:
        services.start_tournament(tournament=tournament, by=None)
    closed(tournament)
    services.start_tournament(tournament=tournament, by=None)

    assert refused.value.code == "check_in_open"
    assert tournament.state == _S.LIVE


def test_play_does_not_begin_while_the_check_in_lies_ahead(core_alone: None):
    tournament = a_closed_tournament(entrants=0, opens=1, closes=2)

    with pytest.raises(Conflict):
        services.start_tournament(tournament=tournament, by=None)
