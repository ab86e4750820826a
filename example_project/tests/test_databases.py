"""DATABASE_URL."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from site_config.databases import database


def test_a_sqlite_address_names_a_file():
    settings = database("sqlite:////srv/tournaments/site.sqlite3")

    assert (settings["ENGINE"], settings["NAME"]) == (
        "django.db.backends.sqlite3",
        Path("/srv/tournaments/site.sqlite3"),
    )


def test_a_postgresql_address_names_a_server_with_its_options():
    settings = database("postgres://cup:p%40ss@db.example.org:5433/cups?sslmode=require")

    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "cups",
        "USER": "cup",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def test_an_address_of_another_kind_is_refused_with_what_to_write():
    with pytest.raises(ImproperlyConfigured, match="begins with 'mysql': write sqlite:///PATH or"):
        database("mysql://cup:secret@localhost/cups")
