"""What a tournament still lacks before it can be played, as the console lists it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.browsing import address, log_in
from tests.factories import a_registration, a_staff_member, a_tournament
from tests.playing import a_live_tournament

from tournament_engine.bracket.preflight import checks
from tournament_engine.core.lifecycle import TournamentState as S
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role

pytestmark = pytest.mark.django_db


def listed(cup: Tournament) -> list[tuple[str, bool]]:
    return [(check.words, check.is_fine) for check in checks(cup)]


def test_a_new_draft_lacks_nearly_everything():
    cup = a_tournament(state=S.DRAFT, entrants=0, stages=())

    assert listed(cup) == [
        ("Choose how it is played.", False),
        ("Say when it starts, or start it yourself.", False),
        ("0 entrants are in; 2 must be.", False),
        ("Nobody waits for a decision, a payment or an answer.", True),
    ]


def test_who_waits_for_a_decision_is_counted():
    cup = a_tournament(entrants=1, needs_approval=True, starts_at=timezone.now())
    a_registration(cup)

    assert listed(cup) == [
        ("How it is played is chosen.", True),
        ("It has a start.", True),
        ("1 entrant is in; 2 must be.", False),
        ("1 waits for a decision, a payment or an answer.", False),
    ]


def test_a_fee_and_a_check_in_are_looked_at_where_there_are_any():
    now = timezone.now()
    window: dict[str, Any] = {
        "check_in_opens_at": now + timedelta(hours=1),
        "check_in_closes_at": now + timedelta(hours=2),
    }
    cup = a_tournament(fee_amount=500, fee_currency="EUR", payment_methods=["wallet"], **window)

    assert ("The fee can be paid.", True) in listed(cup)
    assert listed(cup)[-1] == ("The check-in is still to come.", False)


def test_nothing_is_listed_once_it_is_played():
    assert checks(a_live_tournament()) == []


def console(cup: Tournament, person: Any) -> str:
    return str(log_in(person).get(address("console", cup.slug)).content.decode())


def test_the_console_leads_to_what_is_open_and_only_those_who_can_mend_it_see_it():
    cup = a_tournament(entrants=0)
    referee = a_staff_member(cup, Role.REFEREE)

    page = console(cup, cup.organizer)

    mended = address("manage_entrants", cup.slug)
    assert f'<a href="{mended}">0 entrants are in; 2 must be.</a>' in page
    assert "Before the start" not in console(cup, referee)
