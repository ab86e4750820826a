"""Sponsors are written down, put right and taken out; their logos go the way of all uploads."""

from dataclasses import asdict, dataclass
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import CREATE
from tournament_engine.errors import Conflict, NotAllowed, StaleVersion
from tournament_engine.links import checked_link
from tournament_engine.locks import lock
from tournament_engine.sponsor.models import Sponsor
from tournament_engine.sponsor.permissions import EDIT, MANAGE
from tournament_engine.sponsor.services.placing import Place, add_sponsorship
from tournament_engine.text import one_line
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.services import remove_file, store_upload
from tournament_engine.users import User

__all__ = ["SponsorFacts", "add_sponsor", "remove_sponsor", "update_sponsor"]

_LONGEST_NAME = 80
_LONGEST_ALT = 200


@dataclass(frozen=True, kw_only=True)
class SponsorFacts:
    """What is known of a sponsor, its logo apart."""

    name: str
    url: str
    alt_text: str = ""
    is_site_wide: bool = False


def add_sponsor(
    *,
    facts: SponsorFacts,
    by: User,
    logo: "File[bytes] | None" = None,
    tournament: Tournament | None = None,
    place: Place | None = None,
) -> Sponsor:
    """Write a sponsor down, and show it in a tournament at once where one is named.

    It belongs to `by`; the site's staff writes down those that every tournament may show.
    """
    permissions.require(by, CREATE)
    if tournament is not None:
        permissions.require(by, MANAGE, tournament)
    if facts.is_site_wide:
        _require_site_staff(by)
    clean = _checked(facts)
    stored = _stored(logo, by)
    return _add(clean, stored, by, tournament, place or Place())


@transaction.atomic
def _add(
    facts: SponsorFacts,
    logo: StoredFile | None,
    by: User,
    tournament: Tournament | None,
    place: Place,
) -> Sponsor:
    sponsor = Sponsor.objects.create(owner=by, logo=logo, **asdict(facts))
    audit.log(by=by, action="sponsor.added", subject=sponsor, after=_told(sponsor))
    if tournament is not None:
        add_sponsorship(tournament=tournament, sponsor=sponsor, place=place, by=by)
    return sponsor


def update_sponsor(
    *,
    sponsor: Sponsor,
    facts: SponsorFacts,
    version: int,
    by: User,
    logo: "File[bytes] | None" = None,
    drops_logo: bool = False,
) -> Sponsor:
    """Change a sponsor that was read at `version`, wherever it is shown.

    A new logo takes the place of the old one, whose file goes once this has committed.
    """
    permissions.require(by, EDIT, sponsor)
    if facts.is_site_wide != sponsor.is_site_wide:
        _require_site_staff(by)
    clean = _checked(facts)
    stored = _stored(logo, by)
    return _update(sponsor, clean, version, by, logo=stored, drops=drops_logo or logo is not None)


@transaction.atomic
def _update(
    sponsor: Sponsor,
    facts: SponsorFacts,
    version: int,
    by: User,
    *,
    logo: StoredFile | None,
    drops: bool,
) -> Sponsor:
    lock(sponsor)
    permissions.require(by, EDIT, sponsor)
    if sponsor.version != version:
        message = _("Somebody else changed the sponsor meanwhile; look at it again.")
        raise StaleVersion(message, version=sponsor.version)
    before, old = _told(sponsor), sponsor.logo
    for name, value in asdict(facts).items():
        setattr(sponsor, name, value)
    if drops:
        sponsor.logo = logo
    sponsor.version += 1
    sponsor.save()
    if drops and old is not None:
        remove_file(stored=old)
    after = _told(sponsor)
    audit.log(by=by, action="sponsor.updated", subject=sponsor, before=before, after=after)
    return sponsor


@transaction.atomic
def remove_sponsor(*, sponsor: Sponsor, by: User) -> None:
    """Forget a sponsor that no tournament shows, and its logo with it."""
    lock(sponsor)
    permissions.require(by, EDIT, sponsor)
    logo = sponsor.logo
    audit.log(by=by, action="sponsor.removed", subject=sponsor, before=_told(sponsor))
    try:
        sponsor.delete()
    except ProtectedError as error:
        message = _("A tournament shows this sponsor: take it off there first.")
        raise Conflict(message, code="in_use") from error
    if logo is not None:
        remove_file(stored=logo)


def _require_site_staff(by: User) -> None:
    if not permissions.is_site_staff(by):
        message = _("Only the site's staff writes down sponsors for every tournament.")
        raise NotAllowed(message)


def _checked(facts: SponsorFacts) -> SponsorFacts:
    alt = facts.alt_text.strip()
    return SponsorFacts(
        name=one_line(facts.name, field="name", longest=_LONGEST_NAME),
        url=checked_link(facts.url, field="url"),
        alt_text=alt and one_line(alt, field="alt_text", longest=_LONGEST_ALT),
        is_site_wide=facts.is_site_wide,
    )


def _stored(logo: "File[bytes] | None", by: User) -> StoredFile | None:
    """Store a logo before the transaction: it belongs to no tournament, others may show it."""
    if logo is None:
        return None
    return store_upload(file=logo, purpose="logo", by=by, field="logo")


def _told(sponsor: Sponsor) -> dict[str, Any]:
    return {
        "name": sponsor.name,
        "url": sponsor.url,
        "alt_text": sponsor.alt_text,
        "is_site_wide": sponsor.is_site_wide,
        "logo": sponsor.logo_id,
    }
