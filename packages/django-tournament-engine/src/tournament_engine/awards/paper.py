"""What a certificate says: plain facts, the same for every renderer."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = ["CertificateKind", "PageSize", "Paper", "canonical_digest"]


class CertificateKind(TextChoices):
    """What a certificate is given for."""

    CHAMPION = "champion", _("Champion")
    RUNNER_UP = "runner_up", _("Runner-up")
    THIRD = "third", _("Third place")
    PARTICIPANT = "participant", _("Participant")
    MVP = "mvp", _("Most valuable player")


class PageSize(TextChoices):
    """The paper that it is printed on, in landscape."""

    A4 = "A4", _("A4")
    LETTER = "letter", _("US Letter")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Everything that a renderer gets. `url` is what the QR code says; pictures are files."""

    kind: CertificateKind
    name: str
    team: str
    tournament: str
    game: str
    held_on: date
    language: str
    code: str
    url: str
    page_size: str = PageSize.A4
    signer: str = ""
    logo: bytes | None = None
    signature: bytes | None = None


def canonical_digest(**facts: str | int) -> str:
    """Return the SHA-256 of facts in their canonical form: JSON, sorted, without spaces.

    >>> canonical_digest(b=1, a="ü") == canonical_digest(a="ü", b=1)
    True
    """
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
