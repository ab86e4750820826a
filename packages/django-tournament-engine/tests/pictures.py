"""Pictures and films as a browser sends them, and what a storage keeps of them."""

import struct
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import Settings

from tournament_engine.uploads.places import places

__all__ = ["a_film", "a_picture", "exists", "media"]


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    """Keep the files of a test in a folder of its own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path


def a_picture(name: str = "me.png", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    """Return a picture that looks like no other."""
    packed = BytesIO()
    Image.effect_noise(size, 90).save(packed, "PNG")
    return SimpleUploadedFile(name, packed.getvalue(), "image/png")


def a_film(name: str = "me.mp4") -> SimpleUploadedFile:
    """Return the smallest MP4 that has a track of video."""
    handler = _box(b"hdlr", bytes(8) + b"vide")
    movie = _box(b"moov", _box(b"trak", _box(b"mdia", handler)))
    content = _box(b"ftyp", b"isom" + bytes(4)) + movie + _box(b"mdat", b"...")
    return SimpleUploadedFile(name, content, "video/mp4")


def exists(name: str) -> bool:
    """Whether a storage still has a file."""
    return places().exists(name)


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content
