"""The log is kept by the database, and what was done to it all the same is found."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from tests.factories import a_game, a_site_admin, a_staff_member, a_tournament, a_user

from tournament_engine.audit import services as audit
from tournament_engine.audit import triggers
from tournament_engine.audit.chain import REDACTED
from tournament_engine.audit.models import AuditChain, AuditEntry, Category
from tournament_engine.audit.services import writing
from tournament_engine.core.models import Tournament

pytestmark = pytest.mark.django_db

ROWS: QuerySet[AuditEntry] = QuerySet(AuditEntry)


@pytest.fixture
def cup() -> Tournament:
    return a_tournament(entrants=3)


def faults() -> set[str]:
    return {fault.kind for fault in audit.verify_chain()}


@pytest.fixture
def unguarded() -> None:
    """Take the triggers away, as somebody who owns the database can."""
    triggers.remove(connection)


def refused(act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def swap(rows: QuerySet[AuditEntry]) -> None:
    """Let the second and the third entry change places."""
    rows.filter(position=2).update(position=1000)
    rows.filter(position=3).update(position=2)
    rows.filter(position=1000).update(position=3)


def test_the_chain_of_each_tournament_is_whole_and_numbered_from_one(cup: Tournament):
    other = a_tournament(entrants=0)
    audit.log(by=None, action="x", subject=a_game())

    for scope in (str(cup.pk), str(other.pk), ""):
        rows = list(AuditEntry.objects.filter(scope=scope).in_order())
        assert [row.position for row in rows] == list(range(1, len(rows) + 1))
        assert [row.previous_hash for row in rows] == ["", *[row.hash for row in rows[:-1]]]
        assert AuditChain.objects.get(scope=scope).hash == rows[-1].hash
    assert list(audit.verify_chain()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "never was"},
        {"action": "x"},
        {"after": {"a": 1}},
        {"by_site_staff": True},
        {"occurred_at": timezone.now()},
        {"hash": ""},
        {"position": 77},
        {"erased_at": timezone.now()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_an_entry(cup: Tournament, change: dict[str, object]):
    assert refused(lambda: ROWS.filter(scope=str(cup.pk)).update(**change))
    assert faults() == set()


def test_the_database_refuses_to_give_an_entry_another_actor(cup: Tournament):
    assert refused(lambda: ROWS.update(actor=a_user()))


def test_the_database_refuses_to_take_an_entry_out(cup: Tournament):
    def delete_it() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM tournament_engine_auditentry")

    assert refused(delete_it)
    assert AuditEntry.objects.filter(scope=str(cup.pk)).exists()


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lambda rows: rows.filter(position=2).update(reason="never was"), {"changed"}),
        (lambda rows: rows.filter(position=2).update(actor=a_user()), {"changed"}),
        (lambda rows: rows.filter(position=2).update(after={"names": []}), {"changed"}),
        (lambda rows: rows.filter(position=2).update(action="x", digest="0"), {"changed"}),
        (lambda rows: rows.filter(position=2).delete(), {"missing"}),
        (lambda rows: rows.filter(position=1).delete(), {"missing"}),
        (lambda rows: rows.filter(position__gte=3).delete(), {"missing"}),
        (lambda rows: rows.all().delete(), {"missing"}),
        (swap, {"changed", "reordered"}),
    ],
    ids=["reason", "actor", "after", "action", "middle", "first", "end", "all", "order"],
)
def test_what_was_done_to_the_log_all_the_same_is_found(
    cup: Tournament, unguarded: None, harm: Callable[[QuerySet[AuditEntry]], object], found
):
    assert faults() == {"unguarded"}

    harm(ROWS.filter(scope=str(cup.pk)))

    assert faults() == found | {"unguarded"}


def test_one_who_hashes_a_changed_entry_anew_is_found_at_the_next(cup: Tournament, unguarded: None):
    row = AuditEntry.objects.get(scope=str(cup.pk), position=2)
    row.reason = "never was"
    forged = audit_forgery(row)
    ROWS.filter(pk=row.pk).update(reason=row.reason, **forged)

    assert faults() == {"reordered", "unguarded"}


def audit_forgery(row: AuditEntry) -> dict[str, str]:
    from tournament_engine.audit import chain  # noqa: PLC0415 - the forger's own tool

    row.content_digest = chain.content_digest(row)
    own = chain.digest(row)
    return {
        "content_digest": row.content_digest,
        "digest": own,
        "hash": chain.link(row.previous_hash, 2, own),
    }


def test_the_command_says_that_the_log_is_whole(cup: Tournament):
    out = StringIO()

    call_command("verify_audit", json=True, stdout=out)

    report = json.loads(out.getvalue())
    end = AuditChain.objects.get(scope=str(cup.pk))
    assert (report["faults"], report["entries"]) == ([], AuditEntry.objects.count())
    assert report["ends"][str(cup.pk)] == [end.position, end.hash]


def test_the_command_names_what_is_wrong_and_fails(cup: Tournament, unguarded: None):
    ROWS.filter(scope=str(cup.pk), position=2).update(reason="never was")
    out = StringIO()

    with pytest.raises(CommandError, match="not as it was written"):
        call_command("verify_audit", stdout=out)

    assert f"changed at 2 of tournament {cup.pk}" in out.getvalue()
    assert "unguarded at 0 of the site" in out.getvalue()


def test_a_deleted_account_is_taken_off_and_the_chain_still_holds(cup: Tournament):
    ann = a_user()
    audit.log(by=ann, action="x", subject=cup, after={"a": 1})

    ann.delete()

    assert AuditEntry.objects.get(action="x").actor is None
    assert faults() == set()


def test_an_erased_entry_says_nothing_and_the_chain_still_holds(cup: Tournament):
    ann = a_user()
    entry = audit.log(by=ann, action="x", subject=cup, after={"name": "Ann"}, reason="Ann said")

    erased = audit.erase(entries=[entry]), audit.erase(entries=[entry])

    row = AuditEntry.objects.get(action="x")
    assert erased == (1, 0)
    assert (row.actor, row.after, row.reason, row.salt) == (None, {}, "", "")
    assert faults() == set()


def test_what_is_archived_leaves_the_table_and_the_chain_goes_on(cup: Tournament):
    file, scope = BytesIO(), str(cup.pk)
    before = AuditEntry.objects.filter(scope=scope).count()
    now = timezone.now() + timedelta(seconds=1)

    row = audit.archive(scope=scope, until=now, file=file)
    again = audit.archive(scope=scope, until=now, file=BytesIO())
    audit.log(by=None, action="x", subject=cup)

    assert row is not None
    assert (row.entries, row.sha256) == (before, sha256(file.getvalue()).hexdigest())
    lines = [json.loads(line) for line in file.getvalue().splitlines()]
    assert [line["position"] for line in lines] == list(range(1, before + 1))
    assert again is None
    [left] = AuditEntry.objects.filter(scope=scope)
    assert (left.position, left.previous_hash) == (before + 1, row.last_hash)
    assert faults() == set()


def test_only_what_is_old_enough_is_archived(cup: Tournament):
    scope = str(cup.pk)
    until = AuditEntry.objects.get(scope=scope, position=3).occurred_at

    row = audit.archive(scope=scope, until=until, file=BytesIO())

    assert row is not None
    assert row.last_position == 2
    assert AuditEntry.objects.filter(scope=scope).in_order()[0].position == 3
    assert faults() == set()


def test_secrets_are_not_written_down(cup: Tournament):
    told = {"password": "pw", "lobby": {"lobby_code": "1", "map": "dust"}, "tokens": 3, "n": 1.5}

    entry = audit.log(by=None, action="x", subject=cup, before={"api_key": "k"}, after=told)

    entry = AuditEntry.objects.get(pk=entry.pk)
    assert entry.before == {"api_key": REDACTED}
    assert entry.after == {
        "password": REDACTED,
        "lobby": {"lobby_code": REDACTED, "map": "dust"},
        "tokens": 3,
        "n": "1.5",
    }
    assert faults() == set()


def test_an_entry_has_its_kind(cup: Tournament):
    a_staff_member(cup)
    kinds = dict(AuditEntry.objects.values_list("action", "category"))

    assert kinds["staff.active"] == Category.ROLE
    assert kinds["tournament.created"] == Category.SETTING
    assert kinds["tournament.published"] == Category.STATE


def test_every_action_that_has_a_kind_of_its_own_is_one_that_is_logged():
    table = Path(writing.__file__)
    source = "".join(path.read_text() for path in table.parents[2].rglob("*.py") if path != table)

    unknown = [
        action
        for action in writing._CATEGORIES  # noqa: SLF001 - nobody else has the table
        if (f'"{action}"' if "." in action else f'"{action}.') not in source
    ]

    assert unknown == []


def test_the_site_s_staff_leaves_a_mark_in_tournaments_of_others(cup: Tournament):
    admin = a_site_admin()
    own = a_tournament(entrants=0, by=admin)

    marks = [
        audit.log(by=by, action="x", subject=subject).by_site_staff
        for by, subject in (
            (admin, cup),
            (admin, own),
            (admin, a_game()),
            (cup.organizer, cup),
            (cup.organizer, cup.registrations.all()[0]),
            (a_user(), cup),
            (None, cup),
        )
    ]

    assert marks == [True, False, True, False, False, False, False]


def test_the_triggers_can_be_put_in_place_again(cup: Tournament, unguarded: None):
    triggers.install(connection)
    triggers.install(connection)

    audit.log(by=None, action="x", subject=cup)

    assert faults() == set()
    assert refused(lambda: ROWS.update(position=F("position") + 1))
