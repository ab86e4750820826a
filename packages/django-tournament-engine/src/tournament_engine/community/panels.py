"""What a tournament's page and its console show of announcements and questions."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournament_engine import permissions
from tournament_engine.community.lifecycle import PostState
from tournament_engine.community.models import Post, PostReport
from tournament_engine.community.permissions import ANNOUNCE
from tournament_engine.core import calls, panels
from tournament_engine.core.calls import Call
from tournament_engine.core.models import Tournament
from tournament_engine.users import AnyUser

__all__ = ["declare"]

_SHOWN = 3


def declare() -> None:
    """Put the news on the tournament's page, and what waits into the console."""
    calls.register("questions", _call)
    panels.register(
        panels.Panel(
            key="announcements",
            order=20,
            page="overview",
            template="tournament_engine/community/overview.html",
            context=_overview,
        )
    )
    panels.register(
        panels.Panel(
            key="community",
            order=70,
            template="tournament_engine/community/panel.html",
            context=_console,
            capabilities=(ANNOUNCE,),
        )
    )


def _overview(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    return {
        "tournament": tournament,
        "announcements": list(tournament.announcements.all()[:_SHOWN]),
    }


def _console(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    return {"tournament": tournament, "waiting": _waiting(tournament)}


def _call(tournament: Tournament, user: AnyUser) -> Call | None:
    if not permissions.can(user, ANNOUNCE, tournament):
        return None
    count = _waiting(tournament)
    if not count:
        return None
    words = ngettext(
        "%(count)d post waits to be looked at.", "%(count)d posts wait to be looked at.", count
    ) % {"count": count}
    return calls.at_desk(tournament, words, _("To the questions"), "moderate")


def _waiting(tournament: Tournament) -> int:
    """Return how many posts wait for a moderator: held back, or reported."""
    if not tournament.has_questions:
        return 0
    held = Post.objects.filter(tournament=tournament, state=PostState.HELD).count()
    return held + PostReport.objects.filter(post__tournament=tournament, is_open=True).count()
