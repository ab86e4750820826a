"""Draws by lot that everybody can check: the hash before, the seed after."""

from hashlib import sha256

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from tests.factories import PLAYOFF, POOLS, a_tournament, a_user
from tests.playing import a_closed_tournament, bracket_of, first_stage

from tests.conftest import Committed
from tournament_engine import events
from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import lots, services
from tournament_engine.bracket.draws import public_draws
from tournament_engine.bracket.models import DrawSeed
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import NotAllowed

pytestmark = pytest.mark.django_db


def drawn_by_lot(**facts: object) -> Tournament:
    tournament = a_closed_tournament(entrants=8, **facts)
    services.seed_entrants(stage=first_stage(tournament), method="random", by=tournament.organizer)
    return tournament


def published(tournament: Tournament) -> Tournament:
    by = tournament.organizer
    bracket = services.generate_bracket(stage=first_stage(tournament), by=by)
    services.publish_bracket(bracket=bracket, by=by)
    return tournament


def test_the_hash_of_the_seed_is_published_with_the_tournament():
    tournament = a_tournament(state=TournamentState.PUBLISHED, entrants=0)

    [draw] = DrawSeed.objects.filter(tournament=tournament)

    entry = AuditEntry.objects.get(action="draw.announced")
    assert entry.after == {"stage": "knockout", "number": 1, "hash": draw.commitment}
    assert draw.commitment == sha256(draw.seed.encode()).hexdigest()
    assert draw.drawn_at is None


def test_a_draw_uses_the_seed_that_was_announced():
    tournament = a_closed_tournament(entrants=8)
    announced = DrawSeed.objects.get(tournament=tournament)

    bracket = services.seed_entrants(
        stage=first_stage(tournament), method="random", by=tournament.organizer
    )

    announced.refresh_from_db()
    by_hand = sorted(
        bracket.seeding, key=lambda one: sha256(f"{announced.seed}:{one}".encode()).hexdigest()
    )
    assert bracket.seeding == announced.seeding == by_hand


def test_the_log_has_the_hash_before_the_draw_and_the_seed_with_it():
    tournament = drawn_by_lot()

    scope = str(tournament.pk)
    announced = AuditEntry.objects.filter(scope=scope, action="draw.announced").earliest("position")
    seeded = AuditEntry.objects.get(scope=scope, action="bracket.seeded")

    assert (announced.position or 0) < (seeded.position or 0)
    assert announced.after["hash"] == lots.commitment(seeded.after["seed"])


def test_a_second_draw_has_a_seed_of_its_own_and_leaves_a_trace():
    tournament = drawn_by_lot()
    services.seed_entrants(stage=first_stage(tournament), method="random", by=tournament.organizer)

    first, second, waiting = DrawSeed.objects.filter(tournament=tournament).order_by("number")

    assert len({first.seed, second.seed, waiting.seed}) == 3
    assert (first.drawn_at is None, second.drawn_at is None, waiting.drawn_at) == (
        False,
        False,
        None,
    )


def test_a_draw_with_a_number_from_elsewhere_uses_no_seed_up():
    tournament = a_closed_tournament(entrants=4)

    services.seed_entrants(
        stage=first_stage(tournament), method="random", seed=7, by=tournament.organizer
    )

    assert DrawSeed.objects.filter(tournament=tournament, drawn_at=None).count() == 1


def test_to_announce_again_changes_nothing():
    tournament = a_closed_tournament(entrants=4)
    stage = first_stage(tournament)

    draws = {
        services.announce_draw(stage=stage, by=tournament.organizer).commitment
        for _twice in range(2)
    }

    assert len(draws) == 1


def test_a_stranger_announces_nothing():
    with pytest.raises(NotAllowed):
        services.announce_draw(stage=first_stage(a_closed_tournament(entrants=4)), by=a_user())


def test_one_seed_of_a_stage_waits_at_most():
    tournament = a_closed_tournament(entrants=4)
    draw = DrawSeed.objects.get(tournament=tournament)

    with pytest.raises(IntegrityError):
        DrawSeed.objects.create(
            tournament=tournament, stage=draw.stage, number=2, seed="x", commitment="y"
        )


def test_a_stage_that_others_feed_is_not_drawn_by_lot():
    tournament = a_closed_tournament(entrants=4, stages=(POOLS, PLAYOFF))

    stages = DrawSeed.objects.filter(tournament=tournament).values_list("stage__code", flat=True)
    assert list(stages) == ["pools"]


def test_the_public_sees_the_seed_once_the_stage_is_published():
    tournament = drawn_by_lot()
    before = [draw.seed for draw in public_draws(tournament)]

    published(tournament)

    waiting, drawn = public_draws(tournament)
    assert (before, waiting.seed) == (["", ""], "")
    assert drawn.is_sound
    assert [line.entrant for line in drawn.order] == bracket_of(tournament).seeding


def test_a_site_hears_of_the_hash(committed: Committed):
    heard: list[str] = []

    def listen(commitment: str, **_: object) -> None:
        heard.append(commitment)

    events.draw_announced.connect(listen)
    with committed():
        tournament = a_tournament(state=TournamentState.PUBLISHED, entrants=0)
    events.draw_announced.disconnect(listen)

    assert heard == [DrawSeed.objects.get(tournament=tournament).commitment]


def test_the_command_finds_an_order_that_no_lot_gave(capsys: pytest.CaptureFixture[str]):
    tournament = drawn_by_lot()
    call_command("check_draws", tournament.slug)
    draw = DrawSeed.objects.get(tournament=tournament, number=1)
    DrawSeed.objects.filter(pk=draw.pk).update(seeding=draw.seeding[::-1])

    with pytest.raises(CommandError):
        call_command("check_draws")

    said = capsys.readouterr().out
    assert "1 draws checked, 0 differ." in said
    assert f"{tournament.slug}/knockout 1: not the order" in said


def test_a_program_reads_the_check_as_json(capsys: pytest.CaptureFixture[str]):
    drawn_by_lot()

    call_command("check_draws", json=True)

    assert capsys.readouterr().out.strip() == '{"checked": 1, "wrong": []}'
