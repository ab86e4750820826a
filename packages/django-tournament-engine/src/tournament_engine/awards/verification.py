"""Whether a certificate is genuine: what everybody may ask who holds one."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tournament_engine.awards.codes import read_code
from tournament_engine.awards.lifecycle import CertificateState
from tournament_engine.awards.models import Certificate

__all__ = ["Verdict", "Verification", "verify_certificate"]

Verdict: TypeAlias = Literal["valid", "revoked", "unknown"]


@dataclass(frozen=True)
class Verification:
    """The verdict; the certificate is there for those that were issued."""

    verdict: Verdict
    certificate: Certificate | None = None


def verify_certificate(*, code: str) -> Verification:
    """Return what is known of a code. A row that was changed behind our back is unknown."""
    typed = read_code(code)
    known = Certificate.objects.exclude(state=CertificateState.PENDING).filter(code=typed).first()
    if known is None or known.digest() != known.sha256:
        return Verification("unknown")
    is_revoked = known.state == CertificateState.REVOKED
    return Verification("revoked" if is_revoked else "valid", known)
