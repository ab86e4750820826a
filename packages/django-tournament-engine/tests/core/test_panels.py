import pytest

from tournament_engine.core import panels
from tournament_engine.core.panels import Panel


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_panels", {})


def a_panel(key: str, order: int, template: str = "x.html") -> Panel:
    return Panel(key=key, order=order, template=template, context=lambda tournament, user: {})


def test_panels_are_shown_in_their_order():
    later, sooner = a_panel("a", 2), a_panel("b", 1)

    panels.register(later)
    panels.register(sooner)

    assert panels.panels() == (sooner, later)


def test_a_panel_with_the_same_key_takes_the_place_of_the_first():
    panels.register(a_panel("a", 1))
    mine = a_panel("a", 1, "mine.html")

    panels.register(mine)

    assert panels.panels() == (mine,)
