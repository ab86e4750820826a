"""Taking a file in, and letting it go. Nothing else writes files or their table.

A file is stored before the transaction that needs it begins: storages may be far away, and
nobody waits for them under a lock. What that transaction then refuses, or a crash leaves,
belongs to nothing and is removed a day later.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import ForeignObjectRel, QuerySet, Sum
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tournament_engine import conf
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.uploads.apart import remade_apart
from tournament_engine.uploads.films import check_film
from tournament_engine.uploads.kinds import Kind, sniff
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.pictures import Picture, remade
from tournament_engine.uploads.places import PRIVATE, PUBLIC, new_name, places
from tournament_engine.uploads.policies import MEGABYTE, UploadPolicy, decodes_apart, policy
from tournament_engine.users import User

__all__ = ["orphans", "remove_file", "remove_orphan_files", "store_made", "store_upload"]

#: Younger than this, a file may belong to an act that is still going on.
_GRACE = timedelta(days=1)

_DAILY_QUOTA = 200 * MEGABYTE
_HEAD = 4096
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class _Checked:
    kind: Kind
    content: "File[bytes]"
    picture: Picture | None


def store_upload(
    *,
    file: "File[bytes]",
    purpose: str,
    by: User,
    tournament_id: int | None = None,
    field: str = "file",
) -> StoredFile:
    """Judge a file by the policy of its purpose, make it anew and store it.

    Raise InvalidInput, which names `field`, for what the policy does not take, and
    Conflict for more than a person may send in a day.
    """
    rules = policy(purpose)
    try:
        _check_size(file, rules)
        _check_quota(by, file.size)
        checked = _checked(file, rules)
        _ask_antivirus(checked.content)
    except (InvalidInput, Conflict) as error:
        error.field = field
        raise
    return _stored(checked, rules, purpose=purpose, by=by, tournament_id=tournament_id)


def store_made(
    *, content: bytes, purpose: str, extension: str, content_type: str, tournament_id: int
) -> StoredFile:
    """Store a file that we made ourselves, where only those read it who may."""
    stored = StoredFile(
        purpose=purpose,
        tournament_id=tournament_id,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    name = new_name(purpose=purpose, extension=extension, is_private=True)
    stored.file.save(name, ContentFile(content), save=True)
    return stored


@transaction.atomic
def remove_file(*, stored: StoredFile) -> None:
    """Forget a file; its bytes go when this transaction has committed."""
    name = stored.name
    stored.delete()
    transaction.on_commit(lambda: places().delete(name), robust=True)


def remove_orphan_files(now: datetime, *, dry_run: bool = False) -> int:
    """Remove files that nothing points at and that nobody is about to use; say how many."""
    rows = list(orphans(now - _GRACE))
    names = list(_unknown_names(now - _GRACE))
    if not dry_run:
        for stored in rows:
            remove_file(stored=stored)
        for name in names:
            places().delete(name)
    return len(rows) + len(names)


def orphans(before: datetime) -> QuerySet[StoredFile]:
    """Return the files older than a moment that nothing points at."""
    rows = StoredFile.objects.filter(created_at__lt=before)
    for field in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(field, ForeignObjectRel):
            key = field.field.attname
            used = field.related_model._base_manager.exclude(**{key: None}).values(key)
            rows = rows.exclude(pk__in=used)
    return rows


def _check_size(file: "File[bytes]", rules: UploadPolicy) -> None:
    if file.size > rules.max_bytes:
        message = _("The file is too large; at most %(most)s MB are taken.")
        words = {"most": f"{rules.max_bytes / MEGABYTE:g}"}
        raise InvalidInput(message % words, code="too_large")
    if not file.size:
        raise InvalidInput(_("The file is empty; choose another."), code="empty")


def _check_quota(by: User, size: int) -> None:
    quota: int = conf.settings.UPLOADS.get("DAILY_QUOTA", _DAILY_QUOTA)
    today = StoredFile.objects.filter(
        uploaded_by=by, created_at__gt=timezone.now() - timedelta(days=1)
    )
    sent = today.aggregate(sum=Sum("size"))["sum"] or 0
    if sent + size > quota:
        message = _("You have sent as much as a day allows; try again tomorrow.")
        raise Conflict(message, code="quota")


def _checked(file: "File[bytes]", rules: UploadPolicy) -> _Checked:
    file.seek(0)
    kind = sniff(file.read(_HEAD))
    if kind.name not in rules.kinds:
        message = _("%(kind)s is not taken here; send one of: %(kinds)s.")
        words = {"kind": kind.name, "kinds": ", ".join(rules.kinds)}
        raise InvalidInput(message % words, code="wrong_kind")
    file.seek(0)
    if not kind.is_picture:
        check_film(file, file.size, kind)
        return _Checked(kind, file, None)
    decode = remade_apart if decodes_apart() else remade
    picture = decode(file.read(), kind, rules)
    return _Checked(kind, ContentFile(picture.content), picture)


def _ask_antivirus(content: "File[bytes]") -> None:
    path: str = conf.settings.UPLOADS.get("ANTIVIRUS", "")
    if not path:
        return
    scan: Callable[[File[bytes]], str] = import_string(path)
    content.seek(0)
    if scan(content):
        raise InvalidInput(_("The file was refused as harmful."), code="harmful")


def _stored(
    checked: _Checked,
    rules: UploadPolicy,
    *,
    purpose: str,
    by: User,
    tournament_id: int | None,
) -> StoredFile:
    picture = checked.picture
    stored = StoredFile(
        purpose=purpose,
        tournament_id=tournament_id,
        uploaded_by=by,
        content_type=checked.kind.content_type,
        size=checked.content.size,
        width=picture.width if picture else None,
        height=picture.height if picture else None,
        sha256=_digest(checked.content),
        fingerprint=picture.fingerprint if picture else "",
    )
    name = new_name(purpose=purpose, extension=checked.kind.extension, is_private=rules.is_private)
    checked.content.seek(0)
    stored.file.save(name, checked.content, save=True)
    return stored


def _digest(content: "File[bytes]") -> str:
    content.seek(0)
    digest = hashlib.sha256()
    while part := content.read(_CHUNK):
        digest.update(part)
    return digest.hexdigest()


def _unknown_names(before: datetime) -> Iterator[str]:
    """Yield the files that the table does not know: a crash left them, or a removal failed."""
    for root in (PUBLIC, PRIVATE):
        for name in _names(root):
            is_old = places().get_modified_time(name) < before
            if is_old and not StoredFile.objects.filter(file=name).exists():
                yield name


def _names(folder: str) -> Iterator[str]:
    try:
        folders, files = places().listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from _names(f"{folder}/{name}")
