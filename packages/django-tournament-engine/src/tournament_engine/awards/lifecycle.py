"""The life of a certificate: planned, made, and perhaps taken back."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

__all__ = ["TRANSITIONS", "CertificateState"]


class CertificateState(TextChoices):
    """Where a certificate stands."""

    PENDING = "pending", pgettext_lazy("certificate", "being made")
    ISSUED = "issued", pgettext_lazy("certificate", "issued")
    REVOKED = "revoked", pgettext_lazy("certificate", "revoked")


_S = CertificateState

TRANSITIONS: dict[CertificateState, frozenset[CertificateState]] = {
    _S.PENDING: frozenset({_S.ISSUED}),
    _S.ISSUED: frozenset({_S.REVOKED}),
    _S.REVOKED: frozenset(),
}
