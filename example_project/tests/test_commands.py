"""The example site from the terminal, with settings from its environment."""

import json
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

SITE = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "long-and-random-but-only-for-this-test-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "tournaments.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://tournaments.example.org",
    "BASE_URL": "https://tournaments.example.org",
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "tournaments@example.org",
    "HTTPS": "on",
    "HSTS_SECONDS": "31536000",
    "BEHIND_PROXY": "on",
    "TRUSTED_PROXIES": "10.0.0.0/8",
    "CACHE_TABLE": "cache",
    "TASK_RUNNER": "tournament_engine.runners.in_thread",
}
MIGRATE = ("migrate", "--verbosity", "0")
SEED = ("seed_tournaments",)
DUMP = ("dumpdata", "tournament_engine", "auth")
#: Salted or drawn anew in each database, or made of what is, as the size of a certificate is.
SECRETS = {
    "actor_digest",
    "content_digest",
    "digest",
    "hash",
    "password",
    "previous_hash",
    "salt",
    "size",
}
#: In texts: moments, keys, names of files, codes of certificates, and what is drawn by lot.
PASSING = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:[\d.]+)?([+-]\d\d:\d\d)?"
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{40}"
    r"|[0-9A-Z]{4}(-[0-9A-Z]{4}){3}"
    r"|\b[0-9a-f]{32}([0-9a-f]{32})?\b"
    r"|\b[A-Z][a-z]+\.? \d{1,2}, \d{4}, (midnight|noon|\d{1,2}(:\d\d)? [ap]\.m\.)"
)
REFUSED = (
    "manage.py: DATABASE_URL begins with 'mysql': write sqlite:///PATH or "
    "postgres://USER:PASSWORD@HOST:PORT/NAME.\n"
)
TIMES = {"occurred_at", "available_at", "date_joined", "last_login"}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as a person does, with these variables set."""
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=SITE,
        # Where a test names no database, the site's own stays out of it.
        env={**os.environ, "DATABASE_URL": "sqlite:///:memory:", **environment},
        check=False,
        capture_output=True,
        text=True,
    )


def rows(dump: str) -> str:
    """Return what a database holds, times and what is made of secrets apart."""
    texts = (json.dumps(without_times(row), indent=1) for row in json.loads(dump))
    # Sorted: some rows come in the order of keys that are drawn at random.
    return "\n".join(sorted(PASSING.sub("…", text) for text in texts))


def without_times(row: dict[str, object]) -> dict[str, object]:
    """Return a row without what depends on the hour."""
    fields = row["fields"]
    assert isinstance(fields, dict)
    kept = {
        name: value
        for name, value in fields.items()
        if not (name.endswith("_at") or name in {*TIMES, *SECRETS})
    }
    return {**row, "fields": kept}


def test_the_deployment_check_of_a_site_in_production_finds_nothing():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (2 silenced).\n",
    ), done.stderr


def test_no_migration_is_missing():
    done = manage("makemigrations", "--check", "--dry-run")

    assert (done.returncode, done.stdout) == (0, "No changes detected\n"), done.stderr


def test_static_files_are_collected_under_names_with_a_hash(tmp_path: Path):
    done = manage("collectstatic", "--noinput", STATIC_ROOT=str(tmp_path))

    names = {path.name for path in (tmp_path / "tournament_engine").glob("engine.*css*")}
    assert (done.returncode, len(names)) == (0, 4), done.stderr


def test_a_database_address_that_is_none_is_told_in_one_line():
    done = manage("check", DATABASE_URL="mysql://cup:secret@localhost/cups")

    assert (done.returncode, done.stderr) == (
        1,
        REFUSED,
    )


def test_a_key_that_is_listed_and_left_empty_counts_as_not_set():
    listed = (SITE / ".env.example").read_text()
    keys = re.findall(r"^# ([A-Z_]+)=$", listed, re.MULTILINE)

    done = manage("check", **dict.fromkeys(keys, ""))

    assert (done.returncode, done.stderr, "DATABASE_URL" in keys) == (0, "", True)


def test_tournaments_are_not_seeded_where_debug_is_off(tmp_path: Path):
    done = manage("seed_tournaments", DATABASE_URL=f"sqlite:///{tmp_path}/site.sqlite3")

    assert (done.returncode, "add --force if that is what you want" in done.stderr) == (1, True)


def test_the_demo_shows_its_logins(tmp_path: Path):
    script = "from django.test import Client; print(Client().get('/accounts/login/').text)"

    done = manage("shell", "-c", script, DEBUG="on", ALLOWED_HOSTS="testserver")

    assert "The password of each is <code>demo</code>" in done.stdout, done.stderr


@pytest.mark.django_db
def test_a_second_seeding_changes_nothing_and_two_demos_are_equal(tmp_path: Path):
    demo = {"DEBUG": "on", "DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3"}
    other_demo = StringIO()
    call_command(*DUMP, stdout=other_demo)

    done = [manage(*command, **demo) for command in (MIGRATE, SEED, DUMP, SEED, DUMP)]

    _migrated, made, first, there, second = done
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 5
    assert ("  there" in made.stdout, "  made" in there.stdout) == (False, False)
    assert first.stdout == second.stdout
    assert rows(first.stdout) == rows(other_demo.getvalue())
