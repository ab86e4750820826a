"""How an entry fee ends without a proof: expired, waived, given back; and the terms of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.factories import a_registration, a_tournament, a_user
from tests.paying import (
    FEE,
    a_cashier,
    a_paying_cup,
    a_payment,
    leave,
    overdue,
    payer,
    prove,
    refunds,
    standing,
    verified,
)

from tests.conftest import Committed
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.economy.models import Payout
from tournament_engine.economy.services import cancel_payout, pay_in_cash
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.registration import services
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.registration.payments.jobs import remove_settled_proofs
from tournament_engine.registration.payments.models import FeeWaiver, Payment
from tournament_engine.testing import FakeNotifications, FakeRankings
from tournament_engine.uploads.places import places

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def test_who_does_not_pay_in_time_loses_the_place_to_the_next():
    cup = a_paying_cup(max_entrants=2)
    late, _other = a_payment(cup), a_payment(cup)
    waiting = a_registration(cup)
    overdue(late)

    assert services.expire_unpaid(timezone.now()) == 1

    assert standing(late) == ("expired", "expired")
    fresh = Payment.objects.get(registration=waiting)
    assert standing(fresh) == ("payment_pending", "pending")
    assert fresh.pay_by_at > timezone.now() + timedelta(hours=47)
    assert services.expire_unpaid(timezone.now()) == 0


def test_a_payment_that_was_sent_never_expires():
    payment = overdue(prove(a_payment(a_paying_cup())))

    assert services.expire_unpaid(timezone.now()) == 0
    assert standing(payment) == ("payment_pending", "submitted")


def test_nothing_is_sent_when_the_time_is_over():
    payment = overdue(a_payment(a_paying_cup()))

    with pytest.raises(Conflict) as refused:
        prove(payment)

    assert refused.value.code == "too_late"


def test_people_are_reminded_once_before_the_end(
    fake_notifications: FakeNotifications, committed: Committed
):
    payment = a_payment(a_paying_cup())
    soon = payment.pay_by_at - timedelta(hours=1)

    with committed():
        done = [services.remind_unpaid(moment) for moment in (timezone.now(), soon, soon)]

    assert done == [0, 1, 0]
    assert [sent.event for sent in fake_notifications.sent] == ["payment_reminder"]


def test_staff_gives_more_time_and_no_less():
    cup = a_paying_cup(starts_at=timezone.now() + timedelta(days=9))
    payment, cashier = a_payment(cup), a_cashier(cup)
    until = payment.pay_by_at + timedelta(days=2)

    services.extend_payment(payment=payment, until=until, by=cashier)

    assert Payment.objects.get().pay_by_at == until
    for moment in (until, until + timedelta(days=20)):
        with pytest.raises(InvalidInput):
            services.extend_payment(payment=payment, until=moment, by=cashier)


def test_a_fee_is_waived_by_hand_with_its_reason():
    payment = a_payment(a_paying_cup())
    cashier = a_cashier(payment.tournament)

    services.waive_fee(payment=payment, reason="Helps at the desk", by=cashier)
    services.waive_fee(payment=payment, reason="Twice", by=cashier)

    assert standing(payment) == ("confirmed", "waived")
    waiver = FeeWaiver.objects.get()
    assert (waiver.rule, waiver.reason, waiver.actor) == ("hand", "Helps at the desk", cashier)


def test_what_is_sent_is_not_waived():
    payment = prove(a_payment(a_paying_cup()))

    with pytest.raises(Conflict):
        services.waive_fee(payment=payment, reason="x", by=a_cashier(payment.tournament))


def test_the_best_ranked_pay_nothing_and_their_rank_is_kept(fake_rankings: FakeRankings):
    cup = a_paying_cup()
    people = [a_user() for _ in range(4)]
    payments = [a_payment(cup, user) for user in people]
    scope = str(cup.game_id)
    for user, rating in zip(people, (1500.0, 1900.0, 1700.0), strict=False):
        fake_rankings.given[scope, f"user:{user.pk}"] = rating

    waivers = services.waive_for_ranked(tournament=cup, count=2, by=a_cashier(cup))

    assert [(row.payment_id, row.rank, row.evidence["rating"]) for row in waivers] == [
        (payments[1].pk, 1, 1900.0),
        (payments[2].pk, 2, 1700.0),
    ]
    assert [standing(row)[1] for row in payments] == ["pending", "waived", "waived", "pending"]


@pytest.mark.parametrize("count", [0, 1025])
def test_a_number_of_ranked_that_cannot_be_is_refused(count: int):
    cup = a_paying_cup()

    with pytest.raises(InvalidInput):
        services.waive_for_ranked(tournament=cup, count=count, by=cup.organizer)


def test_who_withdraws_gets_back_what_the_policy_says():
    now = timezone.now()
    policy = [
        {"until": (now - timedelta(days=1)).isoformat(), "percent": 100},
        {"until": (now + timedelta(days=1)).isoformat(), "percent": 50},
    ]
    cup = a_paying_cup(refund_policy=policy)
    payment = verified(a_payment(cup))

    leave(payment)

    assert standing(payment) == ("withdrawn", "verified")
    assert refunds(cup) == [(FEE // 2, "cash")]


def test_without_a_policy_nothing_is_given_back_to_who_withdraws():
    cup = a_paying_cup()
    payment = verified(a_payment(cup))

    leave(payment)

    assert refunds(cup) == []


def test_who_is_taken_out_gets_all_back():
    cup = a_paying_cup()
    verified(a_payment(cup))

    row = Registration.objects.get()
    services.cancel_registration(registration=row, by=cup.organizer, reason="Ringer")

    assert refunds(cup) == [(FEE, "cash")]


def test_money_that_is_verified_too_late_is_booked_and_goes_back():
    cup = a_paying_cup()
    payment = prove(a_payment(cup))
    row = Registration.objects.get()
    services.cancel_registration(registration=row, by=cup.organizer, reason="Full")

    services.verify_payment(payment=payment, by=a_cashier(cup))

    assert standing(payment) == ("cancelled", "verified")
    assert refunds(cup) == [(FEE, "cash")]
    assert not Entrant.objects.filter(registration__state="confirmed").exists()


def test_a_proof_that_is_rejected_after_leaving_is_the_end_of_it():
    cup = a_paying_cup()
    payment = prove(a_payment(cup))
    leave(payment)

    services.reject_payment(payment=payment, by=a_cashier(cup), reason="No")

    assert standing(payment) == ("withdrawn", "cancelled")


def test_a_fee_is_given_back_once_and_no_more_than_was_paid():
    cup = a_paying_cup()
    payment, cashier = verified(a_payment(cup)), a_cashier(cup)

    with pytest.raises(InvalidInput):
        services.refund_payment(payment=payment, amount=FEE + 1, reason="x", by=cashier)
    for _ in range(2):
        services.refund_payment(payment=payment, amount=500, reason="Late", by=cashier)
    with pytest.raises(Conflict) as refused:
        services.refund_payment(payment=payment, amount=499, reason="Less", by=cashier)

    assert (refused.value.code, refunds(cup)) == ("refunded_otherwise", [(500, "cash")])


def test_more_may_go_back_later_up_to_all_of_it(committed: Committed):
    cup = a_paying_cup()
    payment, cashier = verified(a_payment(cup)), a_cashier(cup)

    with committed():
        for amount in (500, FEE, FEE):
            services.refund_payment(payment=payment, amount=amount, reason="Late", by=cashier)

    assert refunds(cup) == [(500, "cash"), (FEE - 500, "cash")]
    assert InboxMessage.objects.filter(user=payer(payment), event="payment_refunded").count() == 2


def test_who_is_taken_out_after_a_refund_gets_the_rest_back():
    cup = a_paying_cup()
    payment = verified(a_payment(cup))
    services.refund_payment(payment=payment, amount=500, reason="Late", by=a_cashier(cup))

    row = Registration.objects.get()
    services.cancel_registration(registration=row, by=cup.organizer, reason="Ringer")

    assert refunds(cup) == [(500, "cash"), (FEE - 500, "cash")]


def test_who_got_back_more_than_the_policy_gives_gets_no_more_on_leaving():
    until = (timezone.now() + timedelta(days=1)).isoformat()
    cup = a_paying_cup(refund_policy=[{"until": until, "percent": 20}])
    payment = verified(a_payment(cup))
    services.refund_payment(payment=payment, amount=500, reason="Late", by=a_cashier(cup))

    leave(payment)

    assert refunds(cup) == [(500, "cash")]


def test_a_line_that_was_taken_back_lets_another_be_opened():
    cup = a_paying_cup()
    payment, cashier = verified(a_payment(cup)), a_cashier(cup)
    line = services.refund_payment(payment=payment, amount=500, reason="Late", by=cashier)
    cancel_payout(payout=line, reason="Wrong", by=cashier)

    services.refund_payment(payment=payment, reason="All", by=cashier)

    assert refunds(cup) == [(500, "cash"), (FEE, "cash")]


def test_only_what_was_paid_is_given_back():
    payment = a_payment(a_paying_cup())

    with pytest.raises(Conflict):
        services.refund_payment(payment=payment, reason="x", by=a_cashier(payment.tournament))


def test_calling_off_gives_each_fee_back_once():
    cup = a_paying_cup()
    verified(a_payment(cup))
    part = verified(a_payment(cup))
    services.refund_payment(payment=part, amount=500, reason="Late", by=a_cashier(cup))
    checked = prove(a_payment(cup))
    a_payment(cup)
    cup.refresh_from_db()

    tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")
    with pytest.raises(Conflict):
        tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")
    services.verify_payment(payment=checked, by=cup.organizer)

    whole, rest = (FEE, "cash"), (FEE - 500, "cash")
    assert sorted(refunds(cup)) == [(500, "cash"), rest, whole, whole]
    states = Payment.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["verified", "verified", "verified", "cancelled"]


def test_a_fee_is_marked_as_given_back_when_all_of_it_was():
    cup = a_paying_cup()
    whole, part = verified(a_payment(cup)), verified(a_payment(cup))
    cashier = a_cashier(cup)
    for amount in (1, FEE):
        services.refund_payment(payment=whole, amount=amount, reason="x", by=cashier)
    services.refund_payment(payment=part, amount=1, reason="x", by=cashier)
    for line in Payout.objects.all():
        pay_in_cash(payout=line, reference="Cash book 7", by=cashier)

    assert services.settle_refunds(timezone.now()) == 1

    assert [standing(row)[1] for row in (whole, part)] == ["refunded", "verified"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"payment_methods": []}, "payment_methods"),
        ({"payment_methods": ["cheque"]}, "payment_methods"),
        ({"payment_methods": ["wallet", "wallet"]}, "payment_methods"),
        ({"payment_methods": "wallet"}, "payment_methods"),
        ({"fee_currency": "eur"}, "fee_currency"),
        ({"payment_instructions": {"wallet": 7}}, "payment_instructions"),
        ({"payment_instructions": {"wallet": "x" * 2001}}, "payment_instructions"),
        ({"refund_policy": {}}, "refund_policy"),
        ({"refund_policy": [{"until": "soon", "percent": 1}]}, "refund_policy"),
        ({"refund_policy": [{"until": "2026-13-01T00:00Z", "percent": 1}]}, "refund_policy"),
        ({"refund_policy": [{"until": "2026-01-01T00:00", "percent": 1}]}, "refund_policy"),
        ({"refund_policy": [{"until": "2026-01-01T00:00Z", "percent": 101}]}, "refund_policy"),
        ({"refund_policy": [{"percent": 1}]}, "refund_policy"),
        ({"refund_policy": [{"until": "2026-01-01T00:00Z", "percent": 1}] * 2}, "refund_policy"),
        ({"pay_by_hours": 0}, "pay_by_hours"),
    ],
)
def test_terms_that_make_no_sense_are_refused(facts: dict[str, Any], field: str):
    with pytest.raises(InvalidInput) as refused:
        a_paying_cup(state=TournamentState.DRAFT, **facts)

    assert refused.value.field == field


def test_the_fee_is_settled_once_people_have_read_it():
    cup = a_paying_cup()

    with pytest.raises(Conflict) as refused:
        tournaments.update_tournament(
            tournament=cup, by=cup.organizer, version=cup.version, fee_amount=1
        )

    assert refused.value.code == "locked"


def test_the_database_knows_no_fee_without_a_currency():
    cup = a_tournament()

    with pytest.raises(IntegrityError), transaction.atomic():
        Tournament.objects.filter(pk=cup.pk).update(fee_amount=5)


def test_a_proof_goes_some_time_after_the_tournament(committed: Committed):
    cup = a_paying_cup()
    decided, waiting = verified(a_payment(cup)), prove(a_payment(cup))
    assert decided.proof is not None
    name = decided.proof.name
    over_since = timezone.now() - timedelta(days=91)
    Tournament.objects.filter(pk=cup.pk).update(concluded_at=over_since)

    with committed():
        assert remove_settled_proofs(timezone.now()) == 1

    decided = Payment.objects.get(pk=decided.pk)
    waiting.refresh_from_db()
    assert (decided.proof, places().exists(name)) == (None, False)
    assert waiting.proof is not None
    assert decided.transitions.filter(reference=decided.reference).exists()


def test_a_team_that_the_site_does_not_know_is_not_ranked_by_its_captain(
    fake_rankings: FakeRankings,
):
    cup, ann = a_paying_cup(entrant_kind="team"), a_user()
    payment = a_payment(cup, ann, name="The Owls")
    fake_rankings.given[str(cup.game_id), f"user:{ann.pk}"] = 1900.0

    assert services.waive_for_ranked(tournament=cup, count=1, by=a_cashier(cup)) == []
    assert standing(payment)[1] == "pending"
