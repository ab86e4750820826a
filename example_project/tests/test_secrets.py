"""The secret key that the site makes for itself."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from site_config.secrets import stored_secret


def test_the_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path):
    path = tmp_path / ".secret_key"

    first, second = stored_secret(path), stored_secret(path)

    assert (len(first), second, path.stat().st_mode & 0o777) == (50, first, 0o600)


def test_two_sites_have_two_secrets(tmp_path: Path):
    assert stored_secret(tmp_path / "one") != stored_secret(tmp_path / "two")


def test_a_folder_that_keeps_nothing_is_told_with_what_to_do(tmp_path: Path):
    with pytest.raises(ImproperlyConfigured, match="set SECRET_KEY in the environment"):
        stored_secret(tmp_path / "nowhere" / ".secret_key")
