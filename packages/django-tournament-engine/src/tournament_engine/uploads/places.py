"""Where files are kept: public ones with the site's media, private ones where no web server looks.

A name begins with "public/" or "private/" and goes on with the purpose, two folders and a
token: `private/proof/3f/a0/3fa0…9c.png`. Nothing in it comes from whoever sent the file.
"""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible

from tournament_engine import conf

__all__ = ["PRIVATE", "PUBLIC", "Places", "has_private_alias", "new_name", "places"]

PUBLIC = "public"
PRIVATE = "private"

_ALIASES = {PUBLIC: "default", PRIVATE: "tournament_private"}

_TOKEN_BYTES = 20

#: Ours in a storage that the site has files of its own in.
_FOLDER = "tournament_engine/"


def new_name(*, purpose: str, extension: str, is_private: bool) -> str:
    """Return a name that nobody can guess and that no other file has."""
    token = secrets.token_hex(_TOKEN_BYTES)
    root = PRIVATE if is_private else PUBLIC
    return f"{root}/{purpose}/{token[:2]}/{token[2:4]}/{token}.{extension}"


def has_private_alias() -> bool:
    """Return whether the site says where private files go."""
    return _alias(PRIVATE) in django_settings.STORAGES


@deconstructible
class Places(Storage):
    """Hands each file to the storage of its root, whichever back ends the site has."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        storage, inside = _place(name)
        root = name.partition("/")[0]
        return f"{root}/{storage.save(inside, content).removeprefix(_FOLDER)}"

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        storage, inside = _place(name)
        return storage.open(inside, mode)

    def delete(self, name: str) -> None:
        storage, inside = _place(name)
        storage.delete(inside)

    def exists(self, name: str) -> bool:
        storage, inside = _place(name)
        return storage.exists(inside)

    def size(self, name: str) -> int:
        storage, inside = _place(name)
        return storage.size(inside)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        storage, inside = _place(path)
        return storage.listdir(inside)

    def get_modified_time(self, name: str) -> Any:
        storage, inside = _place(name)
        return storage.get_modified_time(inside)

    def url(self, name: str | None) -> str:
        storage, inside = _place(name or "")
        return storage.url(inside)


def places() -> Places:
    """Return the storage of every file of the engine."""
    return Places()


def _place(name: str) -> tuple[Storage, str]:
    root, _, inside = name.partition("/")
    if root == PRIVATE and not has_private_alias():
        return FileSystemStorage(location=_beside_media()), inside
    return storages[_alias(root)], f"{_FOLDER}{inside}"


def _alias(root: str) -> str:
    chosen: str = conf.settings.UPLOADS.get("STORAGES", {}).get(root, _ALIASES[root])
    return chosen


def _beside_media() -> Path:
    """Return a folder that no web server serves along with the site's media."""
    media = Path(django_settings.MEDIA_ROOT or "media").resolve()
    return media.with_name(f"{media.name}-private")
