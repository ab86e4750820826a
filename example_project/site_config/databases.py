"""DATABASE_URL as Django's settings: SQLite in a file, or PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

__all__ = ["database"]


def database(url: str) -> dict[str, Any]:
    """Return the settings of `sqlite:///path` or `postgres://user:password@host:port/name`."""
    match urlsplit(url).scheme:
        case "sqlite":
            return sqlite(Path(unquote(urlsplit(url).path).removeprefix("/")))
        case "postgres" | "postgresql":
            return postgresql(url)
        case other:
            # Not the whole of it, which may hold a password.
            raise ImproperlyConfigured(
                f"DATABASE_URL begins with '{other}': write sqlite:///PATH or "
                "postgres://USER:PASSWORD@HOST:PORT/NAME."
            )


def sqlite(path: Path) -> dict[str, Any]:
    """Return the settings of a file that several threads and processes may use at once."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # A transaction that will write waits for its turn at the start, not in the middle.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """Return the settings of a server; the address may end in options such as ?sslmode=require."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
