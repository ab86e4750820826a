"""The site_ui hook: the frame that the engine's pages stand in.

Called for every page: answer without a query, or from a cache.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from tournament_engine.core.models import Tournament

__all__ = ["BASE_TEMPLATE", "NavigationLink", "SiteUI"]

#: The engine's own frame. A template of the site's own extends it, or has its blocks.
BASE_TEMPLATE = "tournament_engine/layouts/frame.html"


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
