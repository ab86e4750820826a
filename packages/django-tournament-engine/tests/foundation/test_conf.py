import pytest
from pytest_django import Settings

from tournament_engine import conf, hooks
from tournament_engine.hooks.teams import Teams
from tournament_engine.testing import FakeTeams


def test_a_site_that_sets_nothing_gets_the_defaults():
    assert conf.effective() == conf.Settings(HOOKS=conf.DEFAULT_HOOKS)


def test_a_changed_setting_is_seen_at_once(settings: Settings):
    before = conf.settings.PAGE_SIZE

    settings.TOURNAMENT_ENGINE = {"PAGE_SIZE": 7}

    assert (before, conf.settings.PAGE_SIZE) == (24, 7)


def test_a_hook_that_is_not_named_keeps_its_default(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"teams": "mysite.hooks.Teams"}}

    expected = {**conf.DEFAULT_HOOKS, "teams": "mysite.hooks.Teams"}
    assert expected == conf.settings.HOOKS


def test_a_hook_is_made_once_and_again_when_the_setting_changes(settings: Settings):
    first = hooks.teams()
    again = hooks.teams()

    settings.TOURNAMENT_ENGINE = {"HOOKS": {"teams": "tournament_engine.testing.FakeTeams"}}

    assert again is first
    assert (type(first), type(hooks.teams())) == (Teams, FakeTeams)


def test_another_setting_changes_no_hook(settings: Settings):
    first = hooks.teams()

    settings.LANGUAGE_CODE = "de"

    assert hooks.teams() is first


def test_a_key_that_does_not_exist_is_no_attribute():
    with pytest.raises(AttributeError):
        _ = conf.settings.NO_SUCH_KEY  # type: ignore[attr-defined]  # that is the point
