"""Who may read a private file: whoever may see what it belongs to, and nobody by default."""

from collections.abc import Callable
from typing import TypeAlias

from tournament_engine import permissions
from tournament_engine.uploads.models import StoredFile
from tournament_engine.users import AnyUser

__all__ = ["READ", "Reader", "declare", "let_read", "may_read"]

READ = "tournament_engine.read_file"

#: Whether a user may read a file of one purpose; asks what the file belongs to.
Reader: TypeAlias = Callable[[AnyUser, StoredFile], bool]

_readers: dict[str, Reader] = {}


def declare() -> None:
    """Put the reading of files into the registry."""
    permissions.define(READ, may_read)


def let_read(purpose: str, reader: Reader) -> None:
    """Let `reader` decide who reads the private files of a purpose."""
    _readers[purpose] = reader


def may_read(user: AnyUser, stored: StoredFile) -> bool:
    """Whether someone may read a file."""
    reader = _readers.get(stored.purpose)
    return reader is not None and reader(user, stored)
