"""Money in another process is paid once and never lost, whatever the line between does."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from pytest_django import Settings

from http_economy import HttpEconomy
from tournament_engine.core.models import Tournament
from tournament_engine.core.services import create_tournament, open_registration, publish_tournament
from tournament_engine.core.stages import StageSpec
from tournament_engine.economy.models import Payout, PayoutKind
from tournament_engine.economy.services import (
    plan_payout,
    process_payout,
    process_payouts,
    reconcile_payouts,
)
from tournament_engine.errors import Conflict, HookError
from tournament_engine.hooks.economy import Money
from tournament_engine.jobs import PartlyDone
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.services import pay_from_wallet, reconcile_charges, register
from tournament_engine.testing import EconomyContract
from tournament_engine.users import User

pytestmark = pytest.mark.django_db

SERVICE = Path(__file__).resolve().parent.parent / "wallet_service.py"
#: What a person has, what a cup costs, and what it pays.
START, FEE, PRIZE = 10_000, 1250, 500
LATER = timedelta(hours=2)
#: With these, nobody is told what became of a request.
SILENT = ("silent_after", "silent_before")


@pytest.fixture(autouse=True)
def service(settings: Settings) -> Iterator[None]:
    command = [sys.executable, str(SERVICE), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        settings.WALLET_URL = process.stdout.readline().strip()
        settings.WALLET_TIMEOUT = 20
        hooks = settings.TOURNAMENT_ENGINE["HOOKS"] | {"economy": "http_economy.HttpEconomy"}
        settings.TOURNAMENT_ENGINE = {**settings.TOURNAMENT_ENGINE, "HOOKS": hooks}
        yield
        process.terminate()


@pytest.fixture
def ann() -> User:
    person = get_user_model().objects.get_by_natural_key("ann")
    HttpEconomy().payout(person, Money(START, "EUR"), "start")
    return person


@pytest.fixture
def cup() -> Tournament:
    host = Tournament.objects.order_by("pk")[0].organizer
    made = create_tournament(
        name="A cup with a fee",
        game="Chess",
        stages=[StageSpec(code="knockout", name="Knockout", format="single_elimination")],
        fee_amount=FEE,
        fee_currency="EUR",
        payment_methods=["wallet"],
        by=host,
    )
    publish_tournament(tournament=made, by=host)
    open_registration(tournament=made, by=host)
    return made


@pytest.fixture
def fee(cup: Tournament, ann: User) -> Payment:
    register(tournament=cup, user=ann, by=ann)
    return Payment.objects.get(tournament=cup)


def a_prize(_cup: Tournament, person: User) -> Payout:
    # Prizes wait until a tournament is concluded: one of the demo's is.
    over = Tournament.objects.filter(state="concluded").order_by("pk")[0]
    return a_line(over, person, PayoutKind.PRIZE)


def a_refund(cup: Tournament, person: User) -> Payout:
    """Return a refund of something that was charged, and put the price back beforehand."""
    HttpEconomy().charge(person, Money(PRIZE, "EUR"), "charged")
    HttpEconomy().payout(person, Money(PRIZE, "EUR"), "evened out")
    return a_line(cup, person, PayoutKind.REFUND, charge_key="charged")


def a_line(cup: Tournament, person: User, kind: PayoutKind, charge_key: str = "") -> Payout:
    return plan_payout(
        tournament_id=cup.pk,
        kind=kind,
        slot="a slot of this test",
        recipient=person,
        recipient_name="Ann",
        amount=PRIZE,
        currency="EUR",
        charge_key=charge_key,
        by=cup.organizer,
    )


def befalls(**faults: list[str]) -> None:
    """Say what happens to the next requests of each path."""
    HttpEconomy().ask("faults", faults)


def has(person: User) -> int:
    return HttpEconomy().balance(person, "EUR").amount


def pay_fee(fee: Payment, person: User) -> str:
    fee.refresh_from_db()
    return pay_from_wallet(payment=fee, by=person).state


def state_of(line: Payout | Payment) -> str:
    line.refresh_from_db()
    return line.state


class TestHttpEconomy(EconomyContract):
    hook = HttpEconomy

    def make_user(self) -> User:
        return get_user_model().objects.get_by_natural_key("ann")


both = pytest.mark.parametrize("owed", [a_prize, a_refund])


@both
@pytest.mark.parametrize("fault", ["twice", *SILENT])
def test_what_is_owed_is_paid_once_whatever_befalls_the_request(
    cup: Tournament, ann: User, owed, fault: str
):
    line = owed(cup, ann)
    befalls(payout=[fault], refund=[fault])

    process_payout(payout=line)
    process_payouts(timezone.now() + LATER)
    process_payouts(timezone.now() + 2 * LATER)

    assert (state_of(line), has(ann)) == ("paid", START + PRIZE)


@both
@pytest.mark.parametrize("fault", SILENT)
def test_an_outcome_that_nobody_can_tell_waits_and_is_looked_up(
    cup: Tournament, ann: User, owed, fault: str
):
    line = owed(cup, ann)
    befalls(payout=[fault], refund=[fault], lookup=["silent_before"])

    assert process_payout(payout=line).state == "needs_review"
    assert process_payouts(timezone.now() + LATER) == 0
    assert reconcile_payouts(timezone.now()) == 1

    # What had moved is booked; what had not is free to be paid, under the same key.
    assert state_of(line) == ("paid" if fault == "silent_after" else "failed")
    process_payouts(timezone.now() + LATER)
    assert (state_of(line), has(ann)) == ("paid", START + PRIZE)


@both
def test_a_request_that_is_still_under_way_is_not_taken_for_lost(
    cup: Tournament, ann: User, owed, settings: Settings
):
    line = owed(cup, ann)
    befalls(payout=["late"], refund=["late"], lookup=["silent_before"])
    settings.WALLET_TIMEOUT = 0.2
    assert process_payout(payout=line).state == "needs_review"
    settings.WALLET_TIMEOUT = 20
    HttpEconomy().ask("held", {})

    assert (reconcile_payouts(timezone.now()), state_of(line)) == (0, "needs_review")
    assert has(ann) == START

    HttpEconomy().ask("release", {})
    assert (reconcile_payouts(timezone.now()), state_of(line)) == (1, "paid")
    assert has(ann) == START + PRIZE


def test_a_request_that_overtakes_a_late_one_pays_once(ann: User, settings: Settings):
    befalls(payout=["late"])
    settings.WALLET_TIMEOUT = 0.2
    with pytest.raises(HookError) as raised:
        HttpEconomy().payout(ann, Money(PRIZE, "EUR"), "k")
    settings.WALLET_TIMEOUT = 20
    HttpEconomy().ask("held", {})

    receipt = HttpEconomy().payout(ann, Money(PRIZE, "EUR"), "k")
    HttpEconomy().ask("release", {})

    assert (raised.value.code, raised.value.retryable) == ("wallet_unclear", True)
    assert (HttpEconomy().lookup("k"), has(ann)) == (receipt, START + PRIZE)


@pytest.mark.parametrize("fault", ["twice", "silent_after"])
def test_a_fee_that_was_charged_lets_in_at_once(fee: Payment, ann: User, fault: str):
    befalls(charge=[fault])

    assert [pay_fee(fee, ann) for _ in range(2)] == ["verified"] * 2

    assert (fee.registration.state, has(ann)) == ("confirmed", START - FEE)


@pytest.mark.parametrize("fault", SILENT)
def test_a_fee_of_which_nobody_can_tell_is_looked_up_by_the_job(
    fee: Payment, ann: User, fault: str
):
    befalls(charge=[fault], lookup=["silent_before"])
    with pytest.raises(Conflict) as refused:
        pay_fee(fee, ann)

    assert refused.value.code == "unsure"
    assert reconcile_charges(timezone.now() + LATER) == 1
    assert state_of(fee) == ("verified" if fault == "silent_after" else "pending")

    assert (pay_fee(fee, ann), has(ann)) == ("verified", START - FEE)


def test_a_fee_that_is_still_under_way_is_not_given_up(fee: Payment, ann: User, settings: Settings):
    befalls(charge=["late"], lookup=["silent_before"])
    settings.WALLET_TIMEOUT = 0.2
    with pytest.raises(Conflict):
        pay_fee(fee, ann)
    settings.WALLET_TIMEOUT = 20
    HttpEconomy().ask("held", {})

    with pytest.raises(PartlyDone):
        reconcile_charges(timezone.now() + LATER)
    assert (state_of(fee), has(ann)) == ("pending", START)

    HttpEconomy().ask("release", {})
    assert reconcile_charges(timezone.now() + LATER) == 1
    assert (state_of(fee), has(ann)) == ("verified", START - FEE)


@pytest.mark.parametrize("is_impatient", [True, False])
def test_a_request_that_arrives_after_nothing_was_found_charges_once(
    fee: Payment, ann: User, settings: Settings, is_impatient: bool
):
    befalls(charge=["delayed"])
    settings.WALLET_TIMEOUT = 0.2
    with pytest.raises(Conflict) as refused:
        pay_fee(fee, ann)
    settings.WALLET_TIMEOUT = 20
    HttpEconomy().ask("held", {})
    assert reconcile_charges(timezone.now() + LATER) == 1
    assert (refused.value.code, state_of(fee), has(ann)) == ("unsure", "pending", START)

    if is_impatient:
        assert pay_fee(fee, ann) == "verified"
    HttpEconomy().ask("release", {})
    reconcile_charges(timezone.now() + 2 * LATER)

    assert (state_of(fee), has(ann)) == ("verified", START - FEE)
    assert reconcile_charges(timezone.now() + 3 * LATER) == 0


def test_a_service_that_is_gone_leaves_everything_open(
    cup: Tournament, ann: User, settings: Settings
):
    line, url = a_prize(cup, ann), settings.WALLET_URL
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as closed:
        settings.WALLET_URL = f"http://127.0.0.1:{closed.server_port}"

    assert process_payout(payout=line).state == "needs_review"

    settings.WALLET_URL = url
    assert (reconcile_payouts(timezone.now()), process_payouts(timezone.now() + LATER)) == (1, 1)
    assert (state_of(line), has(ann)) == ("paid", START + PRIZE)


RECEIPT = b'{"receipt": {"key": "k", "amount": %s, "currency": "EUR", "reference": "r"}}'


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (404, b"<h1>Not found</h1>"),
        (404, b'{"detail": "Not found"}'),
        (302, b"{}"),
        (500, b'{"code": "broken"}'),
        (200, b"[]"),
        (200, b"{}"),
        (200, RECEIPT % b"500.0"),
        (200, RECEIPT.replace(b'"k"', b'"other"') % b"500"),
    ],
    ids=[
        "a page",
        "another's 404",
        "elsewhere",
        "broken",
        "a list",
        "empty",
        "no unit",
        "not ours",
    ],
)
def test_what_is_no_clear_answer_is_neither_yes_nor_no(
    ann: User, settings: Settings, status: int, text: bytes
):
    class Stranger(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Stranger) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        settings.WALLET_URL = f"http://127.0.0.1:{server.server_port}"
        codes = []
        for act in (
            lambda: HttpEconomy().payout(ann, Money(PRIZE, "EUR"), "k"),
            lambda: HttpEconomy().lookup("k"),
        ):
            with pytest.raises(HookError) as raised:
                act()
            codes.append((raised.value.code, raised.value.retryable))
        server.shutdown()
        thread.join()

    assert codes == [("wallet_unclear", True)] * 2


def test_a_receipt_of_another_amount_is_no_answer_to_this_request(
    ann: User, monkeypatch: pytest.MonkeyPatch
):
    facts = {"key": "k", "amount": PRIZE + 1, "currency": "EUR", "reference": "r"}
    monkeypatch.setattr(HttpEconomy, "ask", lambda *_args: {"receipt": facts})

    with pytest.raises(HookError, match="no clear answer"):
        HttpEconomy().payout(ann, Money(PRIZE, "EUR"), "k")


def test_the_faults_may_be_told_by_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WALLET_FAULTS", '{"lookup": ["silent_before"]}')
    command = [sys.executable, str(SERVICE), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("django.conf.settings.WALLET_URL", process.stdout.readline().strip())
            with pytest.raises(HookError):
                HttpEconomy().lookup("k")
            assert HttpEconomy().lookup("k") is None
        process.terminate()
