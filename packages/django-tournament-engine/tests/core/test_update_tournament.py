from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.factories import KNOCKOUT, LEAGUE, a_site_admin, a_tournament, a_user

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.configuration import EDITABLE
from tournament_engine.core.custom_fields.specs import FieldSpec
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.services import update_tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, StaleVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("core_alone")]

_S = TournamentState

CHANGES: dict[str, Any] = {
    "slug": "another-cup",
    "game": "Go",
    "entrant_kind": "team",
    "stages": [LEAGUE],
    "custom_fields": [FieldSpec(code="rank", label="Rank")],
    "min_entrants": 3,
    "max_entrants": 32,
    "needs_approval": True,
    "fee_amount": 500,
    "fee_currency": "USD",
    "refund_policy": [{"until": "2026-05-01T00:00:00Z", "percent": 50}],
    "payment_methods": ["wallet"],
    "payment_instructions": {"manual_proof": "Send it to us."},
    "pay_by_hours": 24,
    "has_questions": True,
    "eligibility": [{"rule": "min_age", "age": 16}],
    "promotion_minutes": 60,
    "members_check_in": True,
    "opens_at": datetime(2026, 1, 1, tzinfo=UTC),
    "closes_at": datetime(2026, 1, 1, tzinfo=UTC),
    "check_in_opens_at": datetime(2026, 1, 4, tzinfo=UTC),
    "check_in_closes_at": datetime(2026, 1, 7, tzinfo=UTC),
    "starts_at": datetime(2026, 2, 1, tzinfo=UTC),
    "name": "Another Cup",
    "summary": "More.",
    "description": "More of it.",
    "rules": "None.",
    "visibility": "private",
    "match_check_in_minutes": 20,
    "no_show_minutes": 10,
    "auto_confirm_minutes": 60,
    "lobby_minutes": 30,
    "dispute_window_minutes": 90,
    "dispute_sla_hours": 12,
}


@pytest.fixture
def draft() -> Tournament:
    return a_tournament(state=_S.DRAFT, entrants=0, name="Cup")


def update(tournament: Tournament, by: Any = None, **changes: Any) -> Tournament:
    return update_tournament(
        tournament=tournament,
        by=by or tournament.organizer,
        version=changes.pop("version", tournament.version),
        **changes,
    )


def test_a_change_is_stored_counted_and_logged(draft: Tournament):
    update(draft, name="Winter Cup", max_entrants=16)

    stored = Tournament.objects.get()
    assert (stored.name, stored.max_entrants, stored.version) == ("Winter Cup", 16, 2)
    entry = AuditEntry.objects.filter(action="tournament.updated").get()
    assert entry.before == {"name": "Cup", "max_entrants": 64}
    assert entry.after == {"name": "Winter Cup", "max_entrants": 16}


def test_a_change_that_changes_nothing_leaves_no_trace(draft: Tournament):
    update(draft, name="Cup", game=draft.game.name, stages=[KNOCKOUT])

    assert draft.version == 1
    assert not AuditEntry.objects.filter(action="tournament.updated").exists()


def test_who_read_an_older_version_is_told_and_overwrites_nothing(draft: Tournament):
    update(draft, name="Winter Cup")

    with pytest.raises(StaleVersion, match="Somebody else changed"):
        update(draft, name="Spring Cup", version=1)

    assert Tournament.objects.get().name == "Winter Cup"


def test_the_site_staff_may_change_every_tournament_and_strangers_none(draft: Tournament):
    update(draft, by=a_site_admin(), name="Winter Cup")

    with pytest.raises(NotAllowed):
        update(draft, by=a_user(), name="My Cup")


def test_stages_are_replaced_all_at_once(draft: Tournament):
    update(draft, stages=[replace(LEAGUE, code="first"), replace(KNOCKOUT, name="Final")])

    stages = Tournament.objects.get().stages.all()
    assert [(stage.code, stage.name) for stage in stages] == [
        ("first", "League"),
        ("knockout", "Final"),
    ]
    assert draft.version == 2


def test_a_new_address_that_is_taken_is_refused(draft: Tournament):
    other = a_tournament(entrants=0)

    with pytest.raises(InvalidInput, match="is taken"):
        update(draft, slug=other.slug)


def test_facts_are_checked_as_when_they_were_made(draft: Tournament):
    with pytest.raises(InvalidInput) as refused:
        update(draft, max_entrants=1)

    assert refused.value.field == "max_entrants"
    assert Tournament.objects.get().max_entrants == 64


@pytest.mark.parametrize("field", ["state", "organizer", "cancel_reason", "no_such"])
def test_what_is_not_an_organisers_to_write_is_a_mistake_of_the_program(
    draft: Tournament, field: str
):
    with pytest.raises(TypeError, match=f"does not write {field}"):
        update(draft, **{field: "x"})


@pytest.mark.parametrize("state", TournamentState)
@pytest.mark.parametrize("field", EDITABLE)
def test_each_fact_is_settled_in_its_time(draft: Tournament, field: str, state: str):
    window = (datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC))
    Tournament.objects.update(
        state=state,
        check_in_opens_at=window[0],
        check_in_closes_at=window[1],
        fee_currency="EUR",
    )

    if state in EDITABLE[field]:
        assert update(draft, **{field: CHANGES[field]}).version == 2
        return

    with pytest.raises(Conflict) as refused:
        update(draft, **{field: CHANGES[field]})
    assert (refused.value.code, refused.value.field) == ("locked", field)
