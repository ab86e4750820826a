"""What is on file in a case: it is appended to, and notes among the staff stay among them."""

from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from tests.disputes import a_case, a_dispute, a_referee
from tests.factories import a_user

from tournament_engine.audit.models import AuditEntry
from tournament_engine.dispute import services
from tournament_engine.dispute.models import DisputeComment, DisputeEvidence
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed

pytestmark = pytest.mark.django_db


def test_parties_and_staff_put_evidence_on_file():
    dispute, ann, bob = a_dispute()
    referee = a_referee(dispute.tournament)

    services.add_evidence(dispute=dispute, by=ann, text="  A picture\r\nof the board ")
    services.add_evidence(dispute=dispute, by=bob, link=" https://video.example.org/watch?v=1 ")
    services.add_evidence(
        dispute=dispute, by=referee, text="The server", link="http://a.example.org"
    )

    told = list(dispute.evidence.values_list("by", "text", "link"))
    assert told == [
        (ann.pk, "A picture\nof the board", ""),
        (bob.pk, "", "https://video.example.org/watch?v=1"),
        (referee.pk, "The server", "http://a.example.org"),
    ]
    assert AuditEntry.objects.filter(action="dispute.evidence").count() == 3


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "//evil.example.org",
        "ftp://files.example.org/a",
        "example.org/a",
        "https://bank.example.org@evil.example.org/",
        "https://",
        "https://example.org/\u202e",
        "https://example.org/" + "x" * 500,
        "data:text/html,x",
        "https://[::1",
    ],
)
def test_a_link_is_a_whole_address(link: str):
    dispute, ann, _bob = a_dispute()

    with pytest.raises(InvalidInput) as refused:
        services.add_evidence(dispute=dispute, by=ann, link=link)

    assert (refused.value.field, dispute.evidence.count()) == ("link", 0)


def test_evidence_shows_something():
    dispute, ann, _bob = a_dispute()

    with pytest.raises(InvalidInput) as refused:
        services.add_evidence(dispute=dispute, by=ann, text=" \n ")

    assert refused.value.field == "text"


def test_a_comment_is_for_all_and_a_note_for_the_staff():
    dispute, ann, _bob = a_dispute()
    referee = a_referee(dispute.tournament)

    services.add_comment(dispute=dispute, text="We agreed on it.", by=ann)
    services.add_comment(dispute=dispute, text="He said so before.", by=referee, internal=True)

    told = list(dispute.comments.filter(step="comment").values_list("text", "is_internal"))
    assert told == [("We agreed on it.", False), ("He said so before.", True)]


def test_a_side_writes_no_note_among_the_staff():
    dispute, ann, _bob = a_dispute()

    with pytest.raises(NotAllowed):
        services.add_comment(dispute=dispute, text="Psst.", by=ann, internal=True)


def test_a_stranger_puts_nothing_on_file():
    dispute, _ann, _bob = a_dispute()
    stranger = a_user()

    with pytest.raises(NotAllowed):
        services.add_comment(dispute=dispute, text="Hello.", by=stranger)
    with pytest.raises(NotAllowed):
        services.add_evidence(dispute=dispute, text="Hello.", by=stranger)


def test_a_closed_case_takes_nothing_but_notes_among_the_staff():
    dispute, ann, _bob = a_case("dismissed")
    referee = a_referee(dispute.tournament)

    with pytest.raises(Conflict):
        services.add_comment(dispute=dispute, text="Still.", by=ann)
    with pytest.raises(Conflict):
        services.add_evidence(dispute=dispute, text="Still.", by=ann)

    services.add_comment(dispute=dispute, text="For next time.", by=referee, internal=True)


def test_a_comment_says_something():
    dispute, ann, _bob = a_dispute()

    with pytest.raises(InvalidInput) as refused:
        services.add_comment(dispute=dispute, text="", by=ann)

    assert refused.value.field == "text"


@pytest.mark.parametrize("model", [DisputeComment, DisputeEvidence])
def test_what_is_on_file_stays_as_it_is(model):
    dispute, ann, _bob = a_dispute()
    services.add_evidence(dispute=dispute, by=ann, text="A picture.")
    entry = model.objects.first()

    for act in (
        lambda: model.objects.update(text="Another."),
        lambda: model.objects.all().delete(),
        entry.save,
        entry.delete,
    ):
        with pytest.raises(TypeError, match="append-only"):
            act()

    entry.refresh_from_db()
    assert entry.text in {"A picture.", "It was the other way round."}


@pytest.mark.parametrize("model", [DisputeComment, DisputeEvidence])
def test_the_database_itself_keeps_what_is_on_file(model):
    dispute, ann, _bob = a_dispute()
    services.add_evidence(dispute=dispute, by=ann, text="A picture.")
    rows: QuerySet[Any] = QuerySet(model)

    for act in (lambda: rows.update(text="Another."), lambda: rows.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_whoever_leaves_the_site_leaves_the_words_behind():
    dispute, _ann, _bob = a_dispute()
    referee = a_referee(dispute.tournament)
    services.add_comment(dispute=dispute, text="Seen.", by=referee)

    referee.delete()

    comment = DisputeComment.objects.get(step="comment")
    assert (comment.text, comment.by) == ("Seen.", None)
    with pytest.raises(ObjectDoesNotExist):
        referee.refresh_from_db()
