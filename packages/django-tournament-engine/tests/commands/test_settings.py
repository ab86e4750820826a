"""`manage.py tournament_settings`: the settings in force, and whose they are."""

import json
from io import StringIO

from django.core.management import call_command
from pytest_django import Settings


def printed(**options: bool) -> str:
    out = StringIO()
    call_command("tournament_settings", stdout=out, **options)
    return out.getvalue()


def test_every_key_has_a_line_that_says_where_its_value_is_from(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"PAGE_SIZE": 10, "HOOKS": {"teams": "mysite.hooks.Teams"}}

    lines = {line.split()[0]: line.split()[1:] for line in printed().splitlines()}

    assert lines == {
        "HOOKS.users": ["'tournament_engine.hooks.users.Users'", "default"],
        "HOOKS.teams": ["'mysite.hooks.Teams'", "settings"],
        "HOOKS.notifications": ["['tournament_engine.hooks.inbox.InboxAndMail']", "default"],
        "HOOKS.profiles": ["'tournament_engine.hooks.profiles.Profiles'", "default"],
        "HOOKS.rankings": ["'tournament_engine.hooks.elo.EloRankings'", "default"],
        "HOOKS.site_ui": ["'tournament_engine.hooks.site_ui.SiteUI'", "default"],
        "HOOKS.economy": ["'tournament_engine.hooks.economy.Economy'", "default"],
        "BASE_URL": ["''", "default"],
        "FORMATS": ["{}", "default"],
        "PAGE_SIZE": ["10", "settings"],
    }


def test_a_program_reads_json(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"BASE_URL": "https://example.org"}

    values = json.loads(printed(json=True))

    assert (values["BASE_URL"], values["PAGE_SIZE"]) == ("https://example.org", 24)
