"""What the database itself does for the log: it numbers and joins entries, and keeps them.

An entry is neither changed nor taken out, with two exceptions that leave a trace:

- the actor is taken off when the account is deleted, and with `erased_at` the content too;
- what an `AuditArchive` covers may leave the table.

They are put in place after every `migrate`: a migration that alters the table on SQLite makes
it anew without them. `verify_audit` says when they are missing. `append_only` is the plain
form of this, for tables whose rows nothing joins; `flush` is let through as it is there.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

from tournament_engine.audit.models import AuditArchive, AuditChain, AuditEntry

__all__ = ["are_installed", "connect", "install", "remove"]

_ENTRY = AuditEntry._meta.db_table
_CHAIN = AuditChain._meta.db_table
_ARCHIVE = AuditArchive._meta.db_table

#: Never changed.
_FIXED = (
    "id",
    "occurred_at",
    "action",
    "category",
    "scope",
    "subject_type",
    "subject_id",
    "request_id",
    "channel",
    "by_site_staff",
    "actor_digest",
    "content_digest",
    "digest",
    "position",
    "previous_hash",
    "hash",
)
#: Changed once: blanked when the entry is erased.
_CONTENT = ("before", "after", "reason", "salt", "address", "erased_at")

_NAMES = ("te_audit_join", "te_audit_keep", "te_audit_stay")

_REFUSAL = "The audit log is append-only"


def connect() -> None:
    """Put the triggers in place whenever the table may be new."""
    post_migrate.connect(_install, dispatch_uid="tournament_engine.audit")


def _install(*, app_config: AppConfig, using: str, **_: object) -> None:
    connection = connections[using]
    if app_config.label != "tournament_engine":
        return
    if _ENTRY in connection.introspection.table_names() and connection.vendor != "mysql":
        install(connection)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place, anew where they stand already."""
    remove(connection)
    statements = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: a migration that alters the table does, and nobody else."""
    with connection.cursor() as cursor:
        for name in _NAMES:
            where = f' ON "{_ENTRY}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{where}')


def are_installed(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has all of them."""
    table, column = (
        ("pg_trigger", "tgname") if connection.vendor == "postgresql" else ("sqlite_master", "name")
    )
    names = ", ".join(f"'{name}'" for name in _NAMES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} IN ({names})")  # noqa: S608
        row: tuple[Any, ...] = cursor.fetchone()
    return bool(row[0] == len(_NAMES))


def _unchanged(columns: tuple[str, ...], same: str) -> str:
    return " AND ".join(f'NEW."{column}" {same} OLD."{column}"' for column in columns)


def _may_change(same: str) -> str:
    """Return the condition under which an entry may be written again."""
    return f"""
        {_unchanged(_FIXED, same)}
        AND (NEW.actor_id IS NULL OR NEW.actor_id {same} OLD.actor_id)
        AND (
            ({_unchanged(_CONTENT, same)})
            OR (
                OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.actor_id IS NULL
                AND NEW."before" = '{{}}' AND NEW."after" = '{{}}'
                AND NEW.reason = '' AND NEW.salt = '' AND NEW.address = ''
            )
        )
    """


_IS_ARCHIVED = (
    f'EXISTS (SELECT 1 FROM "{_ARCHIVE}" a'  # noqa: S608 - names of our own
    " WHERE a.scope = OLD.scope AND a.last_position >= OLD.position)"
)

_POSTGRESQL = (
    f"""
    CREATE OR REPLACE FUNCTION te_audit_join() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE head "{_CHAIN}"%ROWTYPE;
    BEGIN
        INSERT INTO "{_CHAIN}" (scope, position, hash) VALUES (NEW.scope, 0, '')
            ON CONFLICT (scope) DO NOTHING;
        SELECT * INTO head FROM "{_CHAIN}" WHERE scope = NEW.scope FOR UPDATE;
        NEW.position := head.position + 1;
        NEW.previous_hash := head.hash;
        NEW.hash := encode(sha256(convert_to(
            head.hash || ':' || NEW.position || ':' || NEW.digest, 'UTF8')), 'hex');
        UPDATE "{_CHAIN}" SET position = NEW.position, hash = NEW.hash WHERE scope = NEW.scope;
        RETURN NEW;
    END $$
    """,  # noqa: S608 - names of our own
    f"""
    CREATE OR REPLACE FUNCTION te_audit_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {_may_change("IS NOT DISTINCT FROM")} THEN RETURN NEW; END IF;
        RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION te_audit_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {_IS_ARCHIVED} THEN RETURN OLD; END IF;
        RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    *(
        f'CREATE TRIGGER {name} BEFORE {event} ON "{_ENTRY}" FOR EACH ROW EXECUTE FUNCTION {name}()'
        for name, event in zip(_NAMES, ("INSERT", "UPDATE", "DELETE"), strict=True)
    ),
)

# SQLite changes no row before it is written: the entry is joined right after, and only then
# has it a hash. SHA256 is a function of Django's connections.
_SQLITE = (
    f"""
    CREATE TRIGGER te_audit_join AFTER INSERT ON "{_ENTRY}" BEGIN
        INSERT INTO "{_CHAIN}" (scope, position, hash) SELECT NEW.scope, 0, ''
            WHERE NOT EXISTS (SELECT 1 FROM "{_CHAIN}" WHERE scope = NEW.scope);
        UPDATE "{_ENTRY}" SET
            position = (SELECT position + 1 FROM "{_CHAIN}" WHERE scope = NEW.scope),
            previous_hash = (SELECT hash FROM "{_CHAIN}" WHERE scope = NEW.scope),
            hash = (
                SELECT SHA256(hash || ':' || (position + 1) || ':' || NEW.digest)
                FROM "{_CHAIN}" WHERE scope = NEW.scope
            )
            WHERE id = NEW.id;
        UPDATE "{_CHAIN}" SET position = position + 1,
            hash = (SELECT e.hash FROM "{_ENTRY}" e WHERE e.id = NEW.id)
            WHERE scope = NEW.scope;
    END
    """,  # noqa: S608 - names of our own
    f"""
    CREATE TRIGGER te_audit_keep BEFORE UPDATE ON "{_ENTRY}"
    WHEN OLD.hash <> '' AND NOT ({_may_change("IS")}) BEGIN
        SELECT RAISE(ABORT, '{_REFUSAL}');
    END
    """,
    f"""
    CREATE TRIGGER te_audit_stay BEFORE DELETE ON "{_ENTRY}"
    WHEN NOT te_lifted() AND NOT {_IS_ARCHIVED} BEGIN
        SELECT RAISE(ABORT, '{_REFUSAL}');
    END
    """,
)
