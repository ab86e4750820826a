"""Tables of what a tournament gives."""

from tournament_engine.awards.models.achievements import (
    Achievement,
    Badge,
    BadgeSource,
    Colour,
    FinalPlace,
    RevokedFor,
)
from tournament_engine.awards.models.certificates import Audience, Certificate, CertificateLook
from tournament_engine.awards.models.gifts import Gift
from tournament_engine.awards.models.prizes import Prize, PrizePool
from tournament_engine.awards.models.reports import CertificateReport

__all__ = [
    "Achievement",
    "Audience",
    "Badge",
    "BadgeSource",
    "Certificate",
    "CertificateLook",
    "CertificateReport",
    "Colour",
    "FinalPlace",
    "Gift",
    "Prize",
    "PrizePool",
    "RevokedFor",
]
