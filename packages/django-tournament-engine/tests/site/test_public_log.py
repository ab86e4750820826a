"""What everybody may read of a tournament's log, and what nobody may."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.desk.browsing import address
from tests.factories import LEAGUE, a_staff_member, a_user
from tests.playing import (
    a_closed_tournament,
    a_live_tournament,
    first_stage,
    match_of,
    organizer,
    play,
    started,
    win,
)

from bracketcore import DoubleForfeit, Draw, Forfeit, Walkover, Win
from bracketcore.results import Result
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.models import DrawSeed
from tournament_engine.core.roles import Role
from tournament_engine.match import services as matches
from tournament_engine.match.public_log import PUBLIC

pytestmark = pytest.mark.django_db


def read(client: Client, slug: str) -> str:
    return client.get(address("log", slug)).content.decode()


def told(client: Client, slug: str) -> list[tuple[str, str]]:
    lines = client.get(address("log", slug)).context["lines"]
    return [(line.words, line.result) for line in lines]


def test_results_are_told_with_their_score(client: Client):
    cup = a_live_tournament(entrants=["Ann", "Bob"])
    final = match_of(cup, "R1.1")
    matches.confirm_result(match=final, result=win(final, 1, (1, 3)), by=organizer(final))

    assert ("A result was confirmed.", "Bob won 3\N{EN DASH}1") in told(client, cup.slug)


def test_a_shootout_is_told(client: Client):
    cup = a_live_tournament(entrants=["Ann", "Bob"])
    final = match_of(cup, "R1.1")
    bob = str(final.sides.get(side=1).entrant_id)
    result = Win(bob, score=(1, 1), shootout=(3, 4))
    matches.confirm_result(match=final, result=result, by=organizer(final))

    words = "Bob won 1\N{EN DASH}1, shootout 4\N{EN DASH}3"
    assert ("A result was confirmed.", words) in told(client, cup.slug)


def test_a_correction_stands_beside_what_it_corrects(client: Client):
    cup = a_live_tournament(entrants=["Ann", "Bob"])
    final = play(match_of(cup, "R1.1"))
    matches.override_result(
        match=final, result=win(final, 1), reason="Ann cheated", by=organizer(final)
    )

    said = told(client, cup.slug)
    assert ("The staff corrected a result.", "Bob won") in said
    assert ("A result was confirmed.", "Ann won") in said


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (lambda a, _b: Walkover(a), "Ann went on without play"),
        (lambda a, _b: Forfeit(a), "Ann lost by forfeit"),
        (lambda _a, _b: DoubleForfeit(), "Both lost by forfeit"),
        (lambda _a, _b: Draw(score=(2, 2)), "A draw 2\N{EN DASH}2"),
    ],
    ids=["walkover", "forfeit", "double forfeit", "draw"],
)
def test_every_kind_of_result_has_words(client: Client, result: Callable[..., Result], words: str):
    cup = a_live_tournament(entrants=["Ann", "Bob"], stages=(LEAGUE,))
    match = match_of(cup, "R1.1")
    ids = {str(side.entrant): str(side.entrant_id) for side in match.sides.all()}
    matches.override_result(
        match=match, result=result(ids["Ann"], ids["Bob"]), reason="So", by=organizer(match)
    )

    assert words in {line[1] for line in told(client, cup.slug)}


def test_nobody_reads_who_did_it_or_why(client: Client):
    cup = a_live_tournament(entrants=["Ann", "Bob"])
    referee = a_staff_member(cup, Role.HEAD_REFEREE, a_user("rita.referee"))
    final = play(match_of(cup, "R1.1"))
    matches.override_result(
        match=final, result=win(final, 1), reason="a private reason", by=referee
    )

    page = read(client, cup.slug)
    assert "private reason" not in page
    assert "rita" not in page


def test_only_entries_of_the_list_are_told(client: Client):
    cup = a_live_tournament(entrants=4)

    lines = client.get(address("log", cup.slug)).context["lines"]

    actions = {line.entry.action for line in lines}
    assert actions <= PUBLIC.keys()
    assert not any(action.startswith(("registration", "payment", "staff")) for action in PUBLIC)


def test_the_hash_stands_there_before_the_draw_and_the_seed_after_it(client: Client):
    cup = a_closed_tournament(entrants=4)
    draw = DrawSeed.objects.get(tournament=cup)
    before = read(client, cup.slug)

    brackets.seed_entrants(stage=first_stage(cup), method="random", by=cup.organizer)
    hidden = read(client, cup.slug)
    started(cup)
    after = read(client, cup.slug)

    assert [draw.commitment in page for page in (before, hidden, after)] == [True] * 3
    assert [draw.seed in page for page in (before, hidden, after)] == [False, False, True]
    assert "checks out" in after


def test_a_seed_that_a_stage_did_not_need_is_called_unused(client: Client):
    cup = a_live_tournament(entrants=4)

    assert "Not used: the stage is drawn" in read(client, cup.slug)


def test_a_draw_that_was_tampered_with_is_called_so(client: Client):
    cup = a_closed_tournament(entrants=4)
    brackets.seed_entrants(stage=first_stage(cup), method="random", by=cup.organizer)
    started(cup)
    draw = DrawSeed.objects.get(tournament=cup, number=1)
    DrawSeed.objects.filter(pk=draw.pk).update(seeding=draw.seeding[::-1])

    assert "does not check out" in read(client, cup.slug)


def test_the_page_takes_as_many_queries_for_three_results_as_for_one(
    client: Client, queries_of: Callable[[str], int]
):
    cup = a_live_tournament(entrants=8)
    play(match_of(cup, "R1.1"))
    for_one = queries_of(address("log", cup.slug))

    for code in ("R1.2", "R1.3"):
        play(match_of(cup, code))

    assert queries_of(address("log", cup.slug)) == for_one


def test_the_tournament_leads_to_its_log(client: Client):
    cup = a_live_tournament(entrants=4)

    assert address("log", cup.slug) in client.get(cup.get_absolute_url()).content.decode()


def test_a_score_is_told_from_its_winner_whoever_sits_there_by_now(client: Client):
    cup = a_live_tournament(entrants=["Ann", "Bob", "Cyd", "Dan"])
    first = play(match_of(cup, "R1.1"))
    play(match_of(cup, "R1.2"))
    final = match_of(cup, "R2.1")
    winner = final.sides.get(side=0).entrant
    matches.confirm_result(match=final, result=win(final, 0, (2, 1)), by=organizer(final))

    matches.override_result(
        match=first, result=win(first, 1), reason="Wrong", cascade=True, by=organizer(first)
    )

    assert ("A result was confirmed.", f"{winner} won 2\N{EN DASH}1") in told(client, cup.slug)
