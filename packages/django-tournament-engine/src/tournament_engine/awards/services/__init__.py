"""Everything that happens to prizes. Nothing else writes their tables."""

from tournament_engine.awards.services.payouts import distribute_prizes, pay_prizes
from tournament_engine.awards.services.prizes import DEFAULT, PrizeSpec, plan_prizes

__all__ = ["DEFAULT", "PrizeSpec", "distribute_prizes", "pay_prizes", "plan_prizes"]
