"""What a tournament's page and the console show: each domain declares its own part."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.users import AnyUser

__all__ = ["Page", "Panel", "panels", "register", "shown"]

#: Where a panel stands: in the overview's main column or beside it, or in the console.
Page: TypeAlias = Literal["overview", "aside", "console"]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of a page: a template and what it is given. Small orders come first.

    Where `capabilities` are named, it is shown to those alone who hold one of them.
    """

    key: str
    order: int
    template: str
    context: Callable[[Tournament, AnyUser], dict[str, Any]]
    page: Page = "console"
    capabilities: tuple[str, ...] = ()


_panels: dict[tuple[Page, str], Panel] = {}


def register(panel: Panel) -> None:
    """Add a panel; one with the same key on the same page is replaced."""
    _panels[panel.page, panel.key] = panel


def panels(page: Page = "console") -> tuple[Panel, ...]:
    """Return a page's panels in the order they are shown."""
    chosen = (panel for panel in _panels.values() if panel.page == page)
    return tuple(sorted(chosen, key=lambda panel: (panel.order, panel.key)))


def shown(page: Page, tournament: Tournament, user: AnyUser) -> list[dict[str, Any]]:
    """Return each panel's template with its data, for one tournament and one reader."""
    return [
        {"template": part.template, "data": part.context(tournament, user)}
        for part in panels(page)
        if not part.capabilities
        or any(permissions.can(user, capability, tournament) for capability in part.capabilities)
    ]
