"""Giving out what is held of a person, and forgetting it.

An erasure goes through the tournaments one after another, each in a transaction with its lock, and
then through the site; the account itself goes last. Whatever kills it, it is run again and
goes on: a person's rows are found by the keys that are still there, and a tournament is
either done or as it was. Files go when their rows are committed; what a crash leaves of them
belongs to nobody and is removed a day later.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.apps import apps
from django.db import router, transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from tournament_engine import append_only, hooks, permissions
from tournament_engine.audit import services as audit
from tournament_engine.audit.models import AuditEntry
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.locks import lock
from tournament_engine.privacy.holdings import holdings, obstacles
from tournament_engine.privacy.people import Person, names_of, pseudonym
from tournament_engine.privacy.services import rows
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.services import remove_file
from tournament_engine.users import User

__all__ = ["Erasure", "erase_user", "export_user"]


@dataclass(frozen=True)
class Erasure:
    """What an erasure takes or changes: rows by table, tournaments, and files."""

    rows: Counter[str] = field(default_factory=Counter)
    tournaments: int = 0
    files: int = 0


def erase_user(
    *,
    user: User,
    by: User | None,
    successor: User | None = None,
    forfeit: bool = False,
    dry_run: bool = False,
) -> Erasure:
    """Forget a person: results stay under a pseudonym, the ledger under an id that says nothing.

    `successor` takes over the tournaments that the person organises. With `forfeit` money
    goes unclaimed that is owed to them or in their wallet. Raise Conflict, which says what is to be
    done first, where one of the two is missing. `dry_run` counts and changes nothing.
    """
    _may(by, user)
    person = Person(
        user=user,
        names=names_of(user),
        pseudonym=pseudonym(),
        successor=successor,
        forfeits=forfeit,
    )
    if reasons := obstacles(person):
        raise Conflict(" ".join(reasons), code="not_erasable")
    keys = rows.tournaments(user)
    if dry_run:
        counts = Counter({one.label: one.touched(user).count() for one in holdings()})
        return Erasure(+counts, len(keys), StoredFile.objects.filter(uploaded_by=user).count())
    done: Counter[str] = Counter()
    files = sum(_forget(person, key, done) for key in [*keys, None])
    _forget_account(user)
    return Erasure(+done, len(keys), files)


def export_user(*, user: User, by: User | None) -> dict[str, object]:
    """Return everything that is held about a person: their rows, and where they acted."""
    _may(by, user)
    users = hooks.users()
    return {
        "account": {
            "id": str(user.pk),
            "name": users.display_name(user),
            "email": users.email(user),
            "language": users.language(user),
            "timezone": str(users.timezone(user)),
        },
        "held": {one.label: told for one in holdings() if (told := rows.told(one, user))},
        "files": rows.files_of(user),
        "acts": rows.acts_of(user),
    }


def _may(by: User | None, user: User) -> None:
    """Let people themselves in, and the site's staff; nobody is a command on the machine."""
    if by is not None and by.pk != user.pk and not permissions.is_site_staff(by):
        raise NotAllowed(_("People are erased and exported by themselves or by the site's staff."))


@transaction.atomic
def _forget(known: Person, tournament: int | None, done: Counter[str]) -> int:
    """Forget a person in one tournament, or in what belongs to none; return how many files went."""
    subject = _locked(tournament)
    # In the end every table is looked at again: rows may belong to no tournament.
    places = [one for one in holdings() if one.tournament or subject is None]
    person = rows.person_in(known, places, tournament)
    # All is looked up before anything goes: rows are found by way of one another.
    found = [rows.found(one, person.user, tournament) for one in places]
    entries = rows.entries(person, "" if tournament is None else str(tournament), found)
    files = rows.files(found)
    with append_only.lifted(router.db_for_write(AuditEntry)):
        for one in found:
            done[one.holding.label] += rows.forget(one, person, tournament)
        rows.sweep_site(person)
    done[AuditEntry._meta.label] += audit.erase(entries=entries)
    if subject is None:
        files |= rows.let_go_of_files(person.user)
    else:
        audit.log(by=None, action="person.erased", subject=subject)
    for stored in StoredFile.objects.filter(pk__in=files):
        remove_file(stored=stored)
    return len(files)


def _locked(tournament: int | None) -> Model | None:
    if tournament is None:
        return None
    row: Model = apps.get_model("tournament_engine", "Tournament")._base_manager.get(pk=tournament)
    return lock(row)


@transaction.atomic
def _forget_account(user: User) -> None:
    try:
        if not hooks.users().erase(user):
            user.delete()
    except ProtectedError as error:
        message = _("Tournaments have forgotten this person; other tables of the site have not.")
        raise Conflict(message, code="still_known") from error
