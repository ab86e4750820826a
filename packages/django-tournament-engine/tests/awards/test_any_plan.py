"""Whatever the table, the pool, the shared places and the teams: the lines are the pool."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.awards.prizes import planned
from tests.factories import a_registration, a_tournament, a_user
from tests.people.models import Person

from tournament_engine.awards import services
from tournament_engine.awards.services import PrizeSpec, payouts
from tournament_engine.core.models import Tournament
from tournament_engine.economy.models import Payout
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant

TEAMS = 5


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, list[PrizeSpec]]:
    """Return a pool and a table that asks for no more than the pool."""
    pool = draw(st.integers(1, 10**9))
    cuts = sorted(draw(st.sets(st.integers(1, 9_999), max_size=6)) | {0})
    shares = [high - low for low, high in pairwise(cuts)]
    specs = [
        PrizeSpec(place=place, percent=Decimal(share) / 100)
        for place, share in enumerate(shares, start=1)
    ]
    left = pool - pool * sum(shares) // 10_000
    if left and draw(st.booleans()):
        specs.append(PrizeSpec(place=len(specs) + 1, amount=draw(st.integers(1, left))))
    return pool, specs


@st.composite
def places(draw: st.DrawFn) -> list[list[int]]:
    """Return the numbers of the teams by their places, some of them shared."""
    order = draw(st.permutations(range(TEAMS)))
    cuts = sorted(draw(st.sets(st.integers(1, TEAMS - 1))) | {0, TEAMS})
    return [list(order[low:high]) for low, high in pairwise(cuts)]


class AnyPlan(TestCase):
    """Teams of one, two and three people, which nobody has to play."""

    cup: ClassVar[Tournament]
    entrants: ClassVar[Sequence[int]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cup = a_tournament(entrants=0, entrant_kind="team")
        for number in range(TEAMS):
            team = a_registration(cls.cup)
            for _member in range(number % 3):
                join(team, a_user())
        cls.entrants = list(Entrant.objects.order_by("pk").values_list("pk", flat=True))

    @settings(deadline=None, max_examples=25)
    @given(table=tables(), order=places())
    def test_what_is_owed_kept_and_won_by_nobody_is_the_pool(
        self, table: tuple[int, list[PrizeSpec]], order: list[list[int]]
    ) -> None:
        pool, specs = table
        row = planned(self.cup, pool, specs)
        Tournament.objects.filter(pk=self.cup.pk).update(state="completed")
        tiers = [[self.entrants[number] for number in tier] for tier in order]

        with patch.object(payouts, "final_tiers", lambda _cup: tiers):
            first = services.distribute_prizes(tournament=Tournament.objects.get(pk=self.cup.pk))
            again = services.distribute_prizes(tournament=Tournament.objects.get(pk=self.cup.pk))

        owed = list(Payout.objects.values_list("amount", flat=True))
        nobody = sum(amount for place, amount in row.amounts().items() if place > TEAMS)
        assert sum(owed) + row.kept() + nobody == pool
        assert all(amount > 0 for amount in owed)
        assert [line.pk for line in first] == [line.pk for line in again]


def join(team: Any, person: Person) -> None:
    token = registrations.token_of(registrations.invite_member(registration=team, by=team.user))
    registrations.accept_invitation(token=token, by=person)
