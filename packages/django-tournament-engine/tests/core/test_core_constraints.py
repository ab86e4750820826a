from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.factories import KNOCKOUT, a_tournament

from tournament_engine.core.models import StageConfig, Tournament
from tournament_engine.core.stages import stage_rows

pytestmark = pytest.mark.django_db

NOW = datetime(2030, 6, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)

IMPOSSIBLE: list[dict[str, Any]] = [
    {"state": "nowhere"},
    {"min_entrants": 1},
    {"min_entrants": 9, "max_entrants": 8},
    {"max_entrants": 1025},
    {"opens_at": NOW, "closes_at": NOW},
    {"opens_at": LATER, "starts_at": NOW},
    {"closes_at": LATER, "starts_at": NOW},
    {"check_in_opens_at": NOW},
    {"check_in_closes_at": NOW},
    {"check_in_opens_at": LATER, "check_in_closes_at": NOW},
    {"closes_at": LATER, "check_in_opens_at": NOW, "check_in_closes_at": LATER},
    {"check_in_opens_at": NOW, "check_in_closes_at": LATER, "starts_at": NOW},
]


@pytest.mark.parametrize("facts", IMPOSSIBLE, ids=str)
def test_the_database_refuses_what_cannot_be(facts: dict[str, Any]):
    a_tournament(entrants=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        Tournament.objects.update(**facts)


def test_two_tournaments_never_share_an_address():
    first, second = a_tournament(entrants=0), a_tournament(entrants=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        Tournament.objects.filter(pk=second.pk).update(slug=first.slug)


@pytest.mark.parametrize("field", ["position", "code"])
def test_two_stages_of_a_tournament_never_share_place_or_address(field: str):
    tournament = a_tournament(entrants=0)
    [twin] = stage_rows([KNOCKOUT], tournament)
    setattr(twin, field, 2 if field == "position" else "other")

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()

    assert StageConfig.objects.count() == 1
