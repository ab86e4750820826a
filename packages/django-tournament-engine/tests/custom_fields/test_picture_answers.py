"""Questions that are answered with a picture: sent, corrected, and seen by whom it concerns."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.desk.browsing import address, log_in, post
from tests.factories import a_registration, a_staff_member, a_tournament, a_user
from tests.people.models import Person
from tests.pictures import a_picture, media  # noqa: F401 - a fixture

from tournament_engine.core.custom_fields.answers import clean_field_values
from tournament_engine.core.custom_fields.models import CustomFieldValue
from tournament_engine.core.custom_fields.specs import FieldSpec
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.core.services import store_pictures
from tournament_engine.errors import InvalidInput
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration
from tournament_engine.uploads.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def a_cup(*, is_required: bool = True, is_public: bool = False, **fields: Any) -> Tournament:
    """Return a tournament that asks for a picture."""
    asked = FieldSpec(
        code="photo", label="Photo", kind="image", is_required=is_required, is_public=is_public
    )
    return a_tournament(entrants=0, custom_fields=[asked], **fields)


def register(cup: Tournament, user: Person, **fields: Any) -> Any:
    return post(log_in(user), "register", cup.slug, name="Ann", **fields)


def registered(cup: Tournament, user: Person) -> StoredFile:
    """Return the picture of somebody who registered with one."""
    register(cup, user, field_photo=a_picture())
    stored = CustomFieldValue.objects.get(registration__user=user, is_current=True).file
    assert stored is not None
    return stored


def fetched(reader: Client, stored: StoredFile) -> int:
    answer: Any = reader.get(address("file", stored.pk))
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def test_who_registers_sends_a_picture_which_is_kept_privately():
    cup, ann = a_cup(), a_user("ann")

    answer = register(cup, ann, field_photo=a_picture())

    assert answer.status_code == 302
    row = CustomFieldValue.objects.get()
    assert row.file is not None
    assert row.value == {"file": row.file.pk}
    assert (row.file.purpose, row.file.is_private, row.file.uploaded_by) == ("media", True, ann)


def test_the_form_says_what_it_takes():
    cup = a_cup()

    page = log_in(a_user()).get(address("register", cup.slug)).content.decode()

    assert 'enctype="multipart/form-data"' in page
    assert 'accept="image/jpeg,image/png,image/webp,image/gif"' in page
    assert "at most 5 MB" in page


@pytest.mark.parametrize("sent", [{}, {"field_photo": SimpleUploadedFile("a.png", b"<html>")}])
def test_no_picture_and_what_is_none_are_said_at_the_field(sent: dict[str, Any]):
    cup = a_cup()

    answer = register(cup, a_user(), **sent)

    assert (answer.status_code, Registration.objects.count()) == (422, 0)
    assert answer.context["form"].errors.keys() == {"field_photo"}
    assert StoredFile.objects.count() == 0


def test_a_picture_that_need_not_be_is_left_out():
    cup = a_cup(is_required=False)

    assert register(cup, a_user()).status_code == 302

    assert not CustomFieldValue.objects.exists()


def test_a_private_picture_is_for_the_player_and_the_registration_staff():
    cup, ann = a_cup(), a_user("ann")
    stored = registered(cup, ann)
    desk, referee = (a_staff_member(cup, role) for role in (Role.REGISTRATION_STAFF, Role.REFEREE))

    readers = (ann, cup.organizer, desk)
    assert [fetched(log_in(reader), stored) for reader in readers] == [200, 200, 200]
    others = (Client(), log_in(a_user()), log_in(referee))
    assert [fetched(reader, stored) for reader in others] == [404, 404, 404]


def test_a_public_picture_is_for_everybody_who_sees_the_tournament():
    cup, hidden = a_cup(is_public=True), a_cup(is_public=True, visibility="private")
    shown = registered(cup, a_user("ann"))
    organizer = hidden.organizer
    assert isinstance(organizer, Person)
    kept = registered(hidden, organizer)

    page = Client().get(address("entrants", cup.slug)).content.decode()

    assert f'<a href="{address("file", shown.pk)}">' in page
    assert [fetched(Client(), stored) for stored in (shown, kept)] == [200, 404]


def test_the_staff_sees_the_picture_as_a_link():
    cup = a_cup()
    stored = registered(cup, a_user("ann"))
    client = log_in(cup.organizer)
    [row] = cup.registrations.all()

    for where in (("registrations", cup.slug), ("registration", cup.slug, row.pk)):
        page = client.get(address(*where)).content.decode()
        assert f'<a href="{address("file", stored.pk)}">' in page


def test_a_picture_is_put_right_and_the_earlier_one_stays_readable():
    cup, ann = a_cup(needs_approval=True), a_user("ann")
    old = registered(cup, ann)
    row = cup.registrations.get()
    services.request_changes(
        registration=row, wanted={"field_photo": "Too dark."}, by=cup.organizer
    )

    answer = post(
        log_in(ann), "my_registration", cup.slug, action="correct", field_photo=a_picture()
    )

    assert answer.status_code == 302
    told = list(CustomFieldValue.objects.order_by("pk").values_list("is_current", flat=True))
    assert told == [False, True]
    assert fetched(log_in(cup.organizer), old) == 200


def test_nobody_answers_with_a_picture_of_somebody_else():
    cup, ann, bob = a_cup(), a_user("ann"), a_user("bob")
    stored = registered(cup, ann)

    with pytest.raises(InvalidInput) as refused:
        a_registration(cup, bob, answers={"photo": {"file": stored.pk}})

    assert (refused.value.code, refused.value.field) == ("not_yours", "field_photo")
    assert fetched(log_in(bob), stored) == 404


@pytest.mark.parametrize("given", ["12", 1, {"file": 0}, {"file": "1"}, ["a"], True])
def test_what_is_no_stored_picture_is_no_answer(given: Any):
    with pytest.raises(InvalidInput) as refused:
        clean_field_values(a_cup(), {"photo": given})

    assert refused.value.field == "field_photo"


def test_a_picture_is_stored_before_it_is_an_answer():
    cup, ann = a_cup(), a_user("ann")
    with pytest.raises(InvalidInput) as refused:
        a_registration(cup, ann, answers={"photo": a_picture()})
    assert refused.value.code == "not_stored"

    answers = store_pictures(tournament=cup, values={"photo": a_picture()}, by=ann)
    a_registration(cup, ann, answers=answers)

    assert CustomFieldValue.objects.get().value == answers["photo"]


def test_a_picture_of_another_tournament_is_no_answer():
    cup, other, ann = a_cup(), a_cup(), a_user("ann")
    answers = store_pictures(tournament=other, values={"photo": a_picture()}, by=ann)

    with pytest.raises(InvalidInput):
        a_registration(cup, ann, answers=answers)
