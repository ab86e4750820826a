"""Who sees to payouts: named here, answered by the roles of `core`."""

__all__ = ["MANAGE_PAYOUTS"]

MANAGE_PAYOUTS = "tournament_engine.manage_payouts"
