"""What an organiser chooses for the certificates of a tournament."""

from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.awards.looks import look_of
from tournament_engine.awards.models import Audience, CertificateLook
from tournament_engine.awards.paper import PageSize
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import MANAGE
from tournament_engine.errors import InvalidInput
from tournament_engine.locks import lock
from tournament_engine.text import one_line
from tournament_engine.uploads.models import StoredFile
from tournament_engine.users import User

__all__ = ["choose_look"]

_LONGEST_SIGNER = 80


@transaction.atomic
def choose_look(
    *,
    tournament: Tournament,
    audience: str,
    page_size: str,
    signer: str,
    logo: StoredFile | None,
    signature: StoredFile | None,
    by: User,
) -> CertificateLook:
    """Write how certificates look from now on; those that were made stay as they are."""
    lock(tournament)
    permissions.require(by, MANAGE, tournament)
    if audience not in Audience.values or page_size not in PageSize.values:
        raise InvalidInput(_("Choose one of the values that the page offers."), code="choice")
    look = look_of(tournament)
    look.audience, look.page_size = audience, page_size
    look.signer = (
        one_line(signer, field="signer", longest=_LONGEST_SIGNER) if signer.strip() else ""
    )
    look.logo, look.signature = logo, signature
    look.save()
    audit.log(
        by=by,
        action="certificates.look",
        subject=tournament,
        after={
            "audience": audience,
            "page_size": page_size,
            "signer": look.signer,
            "logo": logo and logo.pk,
            "signature": signature and signature.pk,
        },
    )
    return look
