"""The site_ui hook: the frame that the engine's pages stand in, and where people talk.

Called for every page, and `thread_for` inside of transactions too: answer without a query, or
from a cache. `TEMPLATES` are the templates that a site may override, with the blocks that it
may fill: they and the hook's methods stay as they are from version to version.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from tournament_engine.core.models import Tournament

__all__ = ["BASE_TEMPLATE", "NOTICES", "TEMPLATES", "NavigationLink", "SiteUI"]

#: The engine's own frame. A template of the site's own extends it, or has its blocks.
BASE_TEMPLATE = "tournament_engine/layouts/frame.html"

#: What a site may override, and the blocks of each.
TEMPLATES: Mapping[str, tuple[str, ...]] = {
    BASE_TEMPLATE: (
        "account",
        "banner",
        "body_attributes",
        "content",
        "footer",
        "head",
        "messages",
        "scripts",
        "title",
    ),
    "tournament_engine/elements/account.html": (),
    "tournament_engine/elements/mark.html": (),
    "tournament_engine/errors/refusal.html": (),
}

#: The words of notices, each a template: its first line is the subject.
NOTICES = "tournament_engine/notices/"


@dataclass(frozen=True)
class NavigationLink:
    """A link in the head of every page."""

    label: str
    url: str


class SiteUI:
    """Base class and default: the engine's own frame and no links beside it."""

    def base_template(self, request: HttpRequest) -> str:  # noqa: ARG002 - for the site's own classes
        """Return the template that the engine's pages extend."""
        return BASE_TEMPLATE

    def navigation(self, request: HttpRequest) -> Sequence[NavigationLink]:  # noqa: ARG002 - the same
        """Return the site's links for the head of the page."""
        return ()

    def thread_url(self, tournament: "Tournament") -> str:  # noqa: ARG002 - the same
        """Return where people talk about a tournament, empty where they do not."""
        return ""

    def thread_for(self, tournament: "Tournament") -> str:  # noqa: ARG002 - the same
        """Return the site's own name of the thread about a tournament, empty for none.

        Where there is one it takes the place of the engine's questions: on their page
        stands what `render_thread` returns, and nobody asks the engine any more.
        """
        return ""

    def render_thread(self, request: HttpRequest, tournament: "Tournament") -> str:  # noqa: ARG002 - the same
        """Return the thread as HTML, as a SafeString; plain text is escaped."""
        return ""

    def comment_count(self, tournaments: "Iterable[Tournament]") -> Mapping[str, int]:  # noqa: ARG002 - the same
        """Return how many comments the threads have by the tournament's id, in one query."""
        return {}
