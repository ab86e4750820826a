"""What prizes and certificates hold of people."""

from tournament_engine.awards.models import (
    Achievement,
    Badge,
    Certificate,
    CertificateLook,
    CertificateReport,
    Gift,
    Prize,
    PrizePool,
)
from tournament_engine.awards.services.erasing import take_back_certificates
from tournament_engine.privacy.holdings import Holding, declare
from tournament_engine.users import User

__all__ = ["declare_personal"]


def declare_personal() -> None:
    """Say what these tables hold: a certificate names its person, so that it goes with them."""
    declare(
        Holding(
            model=Certificate,
            owner=("recipient",),
            tournament="tournament",
            blank=("problem", "reason", "sha256"),
            renamed={"name": str},
            files=("file",),
            impersonal=("slot", "team", "tournament_name", "game_name", "language", "code"),
            is_named=_is_persons,
            also=take_back_certificates,
        ),
        Holding(
            model=CertificateReport,
            owner=("by",),
            tournament="tournament",
            said=("text",),
            blank=("contact",),
            swept=("text", "note"),
        ),
        # Badges go with whom they adorn; one of a tournament of none is found in the end.
        Holding(model=Badge, owner=("user",), tournament="tournament", deleted=True),
        Holding(
            model=Gift,
            owner=("claimed_by", "entrant__registration__user"),
            tournament="tournament",
            blank=("contact", "note"),
            impersonal=("thing",),
        ),
        Holding(
            model=Achievement,
            impersonal=("code", "name", "description", "rule", "params", "icon"),
        ),
        Holding(model=CertificateLook, tournament="tournament", swept=("signer",)),
        Holding(model=PrizePool, impersonal=("currency",)),
        Holding(model=Prize, impersonal=("thing",)),
    )


def _is_persons(row: Certificate, _user: User) -> bool:
    return row.name != row.team
