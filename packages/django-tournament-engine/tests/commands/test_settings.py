"""`manage.py tournament_settings`: the settings in force, and whose they are."""

import json
from dataclasses import fields
from io import StringIO

from django.core.management import call_command
from pytest_django import Settings

from tournament_engine import conf


def printed(**options: bool) -> str:
    out = StringIO()
    call_command("tournament_settings", stdout=out, **options)
    return out.getvalue()


def test_every_key_has_a_line_that_says_where_its_value_is_from(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"PAGE_SIZE": 10, "HOOKS": {"teams": "mysite.hooks.Teams"}}

    lines = {line.split()[0]: line.split()[1:] for line in printed().splitlines()}

    keys = {key.name for key in fields(conf.Settings)} - {"HOOKS"}
    assert set(lines) == keys | {f"HOOKS.{name}" for name in conf.DEFAULT_HOOKS}
    assert lines["HOOKS.teams"] == ["'mysite.hooks.Teams'", "settings"]
    assert lines["HOOKS.rankings"] == ["'tournament_engine.hooks.elo.EloRankings'", "default"]
    assert (lines["PAGE_SIZE"], lines["BASE_URL"]) == (["10", "settings"], ["''", "default"])


def test_a_program_reads_json(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"BASE_URL": "https://example.org"}

    values = json.loads(printed(json=True))

    assert (values["BASE_URL"], values["PAGE_SIZE"]) == ("https://example.org", 24)
