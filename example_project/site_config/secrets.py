"""The site's secret key when its environment gives none: made once, kept in a file."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

__all__ = ["stored_secret"]


def stored_secret(path: Path) -> str:
    """Return the secret that `path` keeps, made at random the first time."""
    try:
        if not path.exists():
            keep(path, get_random_secret_key())
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"No secret can be kept in {path}: set SECRET_KEY in the environment or in .env."
        ) from error


def keep(path: Path, secret: str) -> None:
    """Write a file for the owner's eyes only; whoever came first wins."""
    # Written whole and then linked, so that no other process ever reads half of it.
    with NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as draft:
        draft.write(secret)
        draft.flush()
        try:
            os.link(draft.name, path)
        except FileExistsError:
            return
