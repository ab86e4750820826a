"""Tournaments of the demo that show one thing each: fees, prizes, a check-in, heats."""

from types import MappingProxyType

from tournament_engine.awards.services import PrizeSpec
from tournament_engine.challenge.lifecycle import ChallengeKind, Reward
from tournament_engine.challenge.specs import ChallengeSpec
from tournament_engine.core.custom_fields.specs import FieldSpec
from tournament_engine.core.recipes import Plan, Recipe
from tournament_engine.core.roles import Role
from tournament_engine.core.stages import StageSpec
from tournament_engine.management.seeding.examples import (
    Archived,
    CheckIn,
    Concluded,
    Example,
    Live,
    Open,
    PaymentStand,
    Prizes,
    Sport,
)
from tournament_engine.sponsor.lifecycle import Tier

__all__ = ["CHECK_IN", "CONCLUDED", "HEATS", "PAID", "SHOWCASE"]

PAID = "harbour-chess-open"
CHECK_IN = "lantern-evening"
HEATS = "kart-night"
CONCLUDED = "autumn-rapid-cup"

SHOWCASE: tuple[Example, ...] = (
    Example(
        slug=PAID,
        name="Harbour Chess Open",
        sport=Sport.CHESS,
        plan=Plan(recipe=Recipe.KNOCKOUT, third_place=True),
        goal=Open(),
        starts_in=6,
        places=16,
        description="An entry fee, and all of it goes to the first three.",
        rules="Rapid games; a level match goes on until somebody wins.",
        players=("ann", "bob", "cleo", "dan", "eve"),
        facts=MappingProxyType(
            {
                "fee_amount": 1250,
                "fee_currency": "EUR",
                "payment_methods": ["manual_proof", "wallet"],
                "payment_instructions": {
                    "manual_proof": "Send the fee to the club's account and say who you are."
                },
                "has_questions": True,
                "custom_fields": (
                    FieldSpec(
                        code="club",
                        label="Club",
                        help_text="Shown beside your name.",
                        is_public=True,
                    ),
                ),
            }
        ),
        questions=MappingProxyType({"dan": "Are there boards to warm up on?"}),
        staff=MappingProxyType({"dan": Role.REFEREE}),
        sponsors=MappingProxyType({"Lighthouse Bakery": Tier.GOLD, "Rook & Son": Tier.BRONZE}),
        template="An evening with a fee",
        # Dan has still to pay.
        payments=MappingProxyType(
            {
                "ann": PaymentStand.SUBMITTED,
                "bob": PaymentStand.VERIFIED,
                "cleo": PaymentStand.REJECTED,
                "eve": PaymentStand.WAIVED,
            }
        ),
        prizes=Prizes(
            currency="EUR",
            pool=20000,
            places=(
                PrizeSpec(place=1, percent=50, thing="The harbour lantern"),
                PrizeSpec(place=2, percent=30),
                PrizeSpec(place=3, percent=20),
            ),
        ),
    ),
    Example(
        slug=CHECK_IN,
        name="Lantern Evening",
        sport=Sport.TABLE_TENNIS,
        plan=Plan(recipe=Recipe.KNOCKOUT, best_of=3),
        goal=CheckIn(present=5),
        starts_in=1,
        places=8,
        description="Say that you are there: whoever is missing gives the place to the next.",
        entrants=("Mara Lind", "Theo Vance", "Ilse Brandt", "Okan Yildiz", "Hugo Prat"),
        players=("ann", "bob", "cleo"),
    ),
    Example(
        slug=HEATS,
        name="Kart Night",
        sport=Sport.KARTING,
        stages=(
            StageSpec(
                code="heats",
                name="Heats",
                format="free_for_all",
                options={"heat_size": 4, "advance": 2, "points": [10, 6, 3, 1]},
            ),
        ),
        goal=Live(played=2),
        starts_in=-2,
        places=16,
        description="Four karts a heat; the first two of each go on.",
        entrants=(
            "Fran Ode",
            "Gil Ramos",
            "Hetty Cole",
            "Ivan Petkov",
            "Judy Amsel",
            "Karl Berg",
            "Lena Fox",
            "Milo Quist",
            "Nia Osei",
            "Otto Reyes",
        ),
        players=("dan", "eve"),
    ),
    Example(
        slug=CONCLUDED,
        name="Autumn Rapid Cup",
        sport=Sport.CHESS,
        plan=Plan(recipe=Recipe.KNOCKOUT),
        goal=Concluded(),
        starts_in=-20,
        places=8,
        description="Played, settled, and the prizes paid. Two share the third place.",
        rules="Rapid games; a level match goes on until somebody wins.",
        players=("ann", "bob", "cleo", "dan"),
        challenges=(
            ChallengeSpec(
                name="A win to remember",
                description="Win a match.",
                kind=ChallengeKind.AUTOMATIC,
                rule="match_wins",
                reward=Reward.PAYOUT,
                amount=250,
                currency="EUR",
            ),
        ),
        prizes=Prizes(
            currency="EUR",
            pool=10000,
            places=(
                PrizeSpec(place=1, percent=50),
                PrizeSpec(place=2, percent=30),
                PrizeSpec(place=3, percent=20),
            ),
        ),
    ),
    Example(
        slug="summer-league-archive",
        name="Summer Evening League",
        sport=Sport.TABLE_TENNIS,
        plan=Plan(recipe=Recipe.ROUND_ROBIN, best_of=3),
        goal=Archived(),
        starts_in=-120,
        places=4,
        description="Out of the lists, and still at its address.",
        entrants=("Piet Maas", "Rosa Engel", "Sven Dahl", "Tilda Rask"),
    ),
)
