"""What a tournament's page and its console show of announcements and questions."""

from typing import Any

from tournament_engine.community.lifecycle import PostState
from tournament_engine.community.models import Post, PostReport
from tournament_engine.community.permissions import ANNOUNCE
from tournament_engine.core import panels
from tournament_engine.core.models import Tournament
from tournament_engine.users import AnyUser

__all__ = ["declare"]

_SHOWN = 3


def declare() -> None:
    """Put the news on the tournament's page, and what waits into the console."""
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
    waiting = 0
    if tournament.has_questions:
        held = Post.objects.filter(tournament=tournament, state=PostState.HELD).count()
        reports = PostReport.objects.filter(post__tournament=tournament, is_open=True)
        waiting = held + reports.count()
    return {"tournament": tournament, "waiting": waiting}
