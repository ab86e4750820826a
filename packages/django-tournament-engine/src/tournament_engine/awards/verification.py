"""Whether a certificate is genuine: what everybody may ask who holds one."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tournament_engine.awards.codes import read_code
from tournament_engine.awards.lifecycle import CertificateState
from tournament_engine.awards.models import Certificate
from tournament_engine.core.lifecycle import TournamentState

__all__ = ["Verdict", "Verification", "verify_certificate"]

Verdict: TypeAlias = Literal["valid", "archived", "revoked", "unknown"]


@dataclass(frozen=True)
class Verification:
    """The verdict; the certificate is there for those that were issued."""

    verdict: Verdict
    certificate: Certificate | None = None


def verify_certificate(*, code: str) -> Verification:
    """Return what is known of a code. A row that was changed behind our back is unknown.

    One of a tournament that was put away is as valid as before, and "archived".
    """
    typed = read_code(code)
    issued = Certificate.objects.exclude(state=CertificateState.PENDING).filter(code=typed)
    known = issued.select_related("tournament").first()
    # Of a person who was forgotten nothing is kept that the paper could be compared with.
    is_forgotten = known is not None and known.recipient_id is None and not known.sha256
    if known is not None and known.state == CertificateState.REVOKED and is_forgotten:
        return Verification("revoked", known)
    if known is None or known.digest() != known.sha256:
        return Verification("unknown")
    if known.state == CertificateState.REVOKED:
        return Verification("revoked", known)
    is_archived = known.tournament.state == TournamentState.ARCHIVED
    return Verification("archived" if is_archived else "valid", known)
