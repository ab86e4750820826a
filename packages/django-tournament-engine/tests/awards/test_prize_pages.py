"""The pages of prizes: the table, the desk of payouts, and what the winner sees."""

import pytest
from django.utils import timezone
from tests.awards.prizes import concluded, planned, played
from tests.desk.browsing import address, filled, log_in, post
from tests.factories import a_staff_member, a_tournament, a_user
from tests.playing import a_live_tournament, a_live_tournament_of_people

from tournament_engine.awards import payout_desk, services
from tournament_engine.awards.models import Prize, PrizePool
from tournament_engine.core.roles import Role
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout

pytestmark = pytest.mark.django_db


def test_the_organiser_writes_the_prize_table_and_visitors_read_it(client):
    cup = a_tournament(entrants=0)
    browser = log_in(cup.organizer)
    form = browser.get(address("manage_prizes", cup.slug)).context["form"]

    answer = browser.post(
        address("manage_prizes", cup.slug),
        filled(form, pool="1,000.01", place_3="4", share_3="", thing_3="A <b>cup</b>"),
    )

    assert answer.status_code == 302
    assert PrizePool.objects.get().amounts() == {1: 50001, 2: 30000, 3: 20000, 4: 0}
    shown = client.get(cup.get_absolute_url()).content.decode()
    assert "500.01\xa0EUR" in shown
    assert "A &lt;b&gt;cup&lt;/b&gt;" in shown
    again = browser.get(address("manage_prizes", cup.slug)).content.decode()
    assert "The whole pool is given away." in again
    assert 'value="50 %"' in again


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pool": "12.345"}, "is no amount"),
        ({"pool": "much"}, "is no amount"),
        ({"pool": "1e999999"}, "is no amount"),
        ({"pool": "100", "share_0": "1e999999 %"}, "A percentage is above 0"),
        ({"pool": "1", "currency": "€"}, "in capital letters"),
        ({"pool": "100", "share_0": "x %"}, "Write a percentage"),
        ({"pool": "100", "share_0": "60 %"}, "more than 100"),
        ({"pool": "100", "place_3": "", "share_3": "5"}, "Say which place gets this."),
        ({"pool": "100", "place_3": "1", "share_3": "5"}, "Place 1 is there twice"),
    ],
)
def test_what_is_wrong_in_the_table_is_said_and_nothing_saved(changes, words):
    cup = a_tournament(entrants=0)
    browser = log_in(cup.organizer)
    form = browser.get(address("manage_prizes", cup.slug)).context["form"]

    answer = browser.post(address("manage_prizes", cup.slug), filled(form, **changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Prize.objects.exists()


def test_what_the_platform_keeps_is_named():
    cup = a_tournament(entrants=0)
    planned(cup, 1000, [services.PrizeSpec(place=1, percent=90)])

    page = log_in(cup.organizer).get(address("manage_prizes", cup.slug)).content.decode()

    assert "The platform keeps:" in page
    assert "1.00\xa0EUR" in page


def test_the_desk_pays_by_hand_cancels_and_decides(committed):
    cup = a_live_tournament(entrants=4)
    planned(cup)
    staff = log_in(a_staff_member(cup, Role.PAYMENT_STAFF))
    concluded(cup)
    first, second, third, fourth = Payout.objects.order_by("place", "pk")
    Payout.objects.filter(pk=third.pk).update(state=PayoutState.NEEDS_REVIEW)
    Payout.objects.filter(pk=fourth.pk).update(state=PayoutState.NEEDS_REVIEW)

    def act(payout: Payout, action: str, words: str) -> int:
        answer = post(staff, "payouts", cup.slug, payout=payout.pk, action=action, words=words)
        return int(answer.status_code)

    assert "It was paid" in staff.get(address("payouts", cup.slug)).content.decode()
    assert act(first, "pay", "") == 422
    assert act(first, "dance", "x") == 422
    assert act(first, "pay", "Receipt 7") == 302
    assert act(first, "cancel", "Too late") == 409
    assert act(second, "cancel", "Left it to the club") == 302
    assert act(third, "was_paid", "On the statement") == 302
    assert act(fourth, "was_not_paid", "Not on it") == 302

    states = Payout.objects.order_by("place", "pk").values_list("state", flat=True)
    assert list(states) == ["paid", "cancelled", "paid", "failed"]
    page = staff.get(address("payouts", cup.slug)).content.decode()
    assert "Receipt 7" in page
    assert "10.00\xa0EUR" in page


def test_what_failed_is_tried_again_at_the_desk_or_paid_by_hand(committed):
    cup = a_live_tournament_of_people(2)
    planned(cup)
    staff = log_in(a_staff_member(cup, Role.PAYMENT_STAFF))
    concluded(cup)
    first, second = Payout.objects.order_by("place")
    Payout.objects.update(state=PayoutState.FAILED, attempts=6, tried_at=timezone.now())

    page = staff.get(address("payouts", cup.slug)).content.decode()
    post(staff, "payouts", cup.slug, payout=first.pk, action="ask")
    post(staff, "payouts", cup.slug, payout=second.pk, action="pay", words="Receipt 7")

    assert (page.count("Try again"), page.count("Paid by hand")) == (2, 2)
    paid = Payout.objects.order_by("place").values_list("state", "method")
    assert list(paid) == [("paid", "wallet"), ("paid", "cash")]


def test_a_second_person_approves_at_the_desk(settings, committed):
    settings.TOURNAMENT_ENGINE = {"APPROVE_PAYOUTS_ABOVE": {"EUR": 0}}
    cup = a_live_tournament_of_people(2)
    planned(cup)
    browser = log_in(a_staff_member(cup, Role.PAYMENT_STAFF))
    with committed():
        concluded(cup)
    line = Payout.objects.get(place=1)

    with committed():
        post(browser, "payouts", cup.slug, payout=line.pk, action="approve")

    line.refresh_from_db()
    assert line.state == PayoutState.PAID


def test_a_line_of_another_tournament_is_not_there():
    cup, other = a_live_tournament(entrants=2), a_live_tournament(entrants=2)
    planned(other)
    played(other)
    services.distribute_prizes(tournament=other)
    line = Payout.objects.all()[0]

    answer = post(log_in(cup.organizer), "payouts", cup.slug, payout=line.pk, action="cancel")

    assert answer.status_code == 404


def test_a_winner_sees_the_prize_and_nobody_else_does(client):
    cup = a_live_tournament_of_people(2)
    planned(cup)
    concluded(cup)
    line = Payout.objects.get(place=1)

    assert line.recipient is not None
    own = log_in(line.recipient).get(address("own_prizes")).content.decode()
    others = log_in(a_user()).get(address("own_prizes")).content.decode()

    assert "5.00\xa0EUR" in own
    assert "No prizes yet" in others
    assert client.get(address("own_prizes")).status_code == 302


def test_the_desk_and_the_table_take_as_many_queries_for_three_as_for_one(
    client, django_assert_max_num_queries
):
    counts = []
    for entrants in (2, 6):
        cup = a_live_tournament(entrants=entrants)
        share = 100 // entrants
        planned(
            cup, 6000, [services.PrizeSpec(place=p + 1, percent=share) for p in range(entrants)]
        )
        concluded(cup)
        browser = log_in(cup.organizer)
        for route in ("payouts", "manage_prizes", "tournament"):
            with django_assert_max_num_queries(60) as queries:
                browser.get(address(route, cup.slug))
            counts.append((route, len(queries)))

    assert counts[:3] == counts[3:]


def test_a_desk_of_many_payouts_has_pages_and_counts_them_all(monkeypatch):
    monkeypatch.setattr(payout_desk, "_ROWS", 1)
    cup = a_live_tournament_of_people(2)
    planned(cup)
    concluded(cup)
    staff = log_in(cup.organizer)

    pages = [
        staff.get(address("payouts", cup.slug), {"page": number}).content.decode()
        for number in (1, 2)
    ]

    names = list(Payout.objects.order_by("place").values_list("recipient_name", flat=True))
    assert [[name in page for name in names] for page in pages] == [[True, False], [False, True]]
    assert all('<span class="te-num">2</span>' in page for page in pages)
