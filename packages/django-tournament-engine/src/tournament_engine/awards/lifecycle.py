"""The lives of a certificate and of a prize in kind."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

__all__ = ["GIFT_TRANSITIONS", "TRANSITIONS", "CertificateState", "GiftState"]


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


class GiftState(TextChoices):
    """Where a prize in kind stands."""

    PENDING = "pending", pgettext_lazy("prize in kind", "to be handed over")
    HANDED_OVER = "handed_over", pgettext_lazy("prize in kind", "handed over")
    CANCELLED = "cancelled", pgettext_lazy("prize in kind", "cancelled")


_G = GiftState

GIFT_TRANSITIONS: dict[GiftState, frozenset[GiftState]] = {
    _G.PENDING: frozenset({_G.HANDED_OVER, _G.CANCELLED}),
    _G.HANDED_OVER: frozenset(),
    _G.CANCELLED: frozenset(),
}
