"""From the final standings to money: once, exactly, and only when results are final."""

import json
from collections.abc import Sequence

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import F
from django.utils import timezone
from tests.awards.prizes import concluded, has, planned, played
from tests.factories import PLAYOFF, POOLS, a_tournament, a_user
from tests.playing import (
    a_live_tournament,
    a_live_tournament_of_people,
    bracket_of,
    people,
    play,
    playable,
    sides,
    started,
)

from tournament_engine.awards import services
from tournament_engine.awards.placing import final_tiers
from tournament_engine.awards.report import totals
from tournament_engine.bracket import services as brackets
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import EntrantKind
from tournament_engine.dispute import services as disputes
from tournament_engine.economy.hook import Ledger
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Account, Payout
from tournament_engine.economy.services import approve_payout, cancel_payout, pay_in_cash
from tournament_engine.errors import Conflict, HookError, NotAllowed
from tournament_engine.hooks.teams import PayoutAccount, TeamRef, Teams
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant

pytestmark = pytest.mark.django_db


def lines() -> list[tuple[int | None, int, str]]:
    return list(Payout.objects.order_by("pk").values_list("place", "amount", "state"))


def test_winners_are_paid_when_the_tournament_is_concluded(committed):
    cup = a_live_tournament_of_people(4)
    planned(cup, 1001)

    with committed():
        concluded(cup)

    first, second, *thirds = [entrant for tier in final_tiers(cup) for entrant in tier]
    owners = {row.pk: row.registration.user for row in Entrant.objects.all()}
    assert [has(owners[key]) for key in (first, second, *sorted(thirds))] == [501, 300, 100, 100]
    assert {state for *_facts, state in lines()} == {PayoutState.PAID}
    [total] = totals(cup)
    assert (total.planned, total.paid, total.open, total.cancelled) == (1001, 1001, 0, 0)


def test_to_distribute_again_plans_nothing_twice(committed):
    cup = a_live_tournament_of_people(4)
    planned(cup)
    with committed():
        concluded(cup)

    with committed():
        services.distribute_prizes(tournament=cup)
        services.pay_prizes(tournament=cup.pk)

    assert sum(amount for _place, amount, _state in lines()) == 1000
    assert (
        sum(Account.objects.filter(holder__isnull=False).values_list("balance", flat=True)) == 1000
    )


def test_nothing_is_paid_before_the_results_are_final(committed):
    cup = a_live_tournament_of_people(2)
    planned(cup)
    played(cup)

    with committed():
        line, _second = services.distribute_prizes(tournament=cup, by=cup.organizer)
        services.pay_prizes(tournament=cup.pk)

    assert {state for *_facts, state in lines()} == {PayoutState.PENDING}
    with pytest.raises(Conflict) as raised:
        pay_in_cash(payout=line, reference="Receipt 7", by=cup.organizer)
    assert raised.value.code == "held"


def test_nothing_is_paid_while_a_dispute_is_open(committed):
    cup = a_live_tournament_of_people(2)
    planned(cup)
    played(cup)
    match = Match.objects.with_stage().get(tournament=cup)
    _winner, loser = people(match)
    assert loser is not None
    disputes.open_dispute(match=match, reason="score", statement="It was the other way", by=loser)
    with committed():
        services.distribute_prizes(tournament=cup)
    # Nothing lets a tournament be concluded now; the money asks for itself all the same.
    cup.state = "concluded"
    cup.save()

    services.pay_prizes(tournament=cup.pk)

    assert {state for *_facts, state in lines()} == {PayoutState.PENDING}


def test_lines_of_standings_that_were_corrected_are_taken_back():
    cup = a_live_tournament_of_people(2)
    planned(cup)
    played(cup)
    services.distribute_prizes(tournament=cup)
    match = Match.objects.with_stage().get(tournament=cup)
    matches.reopen_match(match=match, by=cup.organizer, reason="Wrong score")
    play(match, 1)
    played(cup)

    services.distribute_prizes(tournament=cup)

    winner = final_tiers(cup)[0][0]
    left = Payout.objects.exclude(state=PayoutState.CANCELLED)
    assert {row.slot.split(":")[1]: row.amount for row in left}[str(winner)] == 500
    assert sum(row.amount for row in left) == 800
    assert Payout.objects.filter(state=PayoutState.CANCELLED).count() == 2


def test_a_line_that_somebody_cancelled_stays_so():
    cup = a_live_tournament_of_people(2)
    planned(cup)
    played(cup)
    line, _second = services.distribute_prizes(tournament=cup)
    cancel_payout(payout=line, reason="The sponsor paid", by=cup.organizer)

    services.distribute_prizes(tournament=cup)

    assert sorted(state for *_facts, state in lines()) == ["cancelled", "pending"]


def test_who_was_disqualified_gets_nothing_and_the_others_move_up():
    cup = a_live_tournament(entrants=4)
    planned(cup)
    played(cup)
    winner = Entrant.objects.get(pk=final_tiers(cup)[0][0])

    winner.registration.state = "disqualified"
    winner.registration.save()

    services.distribute_prizes(tournament=cup)
    assert winner.pk not in final_tiers(cup)[0]
    assert [(place, amount) for place, amount, _state in lines()] == [(1, 500), (2, 250), (2, 250)]


def test_a_place_in_the_last_stage_is_above_every_other():
    cup = a_live_tournament(entrants=6, stages=(POOLS, PLAYOFF))
    while ready := playable(cup):
        for match in ready:
            first, second = map(int, sides(match))
            play(match, int(first > second))
    playoff = cup.stages.get(code="playoff")
    brackets.publish_bracket(
        bracket=brackets.generate_bracket(stage=playoff, by=cup.organizer), by=cup.organizer
    )
    played(cup)

    tiers = final_tiers(cup)

    inside = {int(key) for key in bracket_of(cup, "playoff").seeding}
    assert {entrant for tier in tiers[:3] for entrant in tier} == inside
    assert sorted(entrant for tier in tiers for entrant in tier) == sorted(
        Entrant.objects.values_list("pk", flat=True)
    )


def test_names_without_accounts_are_paid_by_hand(committed):
    cup = a_live_tournament(entrants=2)
    planned(cup)
    with committed():
        concluded(cup)
    line = Payout.objects.get(place=1)

    pay_in_cash(payout=line, reference="Receipt 7", by=cup.organizer)

    assert lines() == [(1, 500, PayoutState.PAID), (2, 300, PayoutState.PENDING)]


def test_a_large_prize_waits_for_a_second_person(settings, committed):
    settings.TOURNAMENT_ENGINE = {"APPROVE_PAYOUTS_ABOVE": {"EUR": 400}}
    cup = a_live_tournament_of_people(2)
    planned(cup)
    with committed():
        concluded(cup)
    assert [state for *_facts, state in lines()] == [PayoutState.PENDING, PayoutState.PAID]

    with committed():
        approve_payout(payout=Payout.objects.get(place=1), by=a_user(is_superuser=True))

    assert [state for *_facts, state in lines()] == [PayoutState.PAID, PayoutState.PAID]


def test_nobody_without_the_role_distributes_and_nobody_before_the_end():
    cup = a_live_tournament(entrants=2)

    with pytest.raises(NotAllowed):
        services.distribute_prizes(tournament=cup, by=a_user())
    with pytest.raises(Conflict) as raised:
        services.distribute_prizes(tournament=cup)
    assert raised.value.code == "not_over"


def test_without_a_prize_table_there_is_nothing_to_pay():
    concluded(a_live_tournament(entrants=2))

    assert lines() == []


class Split(Teams):
    """A site whose one team splits its prizes in its own way."""

    accounts: Sequence[PayoutAccount] = ()

    def teams_for(self, user, game=None):
        return [TeamRef("7", "Owls")]

    def snapshot(self, team_id):
        return {"name": "Owls"}

    def can_manage(self, user, team_id):
        return True

    def payout_accounts(self, team_id):
        return self.accounts


def team_cup():
    cup = a_tournament(entrants=0, entrant_kind=EntrantKind.TEAM)
    captain = a_user()
    registrations.register(tournament=cup, user=captain, by=captain, team_ref="7", name="Owls")
    registrations.add_entrants(tournament=cup, names=["Bats"], by=cup.organizer)
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    return started(cup), captain


def test_a_team_shares_by_its_own_split_and_the_lowest_id_has_the_remainder(
    settings, monkeypatch, committed
):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"teams": f"{__name__}.Split"}}
    ann, bob = a_user(), a_user()
    split = [("0", 5), (str(bob.pk), 2), (str(ann.pk), 1), ("nobody", 9)]
    monkeypatch.setattr(Split, "accounts", [PayoutAccount(key, share) for key, share in split])
    cup, _captain = team_cup()
    planned(
        cup, 200, [services.PrizeSpec(place=1, percent=50), services.PrizeSpec(place=2, percent=50)]
    )

    with committed():
        concluded(cup)

    low, high = sorted((ann, bob), key=lambda person: person.pk)
    share = {ann: 1, bob: 2}
    assert has(high) == 100 * share[high] // 3
    assert has(low) + has(high) == 100


def test_a_team_of_nobody_with_an_account_is_paid_in_one_piece_by_hand(
    settings, monkeypatch, committed
):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"teams": f"{__name__}.Split"}}
    cup, _captain = team_cup()
    planned(
        cup, 100, [services.PrizeSpec(place=1, percent=50), services.PrizeSpec(place=2, percent=50)]
    )

    with committed():
        concluded(cup)

    by_hand = Payout.objects.filter(method="cash").values_list("recipient_name", "amount")
    assert sorted(by_hand) == [("Bats", 50), ("Owls", 50)]


class Mute(Ledger):
    """A system of money that cannot say what it did."""

    def lookup(self, idempotency_key):
        raise HookError("down", "Nobody answers.", retryable=True)


def test_the_command_says_what_waits_for_a_person(settings, capsys):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"economy": f"{__name__}.Mute"}}
    cup = a_live_tournament_of_people(2)
    planned(cup)
    played(cup)
    services.distribute_prizes(tournament=cup)
    Payout.objects.update(state=PayoutState.NEEDS_REVIEW)

    call_command("reconcile_payouts", "--json")
    call_command("reconcile_payouts")

    answer, *words = capsys.readouterr().out.replace("\xa0", " ").splitlines()
    sums = {"planned": 800, "paid": 0, "open": 800, "cancelled": 0}
    assert json.loads(answer) == {
        "settled": 0,
        "failed": 0,
        "needs_review": 2,
        "totals": [{"currency": "EUR"} | sums],
        "ledger_faults": [],
    }
    assert words == [
        "8.00 EUR planned = 0.00 EUR paid + 8.00 EUR open + 0.00 EUR cancelled.",
        "0 settled, 2 wait for a person to decide.",
    ]


def test_the_command_fails_when_a_line_is_paid_and_nothing_moved():
    cup = a_live_tournament_of_people(2)
    planned(cup)
    played(cup)
    line, _other = services.distribute_prizes(tournament=cup)
    Payout.objects.filter(pk=line.pk).update(state=PayoutState.PAID, paid_at=timezone.now())

    with pytest.raises(CommandError, match=f"payout {line.pk} counts as paid"):
        call_command("reconcile_payouts")


def test_the_command_fails_when_the_ledger_does_not_sum_to_zero(committed):
    cup = a_live_tournament_of_people(2)
    planned(cup)
    with committed():
        concluded(cup)
    Account.objects.filter(holder__isnull=False).update(balance=F("balance") + 1)

    with pytest.raises(CommandError, match="not in order"):
        call_command("reconcile_payouts")

    Account.objects.filter(holder__isnull=False).update(balance=F("balance") - 1)
