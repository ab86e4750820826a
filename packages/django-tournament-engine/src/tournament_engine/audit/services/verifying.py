"""Holding the log to account: every entry is there, as it was, where it was, or is named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import connections, router

from tournament_engine.audit import chain, triggers
from tournament_engine.audit.models import AuditArchive, AuditChain, AuditEntry

__all__ = ["Fault", "verify_chain"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with the log, and where.

    `changed`    an entry says something else than it did
    `missing`    one or more entries are gone before this position, or at the end
    `reordered`  an entry is not behind the one that it was written behind
    `unguarded`  the database does not keep the log: its triggers are gone
    """

    kind: str
    scope: str
    position: int
    entry: int | None = None


def verify_chain(*, scope: str | None = None) -> Iterator[Fault]:
    """Yield what is wrong with the chain of one scope, or with all of them.

    Erased content and a deleted actor are no faults, nor is what an archive covers.
    """
    if not triggers.are_installed(connections[router.db_for_write(AuditEntry)]):
        yield Fault(kind="unguarded", scope=scope or "", position=0)
    entries, heads = AuditEntry.objects.in_order(), AuditChain.objects.all()
    archives = AuditArchive.objects.order_by("scope", "last_position")
    if scope is not None:
        entries, heads = entries.filter(scope=scope), heads.filter(scope=scope)
        archives = archives.filter(scope=scope)
    starts = {row.scope: (row.last_position, row.last_hash) for row in archives}
    ends = {row.scope: row for row in heads}
    for name, rows in groupby(entries.iterator(chunk_size=1000), key=lambda row: row.scope):
        start = starts.pop(name, (0, ""))
        yield from _verify(name, rows, start, ends.pop(name, None))
    for name, head in ends.items():
        if head.position > starts.get(name, (0, ""))[0]:
            yield Fault(kind="missing", scope=name, position=head.position)


def _verify(
    scope: str, rows: Iterable[AuditEntry], start: tuple[int, str], head: AuditChain | None
) -> Iterator[Fault]:
    position, previous = start
    for row in rows:
        at = row.position or 0
        if at > position + 1:
            yield Fault(kind="missing", scope=scope, position=at, entry=row.pk)
        elif row.previous_hash != previous:
            yield Fault(kind="reordered", scope=scope, position=at, entry=row.pk)
        if not _is_as_it_was(row):
            yield Fault(kind="changed", scope=scope, position=at, entry=row.pk)
        position, previous = at, row.hash
    if head is None or (head.position, head.hash) != (position, previous):
        yield Fault(kind="missing", scope=scope, position=position + 1)


def _is_as_it_was(row: AuditEntry) -> bool:
    """Whether an entry still says what its hash was made over."""
    if row.erased_at is None:
        if chain.content_digest(row) != row.content_digest:
            return False
        if row.actor_id is not None and (
            chain.actor_digest(row.salt, row.actor_id) != row.actor_digest
        ):
            return False
    own = chain.digest(row)
    return own == row.digest and row.hash == chain.link(row.previous_hash, row.position or 0, own)
