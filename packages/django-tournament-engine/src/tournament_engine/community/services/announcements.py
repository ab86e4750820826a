"""What the organisers tell everybody: said, mended, put on top, taken away."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.community.models import Announcement
from tournament_engine.community.permissions import ANNOUNCE
from tournament_engine.core.lifecycle import PUBLIC
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, StaleVersion
from tournament_engine.locks import lock
from tournament_engine.text import one_line, prose
from tournament_engine.users import User

__all__ = [
    "edit_announcement",
    "pin_announcement",
    "publish_announcement",
    "remove_announcement",
]

_LONGEST_TITLE = 120
_LONGEST_TEXT = 5000


@transaction.atomic
def publish_announcement(
    *, tournament: Tournament, title: str, text: str = "", is_pinned: bool = False, by: User
) -> Announcement:
    """Tell everybody something; the entrants hear of it once this has committed."""
    lock(tournament)
    permissions.require(by, ANNOUNCE, tournament)
    if tournament.state not in PUBLIC:
        raise Conflict(_("Nobody sees the tournament yet: publish it first."), code="not_public")
    announcement = Announcement.objects.create(
        tournament=tournament,
        author=by,
        title=one_line(title, field="title", longest=_LONGEST_TITLE),
        text=prose(text, field="text", longest=_LONGEST_TEXT),
        is_pinned=is_pinned,
    )
    _log(announcement, by, "published", after=_told(announcement))
    events.announce(
        events.announcement_published,
        key=str(announcement.pk),
        tournament=tournament.pk,
        announcement=announcement.pk,
    )
    return announcement


@transaction.atomic
def edit_announcement(
    *, announcement: Announcement, title: str, text: str, version: int, by: User
) -> Announcement:
    """Mend an announcement that was read at `version`; nobody is told again."""
    _take(announcement, by)
    if announcement.version != version:
        message = _("Somebody else changed the announcement meanwhile; look at it again.")
        raise StaleVersion(message, version=announcement.version)
    before = _told(announcement)
    announcement.title = one_line(title, field="title", longest=_LONGEST_TITLE)
    announcement.text = prose(text, field="text", longest=_LONGEST_TEXT)
    announcement.edited_at = timezone.now()
    announcement.version += 1
    announcement.save()
    _log(announcement, by, "edited", before=before, after=_told(announcement))
    return announcement


@transaction.atomic
def pin_announcement(*, announcement: Announcement, is_pinned: bool, by: User) -> Announcement:
    """Put an announcement on top, or back in its place."""
    _take(announcement, by)
    announcement.is_pinned = is_pinned
    announcement.version += 1
    announcement.save()
    _log(announcement, by, "pinned" if is_pinned else "unpinned")
    return announcement


@transaction.atomic
def remove_announcement(*, announcement: Announcement, by: User) -> None:
    """Take an announcement away; the log keeps what it said."""
    _take(announcement, by)
    _log(announcement, by, "removed", before=_told(announcement))
    announcement.delete()


def _take(announcement: Announcement, by: User) -> None:
    lock(announcement, after=("tournament",))
    permissions.require(by, ANNOUNCE, announcement.tournament)


def _told(announcement: Announcement) -> dict[str, str]:
    return {"title": announcement.title, "text": announcement.text}


def _log(
    announcement: Announcement,
    by: User,
    what: str,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    action = f"announcement.{what}"
    audit.log(by=by, action=action, subject=announcement, before=before, after=after)
