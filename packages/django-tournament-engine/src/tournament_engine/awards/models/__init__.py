"""Tables of what a tournament gives."""

from tournament_engine.awards.models.certificates import Audience, Certificate, CertificateLook
from tournament_engine.awards.models.prizes import Prize, PrizePool

__all__ = ["Audience", "Certificate", "CertificateLook", "Prize", "PrizePool"]
