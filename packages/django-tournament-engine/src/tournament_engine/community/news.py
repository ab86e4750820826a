"""Who hears of an announcement: everybody who is in."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from tournament_engine import events
from tournament_engine.community.models import Announcement
from tournament_engine.registration.models import Entrant
from tournament_engine.registration.permissions import speakers

__all__ = ["declare"]


def declare() -> None:
    """Let people hear of what concerns them. Harmless when it is done again."""
    events.then(events.announcement_published, _tell)


@transaction.atomic
def _tell(*, key: str, announcement: int, **_: Any) -> None:
    for row in Announcement.objects.filter(pk=announcement).select_related("tournament"):
        entrants = Entrant.objects.competing(row.tournament).values_list("pk", flat=True)
        url = reverse("tournament_engine:announcements", args=(row.tournament.slug,))
        context = {
            "tournament": row.tournament.name,
            "title": row.title,
            "text": row.text,
            "url": f"{url}#announcement-{row.pk}",
        }
        events.notify(
            "announcement",
            to=speakers(list(entrants)),
            key=key,
            context=context,
            about=row.tournament_id,
        )
