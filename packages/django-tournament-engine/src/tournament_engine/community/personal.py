"""What announcements and questions hold of people."""

from tournament_engine.community.models import Announcement, Post, PostReport
from tournament_engine.privacy.holdings import Holding, declare

__all__ = ["declare_personal"]


def declare_personal() -> None:
    """Say what these tables hold: an announcement is the tournament's, a question its author's."""
    declare(
        Holding(
            model=PostReport,
            owner=("by",),
            tournament="post__tournament",
            deleted=True,
            swept=("reason",),
        ),
        Holding(
            model=Post,
            owner=("author",),
            tournament="tournament",
            said=("text",),
            swept=("text",),
        ),
        Holding(model=Announcement, tournament="tournament", swept=("title", "text")),
    )
