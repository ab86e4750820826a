"""The page of rounds: the window of one, its games, and one time for all its matches."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.desk.browsing import address, filled, log_in, match_address, post
from tests.disputes import player
from tests.factories import POOLS, a_staff_member, a_user
from tests.playing import (
    a_duel,
    a_live_tournament,
    a_live_tournament_of_people,
    bracket_of,
    match_of,
    play,
)

from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.match import services
from tournament_engine.match.models import RescheduleRequest, RoundWindow
from tournament_engine.outbox import OutboxMessage

pytestmark = pytest.mark.django_db

DAY = "2031-05-01T18:00"
NEXT_DAY = "2031-05-02T18:00"


@pytest.fixture
def cup() -> Tournament:
    return a_live_tournament(entrants=4)


def stage_of(cup: Tournament) -> str:
    return bracket_of(cup).stage.code


def change(cup: Tournament, number: int, action: str, by: Any = None, **fields: object) -> Any:
    client = log_in(by or cup.organizer)
    words = (cup.slug, stage_of(cup), "R", number)
    return post(client, "manage_round", *words, action=action, **fields)


def listed(cup: Tournament) -> str:
    page = log_in(cup.organizer).get(address("rounds", cup.slug, stage_of(cup)))
    return page.content.decode()


def test_the_rounds_are_listed_by_name(cup: Tournament):
    shown = listed(cup)

    assert "Semi-finals" in shown
    assert "Final" in shown
    assert address("manage_round", cup.slug, stage_of(cup), "R", 2) in shown
    stage = log_in(cup.organizer).get(address("manage_stage", cup.slug, stage_of(cup)))
    assert address("rounds", cup.slug, stage_of(cup)) in stage.content.decode()


def test_a_window_is_set_and_everybody_reads_it_at_the_match(cup: Tournament):
    answer = change(cup, 1, "window", opens_at=DAY, closes_at=NEXT_DAY)

    window = RoundWindow.objects.get()
    shown = Client().get(match_address("match", match_of(cup, "R1.1"))).content.decode()
    assert answer.url == address("rounds", cup.slug, stage_of(cup))
    assert (window.part, window.round) == ("R", 1)
    assert "Window of the round" in shown
    assert "2031" in shown


def test_sides_move_their_match_within_the_window_alone():
    match, ann, _bob = a_duel()
    opens = timezone.now() + timedelta(days=3)
    services.set_round_window(
        bracket=match.bracket,
        part="R",
        number=1,
        opens_at=opens,
        closes_at=opens + timedelta(days=1),
        by=match.tournament.organizer,
    )

    with pytest.raises(InvalidInput) as refused:
        services.propose_time(match=match, side=0, proposed_at=opens - timedelta(hours=1), by=ann)
    services.propose_time(match=match, side=0, proposed_at=opens, by=ann)

    assert refused.value.code == "outside_window"
    assert RescheduleRequest.objects.get().proposed_at == opens


def test_a_window_that_ends_before_it_begins_is_sent_back(cup: Tournament):
    answer = change(cup, 1, "window", opens_at=NEXT_DAY, closes_at=DAY)

    assert answer.status_code == 422
    assert "A round ends after it begins." in answer.content.decode()


def test_games_that_somebody_else_changed_are_saved_when_sent_again_knowingly(cup: Tournament):
    change(cup, 1, "games", best_of=5, version=bracket_of(cup).version)
    old = bracket_of(cup).version - 1

    stale = change(cup, 1, "games", best_of=3, version=old)
    again = change(cup, 1, "games", **filled(stale.context["games_form"]))

    assert (stale.status_code, again.status_code) == (409, 302)
    assert match_of(cup, "R1.1").best_of == 3


def test_games_change_on_the_page_until_the_round_begins(cup: Tournament):
    version = bracket_of(cup).version

    change(cup, 2, "games", best_of=3, version=version)
    play(match_of(cup, "R1.1"))
    answer = change(cup, 1, "games", best_of=3, version=bracket_of(cup).version)

    assert match_of(cup, "R2.1").best_of == 3
    assert answer.status_code == 409
    assert "R1.1 is played" in answer.content.decode()


def test_every_match_of_a_round_gets_one_time_and_its_sides_hear_of_it(cup: Tournament):
    change(cup, 1, "time", scheduled_at=DAY, reason="Hall is free")

    times = set(cup.matches.filter(round=1).values_list("scheduled_at", flat=True))
    assert [f"{time:%Y-%m-%d}" for time in times] == ["2031-05-01"]
    assert OutboxMessage.objects.filter(key__startswith="match_scheduled:").count() == 2
    assert "2031" in listed(cup)


def test_a_round_begins_after_those_that_feed_it_unless_it_is_forced(cup: Tournament):
    change(cup, 1, "time", scheduled_at=NEXT_DAY)

    answer = change(cup, 2, "time", scheduled_at=DAY)
    forced = change(cup, 2, "time", scheduled_at=DAY, force="on", reason="So it is")

    assert answer.status_code == 409
    assert "begins before" in answer.content.decode()
    assert forced.status_code == 302


def test_a_round_that_has_begun_is_not_moved_as_a_whole():
    cup = a_live_tournament_of_people(4)
    match = match_of(cup, "R1.1")
    services.start_match(match=match, by=player(match, 0))

    with pytest.raises(Conflict) as refused:
        services.schedule_round(
            bracket=match.bracket, part="R", number=1, scheduled_at=None, by=cup.organizer
        )

    assert refused.value.code == "round_begun"
    shown = log_in(cup.organizer).get(address("manage_round", cup.slug, stage_of(cup), "R", 1))
    assert 'value="games"' not in shown.content.decode()


def test_another_time_for_the_round_ends_what_its_sides_asked():
    match, ann, _bob = a_duel()
    later = timezone.now() + timedelta(days=3)
    services.propose_time(match=match, side=0, proposed_at=later, by=ann)

    services.schedule_round(
        bracket=match.bracket,
        part="R",
        number=1,
        scheduled_at=later + timedelta(days=1),
        by=match.tournament.organizer,
    )

    assert RescheduleRequest.objects.get().state == "expired"


def test_each_changes_what_the_role_lets_them(cup: Tournament):
    referee = a_staff_member(cup, Role.REFEREE)
    manager = a_staff_member(cup, Role.BRACKET_MANAGER)
    version = bracket_of(cup).version

    assert change(cup, 1, "window", referee, opens_at=DAY).status_code == 302
    assert change(cup, 1, "games", referee, best_of=3, version=version).status_code == 403
    assert change(cup, 1, "window", manager, opens_at=DAY).status_code == 403
    assert change(cup, 1, "games", manager, best_of=3, version=version).status_code == 302
    assert change(cup, 1, "window", a_user(), opens_at=DAY).status_code == 403


def test_a_round_that_is_not_there_is_not_found(cup: Tournament):
    assert change(cup, 9, "window").status_code == 404
    assert change(cup, 1, "dance").status_code == 422


def test_a_list_of_rounds_costs_the_same_for_2_and_for_10():
    costs = []
    for entrants in (4, 12):
        cup = a_live_tournament(entrants=entrants, stages=(POOLS,))
        client, where = log_in(cup.organizer), address("rounds", cup.slug, "pools")
        client.get(where)
        with CaptureQueriesContext(connection) as queries:
            client.get(where)
        costs.append(len(queries))

    assert costs[0] == costs[1]
