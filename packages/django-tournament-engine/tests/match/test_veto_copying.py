"""Bans and picks come along in copies, templates and versions, with the stages they are for."""

from typing import Any

import pytest
from tests.factories import PLAYOFF, POOLS, a_tournament
from tests.match.test_vetoes import MAPS, STEPS

from tournament_engine.core import services
from tournament_engine.core.lifecycle import TournamentState as S
from tournament_engine.core.models import Tournament
from tournament_engine.core.stages import StageSpec
from tournament_engine.core.versions import snapshots
from tournament_engine.match.models import VetoPlan
from tournament_engine.match.services import plan_veto

pytestmark = pytest.mark.django_db

PLAN: dict[str, Any] = {"options": MAPS, "steps": STEPS, "seconds": 60, "is_automatic": False}
OTHER: dict[str, Any] = {"options": ["A", "B"], "steps": "P1 D"}


def plan(cup: Tournament, code: str, facts: dict[str, Any]) -> None:
    plan_veto(stage=cup.stages.get(code=code), by=cup.organizer, **facts)


def a_cup(state: S = S.DRAFT) -> Tournament:
    cup = a_tournament(state=state, entrants=0, stages=(POOLS, PLAYOFF))
    plan(cup, "playoff", PLAN)
    return cup


def plans(cup: Tournament) -> list[tuple[Any, ...]]:
    rows = VetoPlan.objects.filter(stage__tournament=cup).order_by("stage__position")
    told = ("stage__code", "options", "steps", "seconds", "is_automatic")
    return list(rows.values_list(*told))


PLANNED = [("playoff", MAPS, STEPS.split(), 60, False)]


def test_a_copy_bans_and_picks_as_its_model_does():
    cup = a_cup()

    made = services.duplicate_tournament(tournament=cup, name="Again", by=cup.organizer)

    assert plans(made) == PLANNED


def test_one_made_from_a_template_bans_and_picks_as_that_did():
    cup = a_cup()
    template = services.create_template(tournament=cup, name="Evening", by=cup.organizer)
    plan(cup, "playoff", {"options": [], "steps": ""})

    made = services.create_from_template(template=template, name="Again", by=cup.organizer)

    assert (plans(cup), plans(made)) == ([], PLANNED)


@pytest.mark.parametrize("state", [S.DRAFT, S.REGISTRATION_CLOSED])
def test_an_earlier_version_brings_its_bans_and_picks_back(state: S):
    cup = a_cup(state)
    version = services.create_version(tournament=cup, by=cup.organizer)
    plan(cup, "playoff", OTHER)
    plan(cup, "pools", OTHER)

    services.restore_version(version=version, by=cup.organizer)

    assert plans(cup) == PLANNED


def test_what_differs_between_two_versions_is_told():
    cup = a_cup()
    before = snapshots.settings_of(cup)
    plan(cup, "playoff", OTHER)

    [found] = snapshots.differences(before, snapshots.settings_of(cup))

    assert found.label == "Bans and picks"
    assert "Mirage" in found.before


def test_stages_that_are_edited_keep_their_bans_and_picks():
    cup = a_cup()
    final = StageSpec(code="final", name="Final", format="single_elimination")
    turned = (final, StageSpec(code="playoff", name="Playoff", format="double_elimination"))

    services.update_tournament(tournament=cup, by=cup.organizer, version=cup.version, stages=turned)

    assert list(cup.stages.values_list("code", "position")) == [("final", 1), ("playoff", 2)]
    assert plans(cup) == PLANNED
