"""An erasure that is killed at any moment is run again, and ends like one that nobody killed."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import a_registration, a_user
from tests.killing import sweep
from tests.paying import a_cashier, a_paying_cup, a_payment, prove
from tests.people.models import Person
from tests.privacy.test_erasure import MARK, files, hits

from tournament_engine.audit.models import AuditEntry
from tournament_engine.audit.services import verify_chain
from tournament_engine.privacy.services import erase_user
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Registration
from tournament_engine.registration.payments.models import Payment
from tournament_engine.uploads.services import remove_orphan_files

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
    # The process that is forked off has one thread, uses nothing of the others and is killed.
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
]

#: Files that nobody owns are kept so long, for whoever is about to name them.
LATER = timedelta(days=2)


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def known(media: Path) -> Person:
    """Return somebody who entered two tournaments, paid for one and sent a proof for it."""
    mark = a_user(MARK)
    free, paying = a_paying_cup(fee_amount=0, payment_methods=[]), a_paying_cup()
    a_registration(free, mark)
    payment = prove(a_payment(paying, mark), note=MARK)
    registrations.verify_payment(payment=payment, by=a_cashier(paying))
    return mark


def test_an_erasure_that_was_killed_is_finished_when_it_is_run_again(
    known: Person, media: Path, tmp_path: Path
):
    kept = tmp_path / "kept"
    private = media.parent / "media-private"
    folders = [folder for folder in (media, private) if folder.exists()]
    for folder in folders:
        shutil.copytree(folder, kept / folder.name)
    assert len(files(kept)) == 1

    def erase() -> None:
        # The rows of the last attempt were written back: so are its files.
        for folder in folders:
            shutil.copytree(kept / folder.name, folder, dirs_exist_ok=True)
        for user in Person.objects.filter(pk=known.pk):
            erase_user(user=user, by=None)

    def again() -> None:
        for user in Person.objects.filter(pk=known.pk):
            erase_user(user=user, by=None)
        remove_orphan_files(timezone.now() + LATER)

    def check() -> None:
        assert hits(MARK) + hits(str(known.pk)) + hits(known.pk.hex) == []
        assert [files(folder) for folder in folders] == [[]]
        entries = AuditEntry.objects.filter(action="person.erased").order_by("scope")
        cups = sorted(str(row.tournament_id) for row in Registration.objects.all())
        assert [entry.scope for entry in entries] == cups
        assert [list(verify_chain(scope=scope)) for scope in cups] == [[], []]
        names = Registration.objects.values_list("name", flat=True)
        assert {name.split()[0] for name in names} == {"Player"}
        assert Payment.objects.get().state == "verified"

    assert sweep(erase, finish=again, check=check, stride=40) > 12
