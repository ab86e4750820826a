"""How the pages are looked at, and what axe says of them."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["DESKTOP", "LOOKS", "PHONE", "crooked", "violations"]

DESKTOP: Any = {"width": 1280, "height": 900}
PHONE: Any = {"width": 390, "height": 844}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": DESKTOP, "color_scheme": "light"},
    "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "phone": {"viewport": PHONE},
    "right to left": {"viewport": DESKTOP, "locale": "ar"},
    "forced colours": {"viewport": DESKTOP, "forced_colors": "active"},
}


def violations(page: Page) -> list[str]:
    """Return what axe finds on a page, each with the first element it concerns."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{page.url} {one['id']}: {one['nodes'][0]['target']}" for one in found]


#: Heads of columns that begin where the cells below them end.
_CROOKED = """() => [...document.querySelectorAll(".te-table")].flatMap(table => {
  const heads = [...table.querySelectorAll("thead tr:last-child > *")];
  const cells = [...table.querySelectorAll("tbody tr:first-child > *")];
  const ends = cell => getComputedStyle(cell).textAlign === "end";
  return heads.length !== cells.length ? [] : heads
    .filter((head, at) => ends(head) !== ends(cells[at]))
    .map(head => head.textContent.trim());
})"""


def crooked(page: Page) -> list[str]:
    """Return each head of a column of numbers that does not stand above them."""
    return [f"{page.url} column '{head}' is crooked" for head in page.evaluate(_CROOKED)]
