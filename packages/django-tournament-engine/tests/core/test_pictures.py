"""The banner and the logo of a tournament: shown to everybody, replaced, taken away."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.desk.browsing import address, log_in, post
from tests.factories import a_staff_member, a_tournament, a_user
from tests.pictures import a_picture, exists, media  # noqa: F401 - a fixture
from tests.site.conftest import queries_of  # noqa: F401 - a fixture

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core import services
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.uploads.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def a_cup(**fields: Any) -> Tournament:
    return a_tournament(entrants=0, **fields)


def change(cup: Tournament, **changes: Any) -> Tournament:
    return services.change_pictures(tournament=cup, by=cup.organizer, **changes)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_an_organiser_sends_a_banner_and_a_logo_which_everybody_sees():
    cup = a_cup()

    post(
        log_in(cup.organizer),
        "edit",
        cup.slug,
        action="pictures",
        banner=a_picture(),
        logo=a_picture(),
    )

    cup.refresh_from_db()
    assert cup.banner is not None
    assert cup.logo is not None
    assert [cup.banner.is_private, cup.logo.is_private] == [False, False]
    page = text(Client().get(cup.get_absolute_url()))
    assert f'src="{cup.banner.file.url}"' in page
    assert f'src="{cup.logo.file.url}"' in page
    assert f'src="{cup.logo.file.url}"' in text(Client().get(address("list")))
    assert AuditEntry.objects.filter(action="tournament.pictures").count() == 1


def test_the_old_file_goes_once_the_new_one_is_committed(committed):
    cup = change(a_cup(), banner=a_picture())
    assert cup.banner is not None
    old = cup.banner.name

    with committed():
        change(cup, banner=a_picture())
        assert exists(old)

    assert cup.banner.name != old
    assert (exists(old), exists(cup.banner.name)) == (False, True)


def test_a_picture_is_taken_away_and_the_other_stays(committed):
    cup = change(a_cup(), banner=a_picture(), logo=a_picture())
    assert cup.banner is not None
    old = cup.banner.name

    with committed():
        post(log_in(cup.organizer), "edit", cup.slug, action="pictures", drops_banner="on")

    cup.refresh_from_db()
    assert (cup.banner_id, cup.logo is not None, exists(old)) == (None, True, False)


def test_a_picture_that_is_none_says_so_at_its_field_and_keeps_what_stands():
    cup = change(a_cup(), banner=a_picture())
    bad = SimpleUploadedFile("banner.png", b"<html>")

    answer = post(
        log_in(cup.organizer), "edit", cup.slug, action="pictures", banner=bad, logo=a_picture()
    )

    assert answer.status_code == 422
    assert answer.context["pictures"].errors.keys() == {"banner"}
    assert answer.context["form"].errors == {}
    assert Tournament.objects.get().banner_id == cup.banner_id
    assert StoredFile.objects.count() == 1


def test_saving_nothing_changes_nothing():
    cup = a_cup()

    change(cup)

    assert not AuditEntry.objects.filter(action="tournament.pictures").exists()


def test_nobody_else_changes_the_pictures():
    cup = a_cup()
    others = (a_user(), a_staff_member(cup, Role.REFEREE))

    for other in others:
        with pytest.raises(NotAllowed):
            services.change_pictures(tournament=cup, banner=a_picture(), by=other)

    assert not StoredFile.objects.exists()


def test_the_pictures_of_a_tournament_that_is_over_stay():
    cup = a_cup(state=TournamentState.CANCELLED)

    with pytest.raises(Conflict) as refused:
        change(cup, banner=a_picture())

    assert refused.value.code == "locked"


def test_a_copy_has_no_pictures_of_its_own():
    cup = change(a_cup(), banner=a_picture())

    copy = services.duplicate_tournament(tournament=cup, name="Next", by=cup.organizer)

    assert copy.banner is None


def test_pictures_take_no_queries_of_their_own(queries_of):  # noqa: F811
    cup = a_cup()
    bare = queries_of(cup.get_absolute_url()), queries_of(address("list"))

    change(cup, banner=a_picture(), logo=a_picture())

    assert (queries_of(cup.get_absolute_url()), queries_of(address("list"))) == bare
