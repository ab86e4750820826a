"""A tournament that costs something and gives something, from the first fee to the papers."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.awards.prizes import concluded, has, planned
from tests.desk.browsing import address, log_in
from tests.factories import a_registration
from tests.paying import FEE, a_cashier, a_paying_cup, prove, refunds, rich, standing
from tests.people.models import Person
from tests.playing import started

from tests.conftest import Committed
from tournament_engine.awards import services as awards
from tournament_engine.awards.models import Certificate
from tournament_engine.awards.placing import final_tiers
from tournament_engine.awards.report import totals
from tournament_engine.core import services as tournaments
from tournament_engine.economy.models import Payout
from tournament_engine.economy.report import unfounded
from tournament_engine.economy.services import ledger_faults
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.registration.payments.models import Payment

pytestmark = pytest.mark.django_db

PLACES = 8
POOL = 10_001


class Story:
    """Eight places for 12.50 EUR each, nine people, a cashier, and 100.01 EUR to be won."""

    def __init__(self) -> None:
        until = (timezone.now() + timedelta(hours=6)).isoformat()
        self.cup = a_paying_cup(
            name="Autumn Cup",
            max_entrants=PLACES,
            refund_policy=[{"until": until, "percent": 80}],
        )
        self.organizer = self.cup.organizer
        self.cashier = a_cashier(self.cup)
        self.people = [rich() for _ in range(PLACES + 1)]
        planned(self.cup, POOL)

    def payment(self, person: Person) -> Payment:
        return Payment.objects.get(registration__user=person)

    def everybody_asks_for_a_place(self) -> list[str]:
        return [a_registration(self.cup, person).state for person in self.people]

    def pays_from_the_wallet(self, person: Person) -> tuple[str, str]:
        payment = self.payment(person)
        registrations.pay_from_wallet(payment=payment, by=person)
        return standing(payment)

    def proves_to_have_paid(self, person: Person, reference: str) -> Payment:
        return prove(self.payment(person), reference)

    def money_comes(self, person: Person, reference: str) -> tuple[str, str]:
        payment = self.proves_to_have_paid(person, reference)
        registrations.verify_payment(payment=payment, by=self.cashier)
        return standing(payment)

    def nothing_has_come(self, person: Person, reference: str) -> tuple[str, str]:
        payment = self.proves_to_have_paid(person, reference)
        registrations.reject_payment(payment=payment, by=self.cashier, reason="Not on the account")
        return standing(payment)

    def need_not_pay(self, person: Person) -> tuple[str, str]:
        payment = self.payment(person)
        registrations.waive_fee(payment=payment, reason="Won last year", by=self.cashier)
        return standing(payment)

    def changes_their_mind(self, person: Person) -> None:
        place = Registration.objects.get(tournament=self.cup, user=person)
        registrations.withdraw_registration(registration=place, by=person)

    def they_play(self) -> None:
        tournaments.close_registration(tournament=self.cup, by=self.organizer)
        started(self.cup)
        concluded(self.cup)

    def places(self) -> list[list[Person]]:
        owners: dict[int, Any] = {row.pk: row.registration.user for row in Entrant.objects.all()}
        return [[owners[key] for key in sorted(tier)] for tier in final_tiers(self.cup)]


@pytest.fixture
def story(settings: Settings, tmp_path: Path) -> Story:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return Story()


def test_a_tournament_with_fees_prizes_and_papers(
    story: Story, committed: Committed, client: Client
):
    first, *others, last = story.people
    by_wallet, by_proof, guest = others[:3], others[3:6], others[6]

    # Eight have a place as soon as they have paid; the ninth waits.
    asked = story.everybody_asks_for_a_place()
    assert asked == ["payment_pending"] * PLACES + ["waitlisted"]
    is_in = ("confirmed", "verified")
    with committed():
        assert [story.pays_from_the_wallet(one) for one in (first, *by_wallet)] == [is_in] * 4
    assert story.money_comes(by_proof[0], "TRANSFER 1") == is_in
    assert story.money_comes(by_proof[1], "TRANSFER 2") == is_in
    assert story.nothing_has_come(by_proof[2], "TRANSFER 3") == ("payment_pending", "rejected")
    assert story.money_comes(by_proof[2], "TRANSFER 3 AGAIN") == is_in
    assert story.need_not_pay(guest) == ("confirmed", "waived")

    # The first of them gives the place up, has 80 % back at once, and the ninth moves up.
    with committed():
        story.changes_their_mind(first)
    assert (refunds(story.cup), has(first)) == ([(1000, "wallet")], 10 * FEE - 250)
    with committed():
        assert story.pays_from_the_wallet(last) == is_in
    assert has(last) == 9 * FEE

    # They play; who loses a semi-final is third together with the other.
    before = {one: has(one) for one in story.people}
    with committed():
        story.they_play()
    [champion], [second], thirds, *_rest = story.places()
    won = {one: has(one) - before[one] for one in story.people if has(one) != before[one]}
    assert len(thirds) == 2
    assert won == {champion: 5001, second: 3000, thirds[0]: 1000, thirds[1]: 1000}

    # Everybody who played has a paper, and everybody can see that it is genuine.
    with committed():
        assert awards.make_certificates(timezone.now()) == PLACES
    for paper in Certificate.objects.select_related("file"):
        page = client.get(paper.get_absolute_url())
        assert page.status_code == 200
        assert "This certificate is valid" in page.content.decode()
        assert paper.name in page.content.decode()
    kinds = Certificate.objects.order_by("place", "pk").values_list("kind", flat=True)
    assert list(kinds[:4]) == ["champion", "runner_up", "third", "third"]
    assert pdf_of(champion).startswith(b"%PDF-")

    # The books agree: what was planned is paid, and no cent came from nowhere.
    [total] = totals(story.cup)
    assert (total.planned, total.paid, total.open, total.cancelled) == (11_001, 11_001, 0, 0)
    assert (ledger_faults(), unfounded()) == ([], [])
    assert set(Payout.objects.values_list("state", flat=True)) == {"paid"}

    tournaments.archive_tournament(tournament=story.cup, by=story.organizer)
    assert client.get(address("verify", paper.code)).status_code == 200


def pdf_of(person: Person) -> bytes:
    """Return a certificate as its holder loads it down."""
    paper = Certificate.objects.get(recipient=person)
    assert paper.file is not None
    answer: Any = log_in(person).get(address("file", paper.file.pk))
    return b"".join(answer.streaming_content)
