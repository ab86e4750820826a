"""System check: which templates of the site stand in the place of ours, and fit no more.

W008 a template in the place of one that the engine does not have
W009 a template in the place of one that may change with any version
W013 a block that no page fills, or one that all pages fill and that is not there
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from django.core.checks import CheckMessage, Warning, register  # noqa: A004 - Django's name for it
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.template.loaders.cached import Loader as CachedLoader
from django.template.loaders.filesystem import Loader as FolderLoader

from tournament_engine.hooks.site_ui import NOTICES, TEMPLATES

__all__ = ["check_overrides"]

_OWN = Path(__file__).resolve().parent / "templates"
_PREFIX = "tournament_engine"
_BLOCK = re.compile(r"{%-?\s*block\s+(\w+)")
_EXTENDS = re.compile(r"{%-?\s*extends\s")
_COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.DOTALL)


@register
def check_overrides(**_: object) -> list[CheckMessage]:
    """Look at every template of the site whose name is one of ours."""
    known = {path.relative_to(_OWN).as_posix() for path in _OWN.rglob("*") if path.is_file()}
    return [
        message
        for folder in _folders()
        for path in sorted((folder / _PREFIX).rglob("*"))
        if path.is_file()
        for message in _check(path, path.relative_to(folder).as_posix(), known)
    ]


def _folders() -> Iterator[Path]:
    """Yield the folders of templates that are not our own."""
    for backend in engines.all():
        if not isinstance(backend, DjangoTemplates):
            continue
        for loader in backend.engine.template_loaders:
            inner = loader.loaders if isinstance(loader, CachedLoader) else [loader]
            for one in inner:
                if isinstance(one, FolderLoader):
                    folders = (Path(folder).resolve() for folder in one.get_dirs())
                    yield from (folder for folder in folders if folder != _OWN)


def _check(path: Path, name: str, known: set[str]) -> Iterator[CheckMessage]:
    if name not in known:
        close = get_close_matches(name, known, n=1)
        hint = f"Did you mean {close[0]!r}?" if close else "Rename or remove it."
        message = f"{path} is shown nowhere: the engine has no template {name!r}."
        yield Warning(message, hint=hint, id="tournament_engine.W008")
    elif name in TEMPLATES:
        yield from _check_blocks(path, name)
    elif not name.startswith(NOTICES):
        message = f"{path} overrides a template that may change with any version."
        hint = "The reference lists the templates that stay as they are; a hook may do, too."
        yield Warning(message, hint=hint, id="tournament_engine.W009")


def _check_blocks(path: Path, name: str) -> Iterator[CheckMessage]:
    text = _COMMENT.sub("", path.read_text(errors="replace"))
    given, wanted = set(_BLOCK.findall(text)), set(TEMPLATES[name])
    for block in sorted(wanted - given) if not _EXTENDS.search(text) else ():
        message = f"{path} has no block {block!r}, which the pages fill."
        hint = "Add it where its content belongs, empty where it has none."
        yield Warning(message, hint=hint, id="tournament_engine.W013")
    for block in sorted(given - wanted) if _EXTENDS.search(text) else ():
        message = f"{path} fills a block {block!r}, which {name!r} does not have."
        close = get_close_matches(block, wanted, n=1)
        hint = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(sorted(wanted))}."
        yield Warning(message, hint=hint, id="tournament_engine.W013")
