"""Everything that happens to prizes, certificates and badges. Nothing else writes their tables."""

from tournament_engine.awards.services.achievements import (
    award_achievement,
    award_achievements,
    revoke_badge,
)
from tournament_engine.awards.services.certificates import (
    award_mvp,
    issue_certificates,
    make_certificate,
    make_certificates,
    reissue_certificate,
    revoke_certificate,
)
from tournament_engine.awards.services.claims import claim_prize
from tournament_engine.awards.services.definitions import (
    change_achievement,
    checked_words,
    define_achievement,
    install_achievements,
)
from tournament_engine.awards.services.gifts import cancel_gift, claim_gift, hand_over_gift
from tournament_engine.awards.services.looks import choose_look
from tournament_engine.awards.services.payouts import distribute_prizes, pay_prizes
from tournament_engine.awards.services.prizes import DEFAULT, PrizeSpec, plan_prizes
from tournament_engine.awards.services.reports import close_report, report_certificate
from tournament_engine.awards.verification import verify_certificate

__all__ = [
    "DEFAULT",
    "PrizeSpec",
    "award_achievement",
    "award_achievements",
    "award_mvp",
    "cancel_gift",
    "change_achievement",
    "checked_words",
    "choose_look",
    "claim_gift",
    "claim_prize",
    "close_report",
    "define_achievement",
    "distribute_prizes",
    "hand_over_gift",
    "install_achievements",
    "issue_certificates",
    "make_certificate",
    "make_certificates",
    "pay_prizes",
    "plan_prizes",
    "reissue_certificate",
    "report_certificate",
    "revoke_badge",
    "revoke_certificate",
    "verify_certificate",
]
