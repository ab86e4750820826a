"""Templates of the site in the place of ours: what fits no more is named."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from tournament_engine.hooks.site_ui import BASE_TEMPLATE, NOTICES, TEMPLATES
from tournament_engine.overrides import check_overrides

OURS = Path(__file__).resolve().parents[2] / "src/tournament_engine/templates"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Return a folder of templates that comes before the engine's own."""
    backend: dict[str, Any] = django_settings.TEMPLATES[0]
    settings.TEMPLATES = [{**backend, "DIRS": [tmp_path, *backend["DIRS"]]}]
    return tmp_path


def override(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def warned() -> list[tuple[str, str | None]]:
    return [(str(one.id).rpartition(".")[2], one.hint) for one in check_overrides()]


def test_a_site_without_overrides_is_not_warned(folder: Path):
    override(folder, "home.html", "{% block own %}{% endblock %}")

    assert warned() == []


def test_what_is_listed_may_be_overridden(folder: Path):
    override(folder, BASE_TEMPLATE, (OURS / BASE_TEMPLATE).read_text())
    override(folder, f"{NOTICES}match_ready.txt", "Your match")
    override(folder, "tournament_engine/elements/mark.html", "<b>Club</b>")

    assert warned() == []


def test_a_template_that_is_gone_is_named_with_the_one_that_is_there(folder: Path):
    override(folder, "tournament_engine/layouts/frames.html", "")

    assert warned() == [("W008", f"Did you mean {BASE_TEMPLATE!r}?")]


def test_a_template_that_is_not_listed_is_named(folder: Path):
    override(folder, "tournament_engine/core/tournament.html", "")

    [(code, _hint)] = warned()
    assert code == "W009"


def test_a_frame_without_a_block_is_named(folder: Path):
    text = (OURS / BASE_TEMPLATE).read_text().replace("block footer", "block feet")
    override(folder, BASE_TEMPLATE, text)

    [message] = check_overrides()
    assert message.id == "tournament_engine.W013"
    assert message.msg.endswith("has no block 'footer', which the pages fill.")


def test_a_block_that_the_frame_does_not_have_is_named(folder: Path):
    override(folder, BASE_TEMPLATE, "{% extends 'base.html' %}{% block contents %}{% endblock %}")

    assert warned() == [("W013", "Did you mean 'content'?")]


def test_what_stands_in_a_comment_is_no_block(folder: Path):
    text = "{% extends 'base.html' %}{# {% block old %} #}{% block content %}{% endblock %}"
    override(folder, BASE_TEMPLATE, text)

    assert warned() == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_is_listed_is_there_with_its_blocks(name: str):
    text = (OURS / name).read_text()

    assert [block for block in TEMPLATES[name] if f"block {block} " not in text] == []
