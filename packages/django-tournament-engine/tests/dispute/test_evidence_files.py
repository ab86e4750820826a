"""Pictures and films as evidence: sent, seen by those it concerns, and gone in the end."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.desk.browsing import address, log_in
from tests.disputes import a_case, a_dispute, a_referee
from tests.factories import a_user
from tests.people.models import Person
from tests.pictures import a_film, a_picture, exists, media  # noqa: F401 - a fixture
from tests.site.conftest import queries_of  # noqa: F401 - a fixture

from tournament_engine.core.models import Tournament
from tournament_engine.dispute import services
from tournament_engine.dispute.jobs import remove_settled_evidence
from tournament_engine.dispute.models import Dispute, DisputeEvidence, EvidenceFile
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.uploads.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

VIDEO = {"UPLOADS": {"VIDEO": True}}


def send(dispute: Dispute, reader: Person, **fields: Any) -> Any:
    data = {"action": "evidence", "text": "", "link": "", **fields}
    return log_in(reader).post(dispute.get_absolute_url(), data, follow=True)


def shown(dispute: Dispute, by: Person, **fields: Any) -> StoredFile:
    """Return the file of a piece of evidence with one picture."""
    fields = fields or {"pictures": [a_picture()]}
    evidence = services.add_evidence(dispute=dispute, by=by, **fields)
    stored = evidence.files.get().stored
    assert stored is not None
    return stored


def fetched(reader: Client, stored: StoredFile) -> Any:
    """Return how the site answers who asks for a file, read to its end."""
    answer: Any = reader.get(address("file", stored.pk))
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def over(dispute: Dispute, *, days: int) -> None:
    """Let the tournament of a case have ended some days ago."""
    ended = timezone.now() - timedelta(days=days)
    rows = Tournament.objects.filter(pk=dispute.tournament_id)
    rows.update(state="archived", concluded_at=ended)


def test_a_party_sends_pictures_with_words_or_without():
    dispute, ann, bob = a_dispute()

    send(dispute, ann, text="The board", pictures=[a_picture(), a_picture()])
    answer = send(dispute, bob, pictures=[a_picture()])

    told = list(dispute.evidence.values_list("by", "text", "file_count"))
    assert told == [(ann.pk, "The board", 2), (bob.pk, "", 1)]
    page = answer.content.decode()
    for file in EvidenceFile.objects.all():
        assert f'<img src="{address("file", file.stored_id)}"' in page
    assert all(file.is_private for file in StoredFile.objects.all())


def test_the_sixth_picture_is_too_many():
    dispute, ann, _bob = a_dispute()

    answer = send(dispute, ann, pictures=[a_picture() for _number in range(6)])

    assert (answer.status_code, StoredFile.objects.count()) == (422, 0)
    assert answer.context["evidence"].errors.keys() == {"pictures"}
    with pytest.raises(InvalidInput) as refused:
        services.add_evidence(dispute=dispute, by=ann, pictures=[a_picture()] * 6)
    assert refused.value.code == "too_many"


def test_of_several_files_the_bad_one_is_named():
    dispute, ann, _bob = a_dispute()
    bad = SimpleUploadedFile("notes.png", b"Not a picture.")

    answer = send(dispute, ann, text="Look", pictures=[a_picture(), bad])

    assert (answer.status_code, dispute.evidence.count()) == (422, 0)
    [message] = answer.context["evidence"].errors["pictures"]
    assert message.startswith("“notes.png”: ")
    assert 'name="text"' in answer.content.decode()


def test_a_film_is_taken_only_where_the_site_says_so(settings):
    dispute, ann, _bob = a_dispute()

    assert "film" not in send(dispute, ann, text="Look").context["evidence"].fields
    with pytest.raises(InvalidInput) as refused:
        services.add_evidence(dispute=dispute, by=ann, film=a_film())
    assert (refused.value.code, refused.value.field) == ("no_video", "film")

    settings.TOURNAMENT_ENGINE = VIDEO
    answer = send(dispute, ann, film=a_film())
    stored = EvidenceFile.objects.get().stored
    assert stored is not None
    assert f'href="{address("file", stored.pk)}"' in answer.content.decode()
    sent = fetched(log_in(ann), stored)
    assert sent["Content-Disposition"].startswith("attachment")
    assert sent["Content-Type"] == "video/mp4"


def test_a_file_is_there_for_the_parties_and_the_staff_alone():
    dispute, ann, bob = a_dispute()
    stored = shown(dispute, ann)
    readers = [ann, bob, dispute.tournament.organizer, a_referee(dispute.tournament)]

    for reader in readers:
        answer = fetched(log_in(reader), stored)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    others = (Client(), log_in(a_user()))
    assert [fetched(client, stored).status_code for client in others] == [404, 404]


def test_who_is_no_referee_any_more_sees_no_file():
    dispute, ann, _bob = a_dispute()
    stored = shown(dispute, ann)
    referee = a_referee(dispute.tournament)
    client = log_in(referee)
    assert fetched(client, stored).status_code == 200

    dispute.tournament.staff.update(state="revoked")

    assert fetched(client, stored).status_code == 404


def test_whoever_may_put_nothing_on_file_stores_nothing():
    dispute, _ann, _bob = a_dispute()
    closed, ann, _bob = a_case("dismissed")

    with pytest.raises(NotAllowed):
        services.add_evidence(dispute=dispute, by=a_user(), pictures=[a_picture()])
    with pytest.raises(Conflict):
        services.add_evidence(dispute=closed, by=ann, pictures=[a_picture()])

    assert not StoredFile.objects.exists()


def test_a_case_with_many_pictures_takes_as_many_queries_as_one_with_few(client, queries_of):  # noqa: F811
    dispute, ann, _bob = a_dispute()
    shown(dispute, ann)
    client.force_login(ann)
    few = queries_of(dispute.get_absolute_url())

    services.add_evidence(dispute=dispute, by=ann, pictures=[a_picture(), a_picture()])

    assert queries_of(dispute.get_absolute_url()) == few


def test_files_of_decided_cases_go_some_time_after_the_tournament(committed):
    dispute, ann, _bob = a_dispute()
    name = shown(dispute, ann).name
    services.withdraw_all(dispute.tournament, dispute.tournament.organizer)
    over(dispute, days=89)
    assert remove_settled_evidence(timezone.now()) == 0

    over(dispute, days=91)
    with committed():
        assert remove_settled_evidence(timezone.now()) == 1
        assert exists(name)

    assert not exists(name)
    assert DisputeEvidence.objects.get().file_count == 1
    assert "A file was here" in log_in(ann).get(dispute.get_absolute_url()).content.decode()


def test_files_of_a_case_that_nobody_decided_stay(settings):
    settings.TOURNAMENT_ENGINE = {"UPLOADS": {"KEEP_DAYS": 1}}
    dispute, ann, _bob = a_dispute()
    stored = shown(dispute, ann)
    over(dispute, days=400)

    assert remove_settled_evidence(timezone.now()) == 0
    assert exists(stored.name)


def test_a_file_of_a_case_is_never_swapped():
    dispute, ann, _bob = a_dispute()
    one, other = shown(dispute, ann), shown(dispute, ann)

    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceFile.objects.filter(stored=one).update(stored=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceFile.objects.filter(stored=one).delete()


def test_evidence_without_anything_is_refused_by_the_database():
    dispute, ann, _bob = a_dispute()

    with pytest.raises(IntegrityError), transaction.atomic():
        DisputeEvidence.objects.create(dispute=dispute, by=ann)
