"""Where sponsors are shown: in which tournament and tier, in which order, from when until when."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, StaleVersion
from tournament_engine.locks import lock
from tournament_engine.rows import update_rows
from tournament_engine.sponsor.lifecycle import Tier
from tournament_engine.sponsor.models import Sponsor, Sponsorship
from tournament_engine.sponsor.permissions import MANAGE
from tournament_engine.users import User

__all__ = [
    "MAX_SPONSORSHIPS",
    "Place",
    "add_sponsorship",
    "copy_sponsorships",
    "move_sponsorship",
    "remove_sponsorship",
    "update_sponsorship",
]

#: More than any page shows well.
MAX_SPONSORSHIPS = 100


@dataclass(frozen=True, kw_only=True)
class Place:
    """How a tournament shows a sponsor: from `starts_at` on, at `ends_at` no more."""

    tier: str = Tier.BRONZE
    stage: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@transaction.atomic
def add_sponsorship(
    *, tournament: Tournament, sponsor: Sponsor, place: Place, by: User
) -> Sponsorship:
    """Show a sponsor in a tournament, as the last of its tier."""
    lock(tournament)
    permissions.require(by, MANAGE, tournament)
    if not Sponsor.objects.usable_by(by).filter(pk=sponsor.pk).exists():
        raise NotAllowed(_("This sponsor is somebody else's."))
    if tournament.sponsorships.count() >= MAX_SPONSORSHIPS:
        message = _("A tournament shows at most %(most)d sponsors.") % {"most": MAX_SPONSORSHIPS}
        raise Conflict(message, code="too_many")
    _check(place, tournament)
    row = _saved(Sponsorship(tournament=tournament, sponsor=sponsor), place)
    audit.log(by=by, action="sponsorship.added", subject=tournament, after=_told(row))
    return row


@transaction.atomic
def update_sponsorship(
    *, sponsorship: Sponsorship, place: Place, version: int, by: User
) -> Sponsorship:
    """Change how a tournament shows a sponsor; one in another tier is the last there."""
    _take(sponsorship, by)
    if sponsorship.version != version:
        message = _("Somebody else changed this meanwhile; look at it again.")
        raise StaleVersion(message, version=sponsorship.version)
    _check(place, sponsorship.tournament)
    before = _told(sponsorship)
    sponsorship.version += 1
    _saved(sponsorship, place)
    _log(sponsorship, by, "updated", before=before, after=_told(sponsorship))
    return sponsorship


@transaction.atomic
def move_sponsorship(*, sponsorship: Sponsorship, up: bool, by: User) -> Sponsorship:
    """Let a sponsor change places with the one before it in its tier, or after it."""
    _take(sponsorship, by)
    rows = list(
        Sponsorship.objects.filter(tournament=sponsorship.tournament, tier=sponsorship.tier)
    )
    at = rows.index(sponsorship)
    to = min(max(at + (-1 if up else 1), 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    for position, row in enumerate(rows, start=1):
        row.position = position
    update_rows(rows, ("position",))
    sponsorship.position = to + 1
    _log(sponsorship, by, "moved", before={"position": at + 1}, after={"position": to + 1})
    return sponsorship


@transaction.atomic
def remove_sponsorship(*, sponsorship: Sponsorship, by: User) -> None:
    """Show a sponsor no more in a tournament; the numbers of the report go with it."""
    _take(sponsorship, by)
    _log(sponsorship, by, "removed", before=_told(sponsorship))
    sponsorship.delete()


def copy_sponsorships(
    *, tournament: Tournament, places: Iterable[tuple[int, Place]], by: User
) -> None:
    """Write the places of a tournament that is made after another, whose lock the caller holds.

    Each goes by the key of its sponsor; one that is gone, or somebody else's, is left out.
    """
    wanted = list(places)
    usable = Sponsor.objects.usable_by(by).in_bulk([key for key, _place in wanted])
    tournament.sponsorships.all().delete()
    for key, place in wanted:
        if key in usable:
            _saved(Sponsorship(tournament=tournament, sponsor=usable[key]), place)


def _take(sponsorship: Sponsorship, by: User) -> None:
    lock(sponsorship, after=("tournament",))
    permissions.require(by, MANAGE, sponsorship.tournament)


def _check(place: Place, tournament: Tournament) -> None:
    if place.tier not in Tier.values:
        raise InvalidInput(_("Choose a tier of the list."), code="tier", field="tier")
    if place.stage and not tournament.stages.filter(code=place.stage).exists():
        raise InvalidInput(_("Choose a stage of the tournament."), code="stage", field="stage")
    if place.starts_at and place.ends_at and place.starts_at >= place.ends_at:
        message = _("The end must be after the beginning.")
        raise InvalidInput(message, code="window", field="ends_at")


def _saved(row: Sponsorship, place: Place) -> Sponsorship:
    """Write a place into a row; whoever comes into a tier is the last of it."""
    if row._state.adding or row.tier != place.tier:
        rows = Sponsorship.objects.filter(tournament=row.tournament, tier=place.tier)
        last: int = rows.aggregate(most=Max("position"))["most"] or 0
        row.position = last + 1
    for name, value in asdict(place).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        message = _("The tournament shows %(name)s there already: change that instead.")
        words = {"name": row.sponsor.name}
        raise Conflict(message % words, code="shown_already", field="sponsor") from error
    return row


def _told(row: Sponsorship) -> dict[str, Any]:
    return {
        "sponsor": row.sponsor_id,
        "tier": row.tier,
        "stage": row.stage,
        "starts_at": row.starts_at.isoformat() if row.starts_at else None,
        "ends_at": row.ends_at.isoformat() if row.ends_at else None,
    }


def _log(
    row: Sponsorship,
    by: User,
    what: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    audit.log(
        by=by, action=f"sponsorship.{what}", subject=row.tournament, before=before, after=after
    )
