"""A person is erased: whatever was written of them is gone, and what was played stays."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from tests.challenges import a_claim, a_dare
from tests.disputes import a_case, a_dispute
from tests.factories import a_site_admin, a_tournament, a_user
from tests.paying import a_paying_cup, a_payment, proof, prove
from tests.people.models import Person

from tournament_engine import append_only
from tournament_engine.audit.models import AuditEntry
from tournament_engine.audit.services import verify_chain
from tournament_engine.awards.models import Achievement, Badge, Certificate, CertificateReport, Gift
from tournament_engine.community.models import Post, PostReport
from tournament_engine.core.custom_fields.models import CustomField, CustomFieldValue
from tournament_engine.core.models import StaffAssignment, Tournament
from tournament_engine.core.versions.models import TournamentTemplate, TournamentVersion
from tournament_engine.dispute.models import Dispute, DisputeComment, DisputeEvidence, EvidenceFile
from tournament_engine.economy.models import Account, Payout, PayoutKind
from tournament_engine.economy.services import deposit, plan_payout, wallet
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.hooks.models import InboxMessage, NoticeChoices, Rating, RatingEvent
from tournament_engine.match.models import (
    HeatForfeit,
    Match,
    MatchReminder,
    RescheduleRequest,
    ScoreClaim,
)
from tournament_engine.outbox import OutboxMessage
from tournament_engine.privacy.holdings import Holding, holdings
from tournament_engine.privacy.services import erase_user, export_user, rows
from tournament_engine.registration.models import (
    Correction,
    Entrant,
    OpeningWatch,
    Registration,
    RosterInvitation,
    RosterMember,
)
from tournament_engine.registration.payments.models import FeeWaiver, PaymentEvent, WalletCharge
from tournament_engine.uploads.services import store_upload

pytestmark = pytest.mark.django_db

#: Stands nowhere else.
MARK = "zyxmarker"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.BASE_URL = ""
    return tmp_path


@pytest.fixture
def marked() -> Person:
    """Return somebody who left something wherever the engine holds anything of people."""
    dispute, ann, mark = a_dispute()
    Person.objects.filter(pk=mark.pk).update(email=f"{MARK}@example.org")
    mark.refresh_from_db()
    match, cup = dispute.match, dispute.tournament
    _pays(mark)
    _plays(mark, ann, match)
    _speaks(mark, ann, cup, dispute)
    _serves(mark, cup)
    for one in holdings():
        _write_the_mark(one, mark)
    return mark


def _pays(mark: Person) -> None:
    cup = a_paying_cup(max_entrants=8)
    asked = CustomField.objects.create(
        tournament=cup, position=1, code="tag", label="Tag", kind="text"
    )
    payment = prove(a_payment(cup, mark), file=_marked_picture())
    registration = payment.registration
    CustomFieldValue.objects.create(field=asked, registration=registration, value=MARK, by=mark)
    PaymentEvent.objects.create(
        method="cards",
        event_id="e",
        payment=payment,
        state="paid",
        occurred_at=timezone.now(),
        reference="c",
        amount=1,
        currency="EUR",
        account="a",
        outcome="noted",
        body={"payer": MARK},
    )
    WalletCharge.objects.create(payment=payment, payer=mark, key="fee", asked_at=timezone.now())
    FeeWaiver.objects.create(payment=payment, rule="hand", evidence={"who": MARK}, reason=MARK)
    Correction.objects.create(
        tournament=cup, registration=registration, field="name", note=MARK, before=MARK, after=MARK
    )
    OpeningWatch.objects.create(tournament=cup, user=mark)
    RosterInvitation.objects.create(
        tournament=cup,
        registration=registration,
        addressed_to=mark.email.upper(),
        expires_at=timezone.now(),
    )
    plan_payout(
        tournament_id=cup.pk,
        kind=PayoutKind.PRIZE,
        slot="x",
        recipient=mark,
        recipient_name=MARK,
        amount=5,
        currency="EUR",
        by=None,
    )
    Payout.objects.update(state="cancelled")
    wallet(mark, "EUR")


def _plays(mark: Person, ann: Person, match: Match) -> None:
    RosterMember.objects.create(
        tournament=match.tournament,
        registration=Registration.objects.get(user=ann),
        user=mark,
        name=MARK,
    )
    entrant = Entrant.objects.get(registration__user=ann)
    Gift.objects.create(
        tournament=match.tournament, entrant=entrant, place=1, thing="A cup", claimed_by=mark
    )
    medal = Achievement.objects.create(code="medal", name="Medal", rule="champion")
    Badge.objects.create(
        achievement=medal, user=mark, source="hand", awarded_at=timezone.now(), reason=MARK
    )
    own = Entrant.objects.get(registration__user=mark, tournament=match.tournament)
    HeatForfeit.objects.create(match=match, entrant=own, reason=MARK, by=ann)
    MatchReminder.objects.create(
        match=match, recipient=mark, minutes=5, scheduled_at=timezone.now()
    )
    ScoreClaim.objects.filter(match=match).update(by=mark)
    RescheduleRequest.objects.create(
        match=match,
        pairing=[],
        side=0,
        proposed_at=timezone.now(),
        expires_at=timezone.now(),
        by=mark,
        note=MARK,
    )
    for model in (Rating, RatingEvent):
        model.objects.create(scope="1", entrant=f"user:{mark.pk}", **_amount(model))
    Certificate.objects.create(
        tournament=match.tournament,
        slot="member:1",
        kind="champion",
        recipient=mark,
        name=MARK,
        tournament_name="Cup",
        game_name="Chess",
        held_on=date(2030, 1, 1),
        language="en",
        code="AAAA",
        state="issued",
        issued_at=timezone.now(),
        file=store_upload(file=_marked_picture(), purpose="proof", by=mark),
    )
    CertificateReport.objects.create(
        tournament=match.tournament, certificate=Certificate.objects.get(), by=mark, text=MARK
    )


def _speaks(mark: Person, ann: Person, cup: Tournament, dispute: Dispute) -> None:
    _own, post = (
        Post.objects.create(tournament=cup, author=author, text=f"{MARK} asks")
        for author in (mark, ann)
    )
    PostReport.objects.create(post=post, by=mark, reason=MARK)
    evidence = DisputeEvidence.objects.create(dispute=dispute, by=mark, text=MARK, link="")
    stored = store_upload(file=_marked_picture(), purpose="evidence", by=mark)
    EvidenceFile.objects.create(evidence=evidence, stored=stored)
    DisputeComment.objects.create(dispute=dispute, by=mark, text=MARK)
    InboxMessage.objects.create(user=mark, key="k", event="e", subject=MARK)
    InboxMessage.objects.create(
        user=ann, key="k", event="e", subject=f"You meet {MARK}", body=f"{MARK} said no."
    )
    OutboxMessage.objects.create(
        topic="notice:x",
        key="x",
        payload={"recipients": [str(mark.pk), str(ann.pk)], "context": {"name": MARK}},
        available_at=timezone.now(),
    )


def _serves(mark: Person, cup: Tournament) -> None:
    a_claim(a_dare(cup), mark, text=MARK, picture=_marked_picture())
    NoticeChoices.objects.create(user=mark)
    TournamentTemplate.objects.create(owner=mark, name=MARK, content={})
    TournamentVersion.objects.create(
        tournament=cup, by=mark, note=MARK, number=99, occasion="changed", content={}
    )
    StaffAssignment.objects.create(
        tournament=cup, user=mark, role="referee", state="active", expires_at=timezone.now()
    )


def _amount(model: Any) -> dict[str, Any]:
    return {"value": 1500} if model is Rating else {"key": "k", "kind": "applied"}


def _marked_picture() -> Any:
    return proof()


def _write_the_mark(one: Holding, mark: Person) -> None:
    """Put the mark into every column that is said to hold something of its owner."""
    values: dict[str, Any] = {}
    for name in {*one.blank, *one.said, *one.renamed, *one.swept}:
        column = one.model._meta.get_field(name)
        is_json = column.get_internal_type() == "JSONField"
        values[name] = {"a": [MARK]} if is_json else MARK
    # Where rows are found by what they say, they say it.
    if values and not one.deleted and not one.found:
        for name, value in values.items():
            # What a constraint forbids stands in no row.
            with suppress(IntegrityError), transaction.atomic(), append_only.lifted("default"):
                one.owned(mark).update(**{name: value})


def texts() -> Iterator[tuple[str, str]]:
    """Return every cell of every table as text, with where it stands."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - a table's own name
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield f"{table}.{column}", str(value)


def hits(word: str) -> list[str]:
    return sorted({where for where, text in texts() if word in text.lower()})


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_nothing_of_a_person_is_left_in_any_table_or_file(
    marked: Person, media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
):
    unheld = [one.label for one in holdings() if (one.owner or one.found) and not one.owned(marked)]
    before, sent, key = len(hits(MARK)), len(files(media)), marked.pk

    with django_capture_on_commit_callbacks(execute=True):
        erase_user(user=marked, by=None)

    assert unheld == []
    assert before > 30
    assert sent >= 4
    assert hits(MARK) == []
    assert hits(str(key)) + hits(key.hex) == []
    assert files(media) == []


def test_the_log_still_holds_together_and_what_was_played_stays(marked: Person):
    cups = list(Tournament.objects.order_by("pk"))
    won = Match.objects.filter(state="disputed").count()
    own = Registration.objects.filter(user=marked).order_by("tournament")
    entrants = list(own.values_list("pk", flat=True))

    erase_user(user=marked, by=None)

    for cup in cups:
        assert list(verify_chain(scope=str(cup.pk))) == []
    assert Match.objects.filter(state="disputed").count() == won
    left = Registration.objects.filter(pk__in=entrants).order_by("tournament")
    assert {row.user for row in left} == {None}
    assert len({row.name for row in left}) == len(entrants)
    assert all(row.name.startswith("Player ") for row in left)
    entrant = Entrant.objects.get(registration__in=entrants)
    assert entrant.name == entrant.registration.name
    assert AuditEntry.objects.filter(action="person.erased").count() == len(cups)


def test_what_others_have_said_keeps_its_words_without_the_name(marked: Person):
    erase_user(user=marked, by=None)

    notice = InboxMessage.objects.get(key="k")
    assert notice.subject.startswith("You meet Player ")
    assert notice.body.endswith(" said no.")


def test_an_erasure_that_is_cut_off_goes_on_where_it_was(
    marked: Person, monkeypatch: pytest.MonkeyPatch
):
    let_go = rows.let_go_of_files

    def killed(_user: object) -> set[int]:
        raise KeyboardInterrupt

    monkeypatch.setattr(rows, "let_go_of_files", killed)
    with pytest.raises(KeyboardInterrupt):
        erase_user(user=marked, by=None)
    left = hits(MARK)
    monkeypatch.setattr(rows, "let_go_of_files", let_go)

    erase_user(user=marked, by=None)

    assert left
    assert hits(MARK) == []


def test_a_dry_run_counts_and_changes_nothing(marked: Person, capsys: pytest.CaptureFixture[str]):
    before = sorted(texts())

    call_command("erase_user", marked.email, "--dry-run", "--json")

    counted = json.loads(capsys.readouterr().out)
    assert counted["tournaments"] == 2
    assert counted["rows"]["tournament_engine.Post"] == 1
    assert sorted(texts()) == before


def test_who_organises_something_needs_somebody_who_takes_over():
    cup = a_tournament(entrants=0)
    owner, heir = cup.organizer, a_user()

    with pytest.raises(Conflict, match="Name who takes over"):
        erase_user(user=owner, by=None)
    call_command("erase_user", str(owner.pk), "--successor", heir.email)

    assert Tournament.objects.get().organizer == heir
    assert not Person.objects.filter(email=owner.email).exists()


def test_money_is_not_lost_without_a_word():
    ann = a_user()
    deposit(key="d", account=wallet(ann, "EUR"), amount=500)

    with pytest.raises(CommandError, match=r"5\.00"):
        call_command("erase_user", ann.email)
    call_command("erase_user", ann.email, "--forfeit")

    assert Account.objects.get(code__startswith="wallet:").holder is None
    assert Account.objects.get(code__startswith="wallet:").balance == 500


def test_who_decided_a_dispute_leaves_the_decision():
    dispute, _ann, _bob = a_case("resolved")
    judge = dispute.decided_by
    assert judge is not None

    erase_user(user=judge, successor=a_user(), by=None)

    row = Dispute.objects.get()
    assert (row.state, row.decided_by, row.author_erased) == ("resolved", None, True)


def test_people_erase_themselves_and_nobody_else():
    ann, admin = a_user(), a_site_admin()

    with pytest.raises(NotAllowed):
        erase_user(user=ann, by=a_user())
    with pytest.raises(NotAllowed):
        export_user(user=ann, by=a_user())

    assert export_user(user=ann, by=admin)["account"]
    assert erase_user(user=ann, by=ann).rows.total() == 0


def test_a_person_reads_all_that_is_held_and_nothing_of_others(
    marked: Person, capsys: pytest.CaptureFixture[str]
):
    others = set(Person.objects.exclude(pk=marked.pk).values_list("email", flat=True))

    call_command("export_user", marked.email)

    words = capsys.readouterr().out
    held = json.loads(words)["held"]
    assert {one.label for one in holdings() if one.owned(marked)} <= held.keys()
    assert json.loads(words)["account"]["email"] == marked.email
    assert len(json.loads(words)["files"]) == 4
    assert [email for email in others if email in words] == []


def test_nobody_by_that_name_is_a_clear_answer():
    with pytest.raises(CommandError, match="Nobody has the login"):
        call_command("export_user", "nobody@example.org")
