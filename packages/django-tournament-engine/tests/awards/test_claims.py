"""Prizes that a person hands over: claimed by whom they are for, and what the site has to check."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.awards.prizes import concluded, planned, played
from tests.desk.browsing import address, log_in, post
from tests.factories import a_site_admin, a_tournament, a_user, somebody
from tests.playing import a_live_tournament, a_live_tournament_of_people, play

from tournament_engine import hooks
from tournament_engine.audit.models import AuditEntry
from tournament_engine.awards import services
from tournament_engine.awards.models import Gift
from tournament_engine.awards.services import PrizeSpec
from tournament_engine.economy.models import Payout, PayoutKind, PayoutMethod
from tournament_engine.economy.services import (
    cancel_payout,
    claim_payout,
    pay_in_cash,
    plan_payout,
    process_payout,
    process_payouts,
)
from tournament_engine.errors import Conflict, HookError, InvalidInput, NotAllowed
from tournament_engine.hooks.economy import PayoutCheck
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match

pytestmark = pytest.mark.django_db

IBAN = "DE02 1203 0000 0000 2020 51"
CUP_AND_BALL = (PrizeSpec(place=1, percent=100, thing="A cup"), PrizeSpec(place=2, thing="A ball"))


def by_hand(entrants=2, prizes=services.DEFAULT):
    """Return a concluded tournament whose money the organiser pays by hand."""
    cup = a_live_tournament_of_people(entrants)
    planned(cup, prizes=prizes, method=PayoutMethod.CASH)
    return concluded(cup)


def test_who_is_paid_by_hand_says_how_and_the_staff_reads_it(committed):
    cup = by_hand()
    line = Payout.objects.get(place=1)
    winner = log_in(somebody(line.recipient))
    assert "say below how the organiser reaches you" in page(winner)

    with committed():
        answer = post(winner, "own_prizes", kind="payout", line=line.pk, contact=IBAN)

    assert answer.status_code == 302
    assert "The organiser has your note" in page(winner)
    desk = log_in(cup.organizer)
    assert IBAN in desk.get(address("payouts", cup.slug)).content.decode()
    admin = log_in(a_site_admin())
    shown = admin.get(reverse("admin:tournament_engine_payout_change", args=(line.pk,)))
    assert (shown.status_code, IBAN in shown.content.decode()) == (200, False)
    told = InboxMessage.objects.get(event="prize_claimed")
    assert told.user == cup.organizer
    assert IBAN not in str(vars(told))


def page(browser):
    return browser.get(address("own_prizes")).content.decode()


def test_every_winner_is_led_to_the_prizes_once(committed):
    with committed():
        cup = by_hand(entrants=4, prizes=CUP_AND_BALL)

    told = InboxMessage.objects.filter(event="prize_won")
    won = {gift.entrant.registration.user for gift in Gift.objects.all()}
    assert {notice.user for notice in told} == won
    console = log_in(cup.organizer).get(address("console", cup.slug)).content.decode()
    assert "2 prizes in kind are to be handed over" in console


def test_a_claim_is_private_and_gone_once_the_money_is_paid_or_cancelled():
    cup = by_hand()
    first, second = Payout.objects.order_by("place")
    for line in (first, second):
        services.claim_prize(payout=line, contact=IBAN, by=somebody(line.recipient))

    pay_in_cash(payout=first, reference="Receipt 7", by=cup.organizer)
    cancel_payout(payout=second, reason="Left it to the club", by=cup.organizer)

    assert set(Payout.objects.values_list("contact", flat=True)) == {""}
    assert not any(IBAN in str(vars(entry)) for entry in AuditEntry.objects.all())
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.filter(pk=first.pk).update(contact=IBAN)


def test_a_claim_is_that_of_the_recipient_and_says_something():
    by_hand()
    line, other = Payout.objects.order_by("place")

    with pytest.raises(NotAllowed):
        claim_payout(payout=line, contact=IBAN, by=somebody(other.recipient))
    with pytest.raises(InvalidInput):
        services.claim_prize(payout=line, contact=" ", by=somebody(line.recipient))

    browser = log_in(somebody(other.recipient))
    answer = post(browser, "own_prizes", kind="payout", line=line.pk, contact=IBAN)
    assert answer.status_code == 404
    assert not Payout.objects.exclude(contact="").exists()


def test_what_was_typed_is_not_lost_when_it_cannot_be_taken():
    by_hand()
    line = Payout.objects.get(place=1)

    answer = post(
        log_in(somebody(line.recipient)), "own_prizes", kind="payout", line=line.pk, contact="x\x07"
    )

    assert answer.status_code == 422
    assert "control character" in answer.content.decode()


def test_money_of_the_wallet_is_not_claimed():
    cup = a_live_tournament_of_people(2)
    planned(cup)
    concluded(cup)
    line = Payout.objects.get(place=1)

    with pytest.raises(Conflict) as raised:
        services.claim_prize(payout=line, contact=IBAN, by=somebody(line.recipient))

    assert raised.value.code == "nothing_to_claim"


def test_a_thing_is_claimed_handed_over_and_then_nothing_is_known_of_the_address(committed):
    cup = by_hand(prizes=CUP_AND_BALL)
    cup_gift, ball = Gift.objects.order_by("place")
    winner = somebody(cup_gift.entrant.registration.user)
    browser, desk = log_in(winner), log_in(cup.organizer)

    assert "A cup" in page(browser)
    assert "A ball" not in page(browser)
    post(browser, "own_prizes", kind="gift", line=cup_gift.pk, contact="1 Main Street")
    assert "1 Main Street" in desk.get(address("payouts", cup.slug)).content.decode()
    act = {"gift": cup_gift.pk, "action": "hand_over", "words": "Parcel 12"}
    assert post(desk, "payouts", cup.slug, **act).status_code == 302
    assert post(desk, "payouts", cup.slug, **act).status_code == 409
    post(desk, "payouts", cup.slug, gift=ball.pk, action="cancel", words="Broken")

    states = list(Gift.objects.order_by("place").values_list("state", "contact", "note"))
    assert states == [("handed_over", "", "Parcel 12"), ("cancelled", "", "Broken")]
    assert "Parcel 12" in page(browser)


def test_a_thing_is_claimed_by_whom_it_is_for_alone():
    by_hand(prizes=CUP_AND_BALL)
    gift = Gift.objects.get(place=1)
    other = somebody(Gift.objects.get(place=2).entrant.registration.user)

    with pytest.raises(NotAllowed):
        services.claim_gift(gift=gift, contact="Here", by=other)
    answer = post(log_in(other), "own_prizes", kind="gift", line=gift.pk, contact="Here")

    assert answer.status_code == 404


def test_nobody_hands_over_what_they_have_won_themselves():
    organizer = a_user()
    cup = a_live_tournament(entrants=2, by=organizer)
    planned(cup, 0, CUP_AND_BALL[1:])
    concluded(cup)
    gift = Gift.objects.get()
    gift.entrant.registration.user = organizer
    gift.entrant.registration.save()

    with pytest.raises(NotAllowed):
        services.hand_over_gift(gift=gift, note="x", by=organizer)


def test_corrected_standings_give_the_thing_to_somebody_else():
    cup = a_live_tournament_of_people(2)
    planned(cup, 0, [PrizeSpec(place=1, thing="A cup")])
    played(cup)
    services.distribute_prizes(tournament=cup)
    services.distribute_prizes(tournament=cup)
    before = Gift.objects.get()

    correct(cup)
    services.distribute_prizes(tournament=cup)

    before.refresh_from_db()
    assert before.state == "cancelled"
    assert Gift.objects.exclude(pk=before.pk).get().entrant != before.entrant


def correct(cup):
    match = Match.objects.with_stage().get(tournament=cup)
    matches.reopen_match(match=match, by=cup.organizer, reason="Wrong score")
    play(match, 1)
    played(cup)


def test_a_thing_that_was_handed_over_is_settled_by_a_person():
    cup = a_live_tournament_of_people(2)
    planned(cup, 0, [PrizeSpec(place=1, thing="A cup")])
    played(cup)
    services.distribute_prizes(tournament=cup)
    services.hand_over_gift(gift=Gift.objects.get(), note="On stage", by=cup.organizer)
    correct(cup)

    with pytest.raises(Conflict) as raised:
        services.distribute_prizes(tournament=cup)

    assert raised.value.code == "handed_over"


@pytest.fixture
def economy(fake_hooks):
    return hooks.economy()


def a_line(committed):
    """Return the first line of money of a tournament that waits for nothing else."""
    cup = a_live_tournament_of_people(2)
    planned(cup)
    with committed():
        played(cup)
        services.distribute_prizes(tournament=cup)
    return Payout.objects.select_related("tournament").get(place=1)


@pytest.mark.parametrize("verdict", ["pending", "refused"])
def test_a_line_waits_until_the_site_lets_its_recipient_be_paid(economy, committed, verdict):
    line = a_line(committed)
    economy.checks[str(line.recipient_id)] = PayoutCheck(verdict, "We need your passport.")
    concluded_with(line, committed)

    line.refresh_from_db()
    assert (line.state, line.check_verdict, line.attempts) == ("pending", verdict, 0)
    assert (str(line.recipient_id), "EUR") not in economy.purses
    assert "We need your passport." in page(log_in(somebody(line.recipient)))
    desk = log_in(line.tournament.organizer).get(address("payouts", line.tournament.slug))
    assert "We need your passport." in desk.content.decode()

    economy.checks.clear()
    Payout.objects.update(checked_at=timezone.now() - timedelta(minutes=10))
    process_payouts(timezone.now())

    line.refresh_from_db()
    assert (line.state, line.check_verdict) == ("paid", "allowed")


def concluded_with(line, committed):
    with committed():
        concluded(line.tournament)


def test_an_answer_that_is_fresh_is_not_asked_for_again_but_by_the_staff(economy, committed):
    line = a_line(committed)
    economy.checks[str(line.recipient_id)] = PayoutCheck("pending", "Wait.")
    concluded_with(line, committed)
    economy.checks.clear()

    line.refresh_from_db()
    assert process_payout(payout=line).state == "pending"
    desk = log_in(line.tournament.organizer)
    post(desk, "payouts", line.tournament.slug, payout=line.pk, action="ask")

    line.refresh_from_db()
    assert line.state == "paid"


def test_while_the_site_cannot_be_asked_nobody_is_paid(economy, committed):
    line = a_line(committed)
    economy.checks[str(line.recipient_id)] = HookError("down", "Nobody answers.", retryable=True)

    concluded_with(line, committed)

    line.refresh_from_db()
    assert (line.state, line.check_verdict) == ("pending", "pending")
    assert "cannot be asked" in line.check_reason


def test_cash_waits_for_the_site_as_well(economy):
    cup = by_hand()
    line = Payout.objects.get(place=1)
    economy.checks[str(line.recipient_id)] = PayoutCheck("refused", "On a list.")

    with pytest.raises(Conflict) as raised:
        pay_in_cash(payout=line, reference="Receipt 7", by=cup.organizer)

    assert (raised.value.code, raised.value.message) == ("held", "On a list.")
    economy.checks.clear()
    assert pay_in_cash(payout=line, reference="Receipt 7", by=cup.organizer).state == "paid"


def test_the_page_of_prizes_takes_as_many_queries_for_three_lines_as_for_one():
    person = a_user()
    browser = log_in(person)
    a_prize(person)
    browser.get(address("own_prizes"))
    for_one = queries_of(browser)
    a_prize(person)
    a_prize(person)

    assert queries_of(browser) == for_one


def a_prize(person):
    return plan_payout(
        tournament_id=a_tournament(entrants=0).pk,
        kind=PayoutKind.PRIZE,
        slot="1",
        recipient=person,
        recipient_name="Ann",
        amount=100,
        currency="EUR",
        by=None,
    )


def queries_of(browser):
    with CaptureQueriesContext(connection) as captured:
        page(browser)
    return len(captured)
