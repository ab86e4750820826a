"""The fee of a place that a substitute takes over: it belongs to the place."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import a_registration
from tests.paying import a_cashier, a_paying_cup, a_payment, refunds, standing, verified
from tests.playing import started

from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict
from tournament_engine.registration import services
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.registration.payments.models import Payment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def cup() -> Tournament:
    return a_paying_cup(max_entrants=2, starts_at=timezone.now() + timedelta(days=9))


def replace(payment: Payment, **facts: Any) -> Entrant:
    row = Registration.objects.get(pk=payment.registration_id)
    return services.replace_registration(
        registration=row, by=row.tournament.organizer, reason="Ill", **facts
    )


def settled(cup: Tournament) -> list[Payment]:
    """Return the payments of two, both verified."""
    return [verified(a_payment(cup)) for _ in range(2)]


def test_who_waits_takes_over_a_paid_place_and_is_asked_for_nothing(cup: Tournament):
    paid, _other = settled(cup)
    waiting = a_registration(cup)

    entrant = replace(paid, substitute=waiting)

    assert (entrant.registration, entrant.registration.state) == (waiting, "confirmed")
    assert not Payment.objects.filter(registration=waiting).exists()
    assert (standing(paid), refunds(cup)) == (("cancelled", "verified"), [])


def test_who_stands_in_by_name_takes_over_a_paid_place(cup: Tournament):
    paid, _other = settled(cup)

    entrant = replace(paid, name="Zoe")

    assert entrant.registration.state == "confirmed"
    assert (Payment.objects.count(), refunds(cup)) == (2, [])


def test_a_waived_place_is_taken_over_as_it_is(cup: Tournament):
    waived, cashier = a_payment(cup), a_cashier(cup)
    services.waive_fee(payment=waived, reason="Helps at the desk", by=cashier)

    entrant = replace(waived, name="Zoe")

    assert entrant.registration.state == "confirmed"
    assert (standing(waived), refunds(cup)) == (("cancelled", "waived"), [])


@pytest.mark.parametrize("is_named", [True, False])
def test_nobody_takes_over_a_place_whose_fee_is_due(cup: Tournament, is_named: bool):
    due, _other = a_payment(cup), a_payment(cup)
    waiting = a_registration(cup)

    with pytest.raises(Conflict, match="verify or waive it") as refused:
        replace(due, **({"name": "Zoe"} if is_named else {"substitute": waiting}))

    waiting.refresh_from_db()
    assert (refused.value.code, waiting.state) == ("not_paid", "waitlisted")
    assert standing(due) == ("payment_pending", "pending")


def test_nobody_takes_over_a_place_whose_fee_goes_back(cup: Tournament):
    paid, _other = settled(cup)
    services.refund_payment(payment=paid, reason="Sorry", by=a_cashier(cup))

    with pytest.raises(Conflict, match="cancel that refund") as refused:
        replace(paid, name="Zoe")

    assert (refused.value.code, standing(paid)) == ("not_paid", ("confirmed", "verified"))


def test_a_place_that_went_over_twice_is_paid_once_and_goes_back_once(cup: Tournament):
    paid, _other = settled(cup)
    first = replace(paid, name="Zoe")
    services.replace_registration(
        registration=first.registration, name="Yan", by=cup.organizer, reason="Ill too"
    )

    cup.refresh_from_db()
    tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")

    assert len(refunds(cup)) == 2


def test_who_waited_until_play_began_is_asked_for_nothing_either(cup: Tournament):
    paid, _other = settled(cup)
    waiting = a_registration(cup)
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    started(cup)

    waiting.refresh_from_db()
    entrant = replace(paid, substitute=waiting)

    assert entrant.registration.state == "confirmed"
    assert (Payment.objects.count(), refunds(cup)) == (2, [])
