"""Everything that happens to prizes and certificates. Nothing else writes their tables."""

from tournament_engine.awards.services.certificates import (
    award_mvp,
    issue_certificates,
    make_certificate,
    make_certificates,
    reissue_certificate,
    revoke_certificate,
)
from tournament_engine.awards.services.looks import choose_look
from tournament_engine.awards.services.payouts import distribute_prizes, pay_prizes
from tournament_engine.awards.services.prizes import DEFAULT, PrizeSpec, plan_prizes
from tournament_engine.awards.verification import verify_certificate

__all__ = [
    "DEFAULT",
    "PrizeSpec",
    "award_mvp",
    "choose_look",
    "distribute_prizes",
    "issue_certificates",
    "make_certificate",
    "make_certificates",
    "pay_prizes",
    "plan_prizes",
    "reissue_certificate",
    "revoke_certificate",
    "verify_certificate",
]
